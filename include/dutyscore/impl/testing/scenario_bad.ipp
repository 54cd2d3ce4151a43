#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/impl/testing/scenario_given.ipp"

// Rows that a scenario wants to be bad: `expect refused SUBJECT DATE "DS0321"` gives the code of the
// message in place of a reason. Any other bad row is a mistake of the scenario.
namespace dutyscore::detail::scenarios {

/// The code of a message about data.
DUTYSCORE_INLINE bool is_data_code(std::string_view reason) {
  const bool is_shaped = reason.starts_with("DS03") || reason.starts_with("DS04");
  const auto all = message_catalogue();
  return is_shaped && std::any_of(all.begin(), all.end(),
                                  [&](const message_entry& m) { return m.code == reason; });
}

DUTYSCORE_INLINE std::vector<std::string> data_codes() {
  std::vector<std::string> out;
  for (const message_entry& m : message_catalogue())
    if (is_data_code(m.code)) out.emplace_back(m.code);
  return out;
}

DUTYSCORE_INLINE bool wants_bad_row(const ast::expectation& e) {
  return e.kind == ast::expect_kind::refusal && is_data_code(e.reason.value);
}

/// Whether the expectation is about that row, if for another reason.
DUTYSCORE_INLINE bool is_about(const ast::expectation& e, const ast::given_row& row) {
  return e.subject.value == row.subject.value && row.from && e.day &&
         e.day->value == row.from->value;
}

/// Keeps the reason of a bad row that the scenario wants, else reports it.
DUTYSCORE_INLINE void take_bad_row(const bench& b, given_data& given, const diagnostic& why) {
  const ast::given_row* const row = written_row(b, given, why);
  const auto& wanted = b.scenario.expectations;
  const bool is_wanted = row && std::any_of(wanted.begin(), wanted.end(), [&](const auto& e) {
    return wants_bad_row(e) && is_about(e, *row);
  });
  if (!is_wanted) {
    b.out.push_back(placed(b, given, why));
    return;
  }
  for (const wanted_bad_row& known : given.wanted_bad)
    if (known.row == row) return;
  given.wanted_bad.push_back({row, why.code, why.what});
}

/// Up to when a scenario goes that has no good row to date it by.
DUTYSCORE_INLINE std::optional<date> end_of_last_month(const given_data& given) {
  std::optional<date> last;
  for (const ast::given_row* row : given.written)
    if (row->from && (!last || *last < row->from->value)) last = row->from->value;
  if (!last) return std::nullopt;
  return period_of(*last, period_unit::month).last;
}

}  // namespace dutyscore::detail::scenarios
