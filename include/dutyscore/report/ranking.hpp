// Everybody's place in one period, with grades and lists: the table that is published. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/report/statement.hpp"

namespace dutyscore {

struct ranking_row {
  std::uint32_t rank = 0;  // 1, 2, 2, 4
  std::string subject, name, org_unit;
  decimal points;
  std::vector<std::string> grades;  // one for each of ranking::grades
  std::vector<std::size_t> lists;   // indices into ranking::lists
  bool vetoed = false;
};

/// A grade or a list of the policy.
struct named_reading {
  std::string name;  // empty for the only grade
  std::string label;
  bool is_top = false;  // a list of the best, not only of those who meet conditions
};

struct ranking {
  report_head head;
  std::optional<std::string> within;
  bool provisional = false;  // the period is not over on the day of `through`
  std::vector<named_reading> grades;
  std::vector<named_reading> lists;
  std::vector<ranking_row> rows;  // best first
};

/// Progress: subjects.
result<ranking> ranking_of(const book& from, const period& in, basis on = basis::confirmed,
                           std::optional<std::string_view> within = std::nullopt,
                           const progress_options& options = {});

/// Who is on a list is marked: with a star when it takes the best.
std::string to_text(const ranking& r, language lang = language::zh);
std::string to_json(const ranking& r);
/// `rank,subject,points,grade,lists`; several grades or lists are parted by `;`.
std::string to_csv(const ranking& r);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/ranking.ipp"
#endif
