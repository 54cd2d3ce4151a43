// The periods of a policy, worked out from year, month and day. Shares nothing with the engine's
// calendar.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "input.hpp"

namespace reference {

/// All units from the finest on; a clause of an earlier one acts before that of a later one.
inline constexpr std::array all_units{
    period_unit::day,  period_unit::month, period_unit::quarter, period_unit::half,
    period_unit::year, period_unit::term,  period_unit::overall};

class calendar {
 public:
  struct term {
    std::string name;
    date first, last;
  };

  calendar() = default;
  /// From `year starts` and `term`.
  explicit calendar(const dutyscore::ast::policy& policy);

  /// The period of that unit that holds `d`; nothing between terms.
  std::optional<period> period_of(date d, period_unit unit) const;
  /// Nothing when there is none.
  std::optional<period> before(const period& p) const;
  std::optional<period> after(const period& p) const;
  /// All that have a day in common with [first, last].
  std::vector<period> periods(period_unit unit, date first, date last) const;
  /// `2023`, `2023-H1`, `2023-Q2`, `2023-05`, `2023-05-06`, `overall`, or a term's name.
  period named(const std::string& text) const;
  const std::vector<term>& terms() const { return terms_; }

 private:
  /// So many months from the first-th one of the year on.
  period months(period_unit unit, int year, int first, int count) const;
  static period period_of(const term& t);

  int first_month_ = 1;
  std::vector<term> terms_;  // in time
};

}  // namespace reference
