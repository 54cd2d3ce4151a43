// The periods that a regulation counts by: in which month its year begins, and which stretches of
// days it calls a term. A calendar cuts days into periods, names them, and finds them by name.
// Values are immutable; copies are cheap enough for set-up, not for rows.
//
//   const calendar school(9);                  // years from September
//   school.parse_period("2023-Q1")->first;     // 2023-09-01
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/config.hpp"
#include "dutyscore/core/date.hpp"

namespace dutyscore {

inline constexpr std::size_t period_unit_count = 7;

/// A named stretch of months, as a term of office.
struct calendar_term {
  std::string name;
  date first, last;
  bool operator==(const calendar_term&) const = default;
};

class calendar {
 public:
  /// Years that begin in January, no terms.
  calendar() = default;
  /// Terms begin on the first of a month, end on the last of one, and stand in order without a day
  /// in common; throws std::invalid_argument otherwise, or when there is no such month.
  explicit calendar(int first_month, std::vector<calendar_term> terms = {});

  int first_month() const { return first_month_; }
  const std::vector<calendar_term>& terms() const { return terms_; }

  /// The period of that unit that holds `d`; nothing for a day outside of the terms.
  std::optional<period> period_of(date d, period_unit unit) const;
  /// The same, or the first period after it; nothing when no term is left.
  std::optional<period> period_from(date d, period_unit unit) const;
  /// Reads what period::to_string writes, a term's name, and `2023年`, `2023年5月`, `2023年5月6日`,
  /// `累计`.
  std::optional<period> parse_period(std::string_view text) const;

  /// By unit, a number that two days share exactly when no period of the unit begins or ends
  /// between them.
  std::array<std::int32_t, period_unit_count> period_numbers(date d) const;

  bool operator==(const calendar&) const = default;

 private:
  period months_of(date d, period_unit unit) const;
  std::optional<period> term_from(date d) const;
  std::optional<period> numbered(int year, period_unit unit, int number) const;

  int first_month_ = 1;
  std::vector<calendar_term> terms_;
};

/// In years that begin in January: the period of that unit that holds `d`. A policy has a calendar
/// of its own (policy_data::calendar). REQUIRES: unit is not `term`.
period period_of(date d, period_unit unit);

/// In years that begin in January, without terms: what calendar::parse_period reads.
std::optional<period> parse_period(std::string_view text);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/calendar.ipp"
#endif
