// The reference evaluator: what a policy means, written for clarity from the definitions and not
// from the engine. It walks the author's tree itself, has its own numbers, and keeps for each
// subject, basis and block the running total F as a map from day to number; the points of a stretch
// [a, b] are F(b) - F(a - 1). Slow on purpose. Policies must have passed the checker; the evaluator
// checks rows, not policies.
//
// Where the definitions leave a choice, it is this:
//   - a row whose `end` is before its `date` is bad; so is one without subject or kind;
//   - an `on` without a condition selects whatever the others say; conditions are asked in order,
//   up to the first that holds;
//   - `times` with a condition that does not hold does nothing: a quotient before it stays exact;
//   - an expression is worked out only when judging comes to it: what a refused activity would have
//   earned is not;
//   - a computed field is its expression, put in the place where it is read;
//   - the keys of a table are all worked out before the first is looked up;
//   - `floor` and `ceil` are rounding, so they act on the magnitude; `round` without a mode is
//   half_even;
//   - days(a, b) is b - a + 1 also when b is earlier; months and years are negative then;
//   - `subject.NAME` on a day without service is of the row that began last before it, else of the
//   first;
//   - a list that is not in force on the last day of the period, or whose policy is not, is empty;
//   - entries of 0 points do not exist.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dutyscore/core/calendar.hpp"
#include "dutyscore/core/date.hpp"
#include "dutyscore/lang/ast.hpp"
#include "exact.hpp"

namespace reference {

using dutyscore::date;
using dutyscore::period;
using dutyscore::period_unit;

/// One row of the table of activities, as somebody typed it. An absent cell is not in the map, or
/// empty.
struct row {
  std::string subject, kind;
  date day;
  std::optional<date> end;
  std::string id;
  std::string standing = "confirmed";
  std::string since = "claimed";
  std::string reason;
  std::map<std::string, std::string> fields;
};

struct service {
  std::optional<date> from, to;
  std::string org_unit;
  std::map<std::string, std::string> fields;
};

struct person {
  std::string subject;
  std::vector<service> services;
};

struct input {
  std::shared_ptr<const dutyscore::ast::document> document;  // the first policy in it
  std::vector<row> rows;
  std::optional<std::vector<person>> roster;
  std::optional<date> through;
};

enum class basis { claimed, reviewed, confirmed };
inline constexpr std::array all_bases{basis::claimed, basis::reviewed, basis::confirmed};

enum class clause { line, event_cap, base, floor, cap, veto };

struct entry {
  date day;
  std::size_t block = 0;
  reference::clause clause = clause::line;
  std::size_t index =
      0;  // of that clause in its block, periods finest first; of a veto, in the policy
  std::optional<std::size_t> row;
  whole points = 0;
  auto operator<=>(const entry&) const = default;
};

struct refusal {
  std::size_t row = 0;
  std::optional<std::size_t> block, veto;  // one of them
  std::string reason;
  auto operator<=>(const refusal&) const = default;
};

struct pending_entry {
  date day;
  std::size_t block = 0, index = 0;
  whole points = 0;
  auto operator<=>(const pending_entry&) const = default;
};

struct counts {
  std::size_t rows = 0, bad = 0, not_on_basis = 0, unmatched = 0, refused = 0, counted = 0;
  bool operator==(const counts&) const = default;
};

struct place {
  std::size_t rank = 0;
  std::string subject;
  whole points = 0;
  std::vector<std::string> grades;  // of this unit, in the policy's order
  std::vector<std::string> lists;   // of this unit, that hold the subject
  bool vetoed = false;
  bool operator==(const place&) const = default;
};

inline constexpr const char* not_in_force = "not in force on this day";
inline constexpr const char* not_serving = "not serving on this day";

class book {
 public:
  explicit book(input what);
  ~book();
  book(book&&) noexcept;

  std::size_t blocks() const;
  const std::string& block_name(std::size_t block) const;
  std::size_t block(const std::string& name) const;
  const std::string& veto_name(std::size_t veto) const;
  /// Nothing when no row is good and the caller named none.
  std::optional<date> through() const;
  const std::vector<std::string>& subjects() const;
  bool served_in(const std::string& subject, const period& p) const;
  /// In which the subject served, through the later of `through` and the last row that is not bad.
  std::vector<period> periods(const std::string& subject, period_unit unit) const;
  /// As of the last served day of the period.
  std::string org_unit(const std::string& subject, const period& p) const;

  whole points(const std::string& subject, std::size_t block, date first, date last,
               basis on = basis::confirmed) const;
  whole points(const std::string& subject, std::size_t block, const period& p,
               basis on = basis::confirmed) const {
    return points(subject, block, p.first, p.last, on);
  }
  /// Sorted.
  std::vector<entry> entries(const std::string& subject, const period& p,
                             basis on = basis::confirmed) const;
  std::vector<refusal> refusals(const std::string& subject, const period& p,
                                basis on = basis::confirmed) const;
  std::vector<pending_entry> pending(const std::string& subject, const period& p,
                                     basis on = basis::confirmed) const;
  std::vector<std::size_t> unmatched(const std::string& subject, const period& p,
                                     basis on = basis::confirmed) const;
  /// Best first, then by subject. Nothing when a condition that is asked has no value.
  std::optional<std::vector<place>> rank(const period& p, basis on = basis::confirmed) const;
  reference::counts counts(basis on = basis::confirmed) const;
  /// Row and why, in order.
  std::vector<std::pair<std::size_t, std::string>> bad() const;

 private:
  struct inside;
  std::unique_ptr<inside> in_;
};

}  // namespace reference
