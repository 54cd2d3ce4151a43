// What a book holds: rows grouped by subject, cells, service. Filled by evaluate(), read by book.
// Not for users.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dutyscore/engine/book.hpp"
#include "dutyscore/engine/cells.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/engine/reading.hpp"
#include "dutyscore/engine/service.hpp"
#include "dutyscore/engine/subject_cells.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

/// The cells of some subjects.
struct cell_store {
  std::vector<cell> cells;
  std::vector<kept_activity> kept;
  std::vector<std::int64_t> values;  // of kept activities
};

struct subject_data {
  const roster_subject* entry = nullptr;              // null without a roster
  std::size_t rows_begin = 0, rows_end = 0;           // into book_data::order
  std::size_t store = 0;                              // into book_data::stores
  std::size_t cells_begin = 0, cells_end = 0;         // into its cells
  std::size_t kept_begin = 0, kept_end = 0;           // into its kept activities
  date earliest = date::max();  // `date` of a row that is not bad
  date latest = date::min();    // day of one; once made, the last of its month or text
  service_calendar service;                           // within the policy's force
};

struct book_data {
  std::shared_ptr<const dutyscore::plan> shared_plan;
  const dutyscore::plan& plan;
  bool keeps_rows = true;  // otherwise `rows` has texts alone, and subjects have no rows
  batch rows;
  std::optional<roster> subjects_entry;
  std::unique_ptr<bound_rows> bound;
  date through;
  std::vector<std::string> names;      // of subjects, sorted
  std::vector<subject_data> subjects;  // in the same order
  std::vector<std::uint32_t> order;    // rows that are not bad, by subject
  std::vector<cell_store> stores;      // each by subject
  std::array<row_counts, basis_count> counts;
  std::map<text_pool::code, std::array<std::uint64_t, basis_count>> unmatched;  // by kind
  std::vector<bad_row> bad;
  std::vector<group_element<refusal_key>> refused;  // by subject, when there are no rows

  explicit book_data(std::shared_ptr<const dutyscore::plan> p)
      : shared_plan(std::move(p)), plan(*shared_plan) {}
  explicit book_data(const policy& p)
      : book_data(std::make_shared<const dutyscore::plan>(make_plan(p))) {}

  std::span<const std::uint32_t> rows_of(subject_id s) const {
    return std::span(order).subspan(subjects[s].rows_begin,
                                    subjects[s].rows_end - subjects[s].rows_begin);
  }
  subject_state state_of(subject_id s) const {
    const subject_data& of = subjects[s];
    if (stores.empty()) return {};
    const cell_store& in = stores[of.store];
    return {std::span(in.cells).subspan(of.cells_begin, of.cells_end - of.cells_begin),
            std::span(in.kept).subspan(of.kept_begin, of.kept_end - of.kept_begin), in.values};
  }
  subject_time time_of(subject_id s) const {
    return {&subjects[s].service, through, std::max(through, subjects[s].latest)};
  }
  basis_range range_of_row(std::uint32_t row) const {
    return range_of(rows->since[row], rows->standing[row]);
  }

  /// The day whose rules a reading of the period goes by: its last one, or `through` for what holds
  /// every day.
  date last_day_of(const period& p) const {
    return p.unit == period_unit::overall ? through : p.last;
  }
  /// From the cells: borders of stretches must be those of segments.
  reading read(reading_tools& tools, subject_id s, basis on) const;
  /// Whether the cells can be read at the borders of the period.
  bool has_borders_of(const period& p) const;
  /// From the cells, or from the rows if there are some.
  bool can_read(const period& p) const { return keeps_rows || has_borders_of(p); }
  /// From the cells, or from the rows day by day: whichever can read the borders of the period.
  reading read_for(reading_tools& tools, subject_id s, const period& p, basis on) const;
  reading_tools tools() const { return reading_tools(plan, *bound); }
};

}  // namespace dutyscore::engine
