// The reference evaluator: what a policy means, written for clarity from the definitions and not
// from the engine. It walks the author's tree itself, has its own numbers and its own calendar, and
// keeps for each subject, basis and block the running total F as a map from day to number; the
// points of a stretch [a, b] are F(b) - F(a - 1). Slow on purpose. Policies must have passed the
// checker; the evaluator checks rows, not policies.
//
//   regulation  what stands in the policy on each day      account    F of every block
//   people      service and the roster                     selection  which activities are kept
//   judge       one row                                    postings   bases, finished periods
//   ranking     places, grades, lists                      figures    functions over a period
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
//   - `by marginal` multiplies like `*`, bracket by bracket; `otherwise` is the bracket from 0 on;
//   - `floor` and `ceil` are rounding, so they act on the magnitude; `round` without a mode is
//   half_even;
//   - days(a, b) is b - a + 1 also when b is earlier; months and years are negative then;
//   - `subject.NAME` on a day without service is of the row that began last before it, else of the
//   first;
//   - what an amendment adds is not in force before its day, and neither is what it leaves out from
//   its day on; a grade that it adds is not given before; a block that is replaced whole loses the
//   members that it does not name again;
//   - of several reasons at one place the first is listed, indicators before vetoes;
//   - an activity whose day is out of force is refused after everything else has been asked;
//   - a list that is not in force on the last day of the period, or whose policy is not, is empty;
//   of `overall` that day is `through`;
//   - of several grades that vetoes bring and no grade has, the last as written is it;
//   - entries of 0 points do not exist.
#pragma once

#include "calendar.hpp"
#include "input.hpp"
#include "results.hpp"

namespace reference {

class book {
 public:
  explicit book(input what);
  ~book();
  book(book&&) noexcept;

  std::size_t blocks() const;
  const std::string& block_name(std::size_t block) const;
  std::size_t block(const std::string& name) const;
  const std::string& veto_name(std::size_t veto) const;
  const calendar& periods() const;
  /// Nothing when no row is good and the caller named none.
  std::optional<date> through() const;
  const std::vector<std::string>& subjects() const;
  bool served_in(const std::string& subject, const period& p) const;
  /// In which the subject served, through the later of `through` and the last row that is not bad.
  std::vector<period> periods(const std::string& subject, period_unit unit) const;
  /// As of the last served day of the period.
  std::string org_unit(const std::string& subject, const period& p) const;

  /// Some figure of the account has no value; then the readings below throw no_reading.
  bool fails(const std::string& subject, basis on = basis::confirmed) const;
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
  /// By present figures; throws no_reading when one that is needed has no value.
  std::vector<pending_entry> pending(const std::string& subject, const period& p,
                                     basis on = basis::confirmed) const;
  std::vector<std::size_t> unmatched(const std::string& subject, const period& p,
                                     basis on = basis::confirmed) const;
  /// Best first, then by subject. Nothing when something that is asked has no value.
  std::optional<std::vector<place>> rank(const period& p, basis on = basis::confirmed) const;
  reference::counts counts(basis on = basis::confirmed) const;
  /// Row and why, in order.
  std::vector<std::pair<std::size_t, std::string>> bad() const;

 private:
  struct inside;
  std::unique_ptr<inside> in_;
};

}  // namespace reference
