#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/impl/testing/witness_streams.ipp"
#include "dutyscore/report/words.hpp"

// Activities of every kind with what each alone gives the indicators, as the engine says.
namespace dutyscore::detail::reaching {

using witness::activity;
using witness::stream;

struct candidate {
  activity what;
  std::map<block_id, decimal> points;  // of indicators: their lines and limits of one event
};

DUTYSCORE_INLINE std::optional<book> account(const policy& p, const stream& rows, date through) {
  evaluate_options options;
  options.through = through;
  options.bad_rows = on_bad_row::report;
  auto out = evaluate(p, witness::batch_of(p.schema(), rows), options);
  if (!out) return std::nullopt;
  return *std::move(out);
}

/// The same activity with one field at an end of what it may be.
DUTYSCORE_INLINE void add_extremes(const policy_data& data, const activity& simple,
                                   std::vector<candidate>& out) {
  for (std::uint32_t f = 0; f < data.schema.activity.size(); ++f) {
    const schema_field& field = data.schema.activity[f];
    if (!field.is_for(simple.kind)) continue;
    for (const auto& end : {field.least, field.most}) {
      if (!end) continue;
      activity a = simple;
      std::erase_if(a.cells, [=](const witness::cell& c) { return c.field == f; });
      a.cells.push_back({f, {end->millionths(), {}}});
      out.push_back({std::move(a), {}});
    }
  }
}

/// Each on that day, of a person of its own.
DUTYSCORE_INLINE std::vector<candidate> candidates_of(const policy& p, date day) {
  std::vector<candidate> out;
  const witness::activity_maker make(p.data(), p.data());
  for (const std::string& kind : p.schema().kinds) {
    const std::vector<activity> made = make.of(kind);
    for (const activity& a : made) out.push_back({a, {}});
    add_extremes(p.data(), made.front(), out);
  }
  stream rows;
  for (std::uint32_t i = 0; i < out.size(); ++i) rows.push_back({i, day, out[i].what});
  const auto scores = account(p, rows, day);
  if (!scores) return out;
  const period in{period_unit::day, day, day};
  for (std::uint32_t i = 0; i < out.size(); ++i) {
    const auto s = scores->find(witness::key_of(i));
    if (!s) continue;
    const auto entries = scores->entries(*s, in);
    if (!entries) continue;
    for (const entry& e : *entries) {
      if (e.kind != entry_kind::line && e.kind != entry_kind::event_cap) continue;
      decimal& sum = out[i].points[e.block];
      if (const auto more = add(sum, e.points)) sum = *more;
    }
  }
  return out;
}

/// The first day of the first year that is wholly in force; of the policy's force, when none is.
DUTYSCORE_INLINE date typical_day(const policy_data& data) {
  const force& f = data.blocks.front().in_force;
  const date asked = f.first > date::min() ? f.first : *date::of(2023, 1, 1);
  std::optional<period> year = data.calendar.period_from(asked, period_unit::year);
  if (year && year->first < asked && year->last < f.last)
    year = data.calendar.period_from(year->last + 1, period_unit::year);
  return year && year->first >= asked ? year->first : asked;
}

}  // namespace dutyscore::detail::reaching
