#pragma once

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <stdexcept>

#include "dutyscore/core/file.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/finish.hpp"
#include "dutyscore/engine/live_account.hpp"
#include "dutyscore/engine/row_bytes.hpp"

namespace dutyscore {
namespace engine {

namespace detail {

/// The place of a row in its table, as messages give it.
DUTYSCORE_INLINE data_place place_of_row(const batch_data& data, std::uint32_t row,
                                         std::string column = {}) {
  const std::uint32_t file = data.file_of(row);
  return {file < data.files.size() ? data.files[file] : "", data.number_of(row),
          std::move(column), {}};
}

/// Rows as bytes become rows again, some at a time: a batch has its price.
class row_reader {
 public:
  explicit row_reader(const schema& s) : builder_(s) {}
  bool read(byte_reader& from) { return read_row(from, builder_); }
  batch finish() { return builder_.finish(); }

 private:
  batch_builder builder_;
};

}  // namespace detail

// ---- flat cells ----

namespace detail {

// A key of flat cells is a segment and a place: of sums as cell::place; counts have the highest bit
// of the place, and are of rows by fate and range, then of unmatched rows by kind and range. They
// are of rows that count in the stretch of their date; the others are rare.

inline constexpr std::uint32_t count_place = std::uint32_t{1} << 31;
inline constexpr std::uint32_t unmatched_place = 3 * basis_range_count;

constexpr std::uint64_t flat_key(std::int32_t segment, std::uint32_t place) {
  return std::uint64_t{static_cast<std::uint32_t>(segment)} << 32 | place;
}
constexpr std::uint64_t flat_row_key(std::int32_t stretch, basis_range range, row_fate fate) {
  return flat_key(stretch,
                  count_place | (static_cast<std::uint32_t>(fate) * basis_range_count + range));
}
constexpr std::uint64_t flat_unmatched_key(std::int32_t stretch, basis_range range,
                                           std::uint32_t kind) {
  return flat_key(stretch, count_place | (unmatched_place + kind * basis_range_count + range));
}
constexpr bool is_count(std::uint64_t key) { return key & count_place; }

constexpr bool is_row_count(std::uint64_t key) {
  return is_count(key) && (static_cast<std::uint32_t>(key) & ~count_place) < unmatched_place;
}

/// What a number of flat cells is of.
DUTYSCORE_INLINE void collect(std::uint64_t key, std::int64_t value,
                              const std::vector<const std::string*>& kinds, subject_cells& to) {
  const auto segment = static_cast<std::int32_t>(key >> 32);
  const auto place = static_cast<std::uint32_t>(key);
  if (!is_count(key)) return to.sums.collect({segment, place}, value);
  const std::uint32_t n = place & ~count_place, m = n - unmatched_place;
  const auto range = static_cast<basis_range>(n % basis_range_count);
  if (is_row_count(key))
    to.rows.collect({segment, segment, range, static_cast<row_fate>(n / basis_range_count)}, value);
  else
    to.unmatched.collect({segment, range, *kinds[m / basis_range_count]}, value);
}

/// Of cells from which flat ones have been taken: no count was too large for them.
DUTYSCORE_INLINE bool counts_fit(const subject_cells& rest) {
  const auto rows = rest.rows.parts();
  return rest.unmatched.empty() && std::all_of(rows.begin(), rows.end(), [](const auto& part) {
           return part.first.dated != part.first.counted;
         });
}

/// In canonical form.
DUTYSCORE_INLINE subject_cells cells_of(const live_version& v,
                                        const std::vector<const std::string*>& kinds) {
  subject_cells out = v.rest->cells;
  v.cells.each(
      [&](std::uint64_t key, std::int64_t value) { collect(key, value, kinds, out); });
  out.sums.settle();
  out.rows.settle();
  out.unmatched.settle();
  return out;
}

}  // namespace detail

DUTYSCORE_INLINE bool live_version::has_rows() const {
  bool out = !rest->cells.rows.empty();
  cells.each([&](std::uint64_t key, std::int64_t) { out = out || detail::is_row_count(key); });
  return out;
}

DUTYSCORE_INLINE void live_versions::tidy() {
  std::erase_if(subjects, [](const live_version& v) { return !v.has_rows(); });
  std::sort(subjects.begin(), subjects.end(), [](const live_version& a, const live_version& b) {
    return a.subject() < b.subject();
  });
}

DUTYSCORE_INLINE std::uint32_t live_subjects::add(cell_space& space) {
  const std::uint32_t n = size();
  if (n / some == blocks_.size()) blocks_.push_back(std::make_unique<live_subject[]>(some));
  stores_.emplace_back();
  try {
    (*this)[n].begin(space);
  } catch (...) {
    stores_.pop_back();
    throw;
  }
  return n;
}

DUTYSCORE_INLINE live_version live_subjects::take(std::uint32_t n, cell_space& space) {
  live_subject& of = (*this)[n];
  live_store& known = stores_[n];
  if (!known.table) known.table = of.share(space);
  of.is_shared.store(true, std::memory_order_relaxed);
  return {of, known.table, known.rest};
}

DUTYSCORE_INLINE void live_subjects::detach(std::uint32_t n, cell_space& space) {
  live_subject& of = (*this)[n];
  if (!of.is_shared.load(std::memory_order_relaxed)) return;
  live_store& known = stores_[n];
  known.rest = std::make_shared<live_rest>(*known.rest);
  of.detach(space);
  known.table = nullptr;
  of.is_shared.store(false, std::memory_order_relaxed);
}

DUTYSCORE_INLINE void live_subjects::end(cell_space& space) noexcept {
  for (std::uint32_t n = 0; n < size(); ++n)
    if (!stores_[n].table) (*this)[n].end(space);
}

// ---- one activity ----

DUTYSCORE_INLINE const roster_subject* live_account::entry_of(std::string_view subject) const {
  return options.subjects ? options.subjects->find(subject) : nullptr;
}

/// Only the writer adds subjects, so it may look without the guard.
DUTYSCORE_INLINE std::uint32_t live_account::subject_called(std::string_view name) {
  std::string key(name);
  if (const auto known = number_of_subject.find(key); known != number_of_subject.end())
    return known->second;
  const std::unique_lock lock(guard);
  const std::uint32_t n = subjects.add(space);
  subject_cells& cells = subjects.store(n).rest->cells;
  cells.subject = key;
  cells.entry = mark_of(entry_of(name));
  return number_of_subject[std::move(key)] = n;
}

DUTYSCORE_INLINE std::uint32_t live_account::subject_of(live_rows& of, std::uint32_t row) {
  const text_pool::code code = of.data->subject[row];
  std::uint32_t& known = of.subjects[code];
  if (known == none) known = subject_called(of.data->texts.text(code));
  return known;
}

DUTYSCORE_INLINE const live_day& live_account::day_at(std::int32_t day) {
  live_day& at = days[static_cast<std::uint32_t>(day) % days.size()];
  if (at.day == day) return at;
  const date d = date::from_days(day);
  const std::int32_t start = first_of_stretch(plan, d).days();
  at = {day, start, classes.stretch_of(d), stretch_from(start)};
  return at;
}

DUTYSCORE_INLINE std::uint32_t live_account::stretch_from(std::int32_t start) {
  const auto known = number_of_stretch.find(start);
  if (known != number_of_stretch.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(stretches.size());
  {
    const std::unique_lock lock(guard);
    stretches.push_back({start, 0});
  }
  return number_of_stretch[start] = number;
}

DUTYSCORE_INLINE std::uint32_t live_account::kind_called(std::string_view kind) {
  std::string key(kind);
  if (const auto known = number_of_kind.find(key); known != number_of_kind.end())
    return known->second;
  const auto number = static_cast<std::uint32_t>(kinds.size());
  {
    const std::unique_lock lock(guard);
    kinds.push_back(key);
  }
  return number_of_kind[std::move(key)] = number;
}

/// Rows come one after the other, or they do not: only then is it worth while to look ahead.
DUTYSCORE_INLINE live_change& live_account::change_of(live_rows& of, std::uint32_t row) {
  const bool is_next = last_id == of.id && last_row + 1 == row;
  last_id = of.id;
  last_row = row;
  if (is_next) look_ahead(of, row);
  live_change& out = ahead[row % ahead.size()];
  begin(of, row, out);
  return out;
}

/// In steps that each wait for the one before: the subject's number, the subject, its cells.
DUTYSCORE_INLINE void live_account::look_ahead(live_rows& of, std::uint32_t row) {
  constexpr std::uint32_t some = 4;
  const auto far = static_cast<std::uint32_t>(row + ahead.size() - 1);
  if (far + some >= of.data.rows()) return;
  __builtin_prefetch(&of.subjects[of.data->subject[far + some]]);
  begin(of, far, ahead[far % ahead.size()]);
  const live_change& near = ahead[(row + some) % ahead.size()];
  if (near.rows_id != of.id || near.subject == none) return;
  subjects[near.subject].prefetch(near.additions);
}

DUTYSCORE_INLINE void live_account::begin(live_rows& of, std::uint32_t row, live_change& to) {
  if (to.rows_id == of.id && to.row == row) return;
  if (of.owner != shared_plan)
    throw std::invalid_argument("dutyscore: these activities were prepared by another account");
  to.rows_id = 0;  // until all is there
  to.subject = of.subjects[of.data->subject[row]];
  if (to.subject != none) __builtin_prefetch(&subjects[to.subject]);
  to.additions.clear();
  if (to.has_more) to.cells.clear();
  to.has_more = false;
  to.is_judged = !add_class(of, row, to);
  to.row = row;
  to.rows_id = of.id;
}

/// Nothing is left to be asked or looked up, which is so of most activities.
DUTYSCORE_INLINE bool live_account::is_worked_out(const live_rows& of, const live_change& c) const {
  return !of.entries && !c.is_judged && c.subject != none && !options.keep_rows && !changes_file;
}

DUTYSCORE_INLINE diagnostics live_account::work_out(live_rows& of, std::uint32_t row,
                                                    live_change& to) {
  const batch_data& data = of.data.data();
  if (of.entries && !of.bound.entry_of(row))
    return {make_diagnostic("DS0405", {data.texts.text(data.subject[row])},
                            detail::place_of_row(data, row, "subject"))};
  if (to.is_judged)
    if (auto bad = judge_row(of, row, to); !bad.empty()) return bad;
  if (to.subject == none) to.subject = subject_of(of, row);
  if (!options.keep_rows && !changes_file) return {};
  byte_writer bytes;
  write_row(bytes, plan.policy.schema(), data, row);
  to.bytes = bytes.take();
  return {};
}

DUTYSCORE_INLINE bool live_account::add_class(live_rows& of, std::uint32_t row, live_change& to) {
  const batch_data& data = of.data.data();
  const live_day& when = day_at(data.date[row]);
  const bool by_day = plan.segment == period_unit::day;
  const std::int32_t segment = by_day ? when.day : when.first_of_stretch;
  const basis_range range = range_of(data.since[row], data.standing[row]);
  const class_entry* const c =
      of.by_class.class_of(row, [&](std::int32_t) { return when.class_stretch; });
  const auto fate =
      of.by_class.add_up(c, row, true, [&](std::uint32_t slot, std::int64_t value) {
        if (value != 0)
          to.additions.push_back({detail::flat_key(segment, place_of(slot, range)), value});
      });
  if (!fate) return false;
  to.stretch = when.stretch;
  to.additions.push_back(
      {detail::flat_row_key(when.first_of_stretch, range, static_cast<row_fate>(*fate)), 1});
  if (*fate == class_fate::unmatched) {
    std::uint32_t& kind = of.kinds[data.kind[row]];
    if (kind == none) kind = kind_called(data.texts.text(data.kind[row]));
    to.additions.push_back({detail::flat_unmatched_key(when.first_of_stretch, range, kind), 1});
  }
  to.has_more = of.folder.fold_id(row, to.cells);
  return true;
}

DUTYSCORE_INLINE diagnostics live_account::judge_row(live_rows& of, std::uint32_t row,
                                                     live_change& to) {
  const std::span<const std::uint32_t> one(&row, 1);
  of.by_row.run(one, judged);
  if (!judged.failures.empty())
    return {message_of(plan, judged.failures.front(), detail::place_of_row(of.data.data(), row))};
  to.has_more = true;
  to.additions.clear();
  to.cells.clear();
  of.folder.fold(one, judged, to.cells);
  to.cells.settle();
  flatten(to.cells, to.additions);
  to.stretch = day_at(of.data->days()[row]).stretch;
  return {};
}

DUTYSCORE_INLINE void live_account::flatten(subject_cells& cells, std::vector<flat_cell>& to) {
  const auto move = [&](auto& group, auto key_of) {
    group.extract([&](const auto& key, int128 value) {
      const std::optional<std::uint64_t> flat = key_of(key);
      if (!flat || value > INT64_MAX || value < -INT64_MAX) return false;
      to.push_back({*flat, static_cast<std::int64_t>(value)});
      return true;
    });
  };
  move(cells.sums, [](const sum_key& k) { return std::optional(detail::flat_key(k.segment, k.place)); });
  move(cells.rows, [](const row_key& k) {
    return k.dated == k.counted
               ? std::optional(detail::flat_row_key(k.counted, k.range, k.fate))
               : std::nullopt;
  });
  move(cells.unmatched, [&](const unmatched_key& k) {
    return std::optional(detail::flat_unmatched_key(k.counted, k.range, kind_called(k.kind)));
  });
}

/// An id that is there already on one of the bases. `c` may itself have been taken away before.
DUTYSCORE_INLINE diagnostics live_account::check_apply(const live_change& c) const {
  if (c.cells.ids.empty()) return {};
  const subject_cells& there = subjects.store(c.subject).rest->cells;
  for (const auto& [id, count] : c.cells.ids.parts())
    for (basis_range range = 0; range < basis_range_count; ++range) {
      const bool meet = basis_ranges[range].first <= basis_ranges[id.range].last &&
                        basis_ranges[id.range].first <= basis_ranges[range].last;
      if (meet && there.ids.at({id.hash, range}) > 0)
        return {make_diagnostic("DS0424", {there.subject})};
    }
  return {};
}

DUTYSCORE_INLINE bool live_account::is_there(const live_change& c) const {
  const live_subject& of = subjects[c.subject];
  if (options.keep_rows) return subjects.store(c.subject).rest->rows.contains(c.bytes);
  for (const flat_cell& a : c.additions)
    if (detail::is_count(a.key) && of.at(a.key) < a.value) return false;
  return !c.has_more || subjects.store(c.subject).rest->cells.holds(c.cells);
}

DUTYSCORE_INLINE diagnostics live_account::not_there(const live_change& c) const {
  return {make_diagnostic("DS0430", {subjects.store(c.subject).rest->cells.subject})};
}

DUTYSCORE_INLINE bool live_account::make_room(std::uint32_t subject,
                                              std::span<const flat_cell> additions,
                                              flat_cell** places) {
  bool is_near_end = false;
  const bool are_known = subjects[subject].make_room(additions, space, is_near_end, places);
  if (is_near_end)
    subjects.store(subject).rest->cells.sums.make_room(additions.size());
  return are_known;
}

/// Sums may leave 64 bits, counts do not.
DUTYSCORE_INLINE void live_account::note_over(std::uint32_t subject, std::uint64_t key,
                                              std::int64_t over) noexcept {
  subjects.store(subject).rest->cells.sums.add(
      {static_cast<std::int32_t>(key >> 32), static_cast<std::uint32_t>(key)}, over);
}

DUTYSCORE_INLINE void live_account::add(std::uint32_t subject, std::span<const flat_cell> cells,
                                        int sign) noexcept {
  live_subject& of = subjects[subject];
  for (const flat_cell& c : cells)
    if (const std::int64_t over = of.add(c.key, sign * c.value); over != 0)
      note_over(subject, c.key, over);
}

DUTYSCORE_INLINE void live_account::add(const live_change& c, int sign) noexcept {
  if (c.places.size() != c.additions.size()) return add(c.subject, c.additions, sign);
  live_subject& of = subjects[c.subject];
  auto found = c.places.begin();
  for (const flat_cell& a : c.additions)
    if (const std::int64_t over = of.add(a.key, sign * a.value, *found++); over != 0)
      note_over(c.subject, a.key, over);
}

DUTYSCORE_INLINE void live_account::make_ready(live_change& c) {
  subjects.detach(c.subject, space);
  c.places.resize(c.additions.size());
  if (!make_room(c.subject, c.additions, c.places.data())) c.places.clear();
  if (c.has_more) subjects.store(c.subject).rest->cells.make_room(c.cells);
}

DUTYSCORE_INLINE void live_account::make_ready(live_change& c,
                                               std::span<const flat_cell> additions) {
  subjects.detach(c.subject, space);
  c.places.clear();
  make_room(c.subject, additions, nullptr);
  if (c.has_more) subjects.store(c.subject).rest->cells.make_room(c.cells);
}

DUTYSCORE_INLINE void live_account::make_row(live_change& c) const {
  if (!options.keep_rows) return;
  std::map<std::string, std::uint64_t, std::less<>> one;
  one.emplace(c.bytes, 1);
  c.kept_row = one.extract(one.begin());
}

DUTYSCORE_INLINE void live_account::put(live_change& c) noexcept {
  add(c, 1);
  ++stretches[c.stretch].rows;
  if (!c.has_more && !options.keep_rows) return;
  live_rest& rest = *subjects.store(c.subject).rest;
  if (c.has_more) {
    rest.cells.take(c.cells);
    c.rows_id = 0;
  }
  if (!options.keep_rows) return;
  const auto kept = rest.rows.insert(std::move(c.kept_row));
  if (!kept.inserted) ++kept.position->second;
}

DUTYSCORE_INLINE void live_account::take_away(const live_change& c) noexcept {
  add(c, -1);
  --stretches[c.stretch].rows;
  if (!c.has_more && !options.keep_rows) return;
  live_rest& rest = *subjects.store(c.subject).rest;
  if (c.has_more) rest.cells.subtract(c.cells);
  if (!options.keep_rows) return;
  if (const auto at = rest.rows.find(c.bytes); --at->second == 0) rest.rows.erase(at);
}

/// Before the change is made: what is not in the journal has not happened.
DUTYSCORE_INLINE diagnostics live_account::record(change_kind kind, std::string_view rows) {
  return changes_file ? changes_file->append(changes + 1, kind, rows) : diagnostics();
}

DUTYSCORE_INLINE diagnostics live_account::apply(live_rows& of, std::uint32_t row) {
  live_change& c = change_of(of, row);
  if (!is_worked_out(of, c))
    if (auto bad = work_out(of, row, c); !bad.empty()) return bad;
  if (c.has_more)
    if (auto wrong = check_apply(c); !wrong.empty()) return wrong;
  make_row(c);
  const std::unique_lock lock(guard);
  make_ready(c);
  if (changes_file)
    if (auto failed = record(change_kind::apply, c.bytes); !failed.empty()) return failed;
  put(c);
  ++changes;
  return {};
}

DUTYSCORE_INLINE diagnostics live_account::retract(live_rows& of, std::uint32_t row) {
  live_change& c = change_of(of, row);
  if (!is_worked_out(of, c))
    if (auto bad = work_out(of, row, c); !bad.empty()) return bad;
  if (!is_there(c)) return not_there(c);
  const std::unique_lock lock(guard);
  make_ready(c);
  if (changes_file)
    if (auto failed = record(change_kind::retract, c.bytes); !failed.empty()) return failed;
  take_away(c);
  ++changes;
  return {};
}

DUTYSCORE_INLINE diagnostics live_account::correct(live_rows& of, std::uint32_t row,
                                                   live_rows& by, std::uint32_t by_row) {
  live_change& c = change_of(of, row);
  if (auto bad = work_out(of, row, c); !bad.empty()) return bad;
  if (!is_there(c)) return not_there(c);
  begin(by, by_row, replacement);
  if (auto bad = work_out(by, by_row, replacement); !bad.empty()) return bad;
  additions_of_both = c.additions;
  additions_of_both.insert(additions_of_both.end(), replacement.additions.begin(),
                           replacement.additions.end());
  make_row(c);
  make_row(replacement);
  const std::unique_lock lock(guard);
  make_ready(c, additions_of_both);
  make_ready(replacement, additions_of_both);
  take_away(c);  // so that both may have one id
  try {
    auto wrong = check_apply(replacement);
    if (wrong.empty()) wrong = record(change_kind::correct, c.bytes + replacement.bytes);
    put(wrong.empty() ? replacement : c);
    changes += wrong.empty();
    return wrong;
  } catch (...) {
    put(c);
    throw;
  }
}

// ---- the journal ----

DUTYSCORE_INLINE diagnostics live_account::repeat(const std::vector<journal_record>& records,
                                                  const std::string& name) {
  constexpr std::size_t some = 4096;
  for (std::size_t begin = 0; begin < records.size(); begin += some) {
    const auto part = std::span(records).subspan(begin, std::min(some, records.size() - begin));
    detail::row_reader reader(plan.policy.schema());
    for (const journal_record& r : part) {
      byte_reader from(r.rows);
      bool is_good = reader.read(from);
      if (r.kind == change_kind::correct) is_good = reader.read(from) && is_good;
      if (is_good && from.left() == 0) continue;
      const std::string n = std::to_string(r.number);
      return {make_diagnostic("DS0432", {name, message{"change " + n, "第" + n + "次变更"}})};
    }
    live_rows rows(shared_plan, classes, reader.finish(), options.subjects);
    std::uint32_t next = 0;
    for (const journal_record& r : part) {
      const std::uint32_t row = next;
      next += r.kind == change_kind::correct ? 2 : 1;
      if (r.number <= changes) continue;  // a snapshot has it
      if (r.number != changes + 1)
        return {make_diagnostic("DS0433",
                                {name, std::to_string(r.number), std::to_string(changes)})};
      auto wrong = r.kind == change_kind::apply     ? apply(rows, row)
                   : r.kind == change_kind::retract ? retract(rows, row)
                                                    : correct(rows, row, rows, row + 1);
      if (!wrong.empty()) return wrong;
    }
  }
  return {};
}

// ---- readings ----

DUTYSCORE_INLINE live_versions live_account::versions() const {
  const std::lock_guard lock(taking);
  live_versions out;
  out.subjects.reserve(subjects.size());
  for (std::uint32_t n = 0; n < subjects.size(); ++n)
    out.subjects.push_back(subjects.take(n, space));
  for (const std::string& kind : kinds) out.kinds.push_back(&kind);
  return out;
}

DUTYSCORE_INLINE live_versions live_account::version_of(const std::string& subject) const {
  const std::lock_guard lock(taking);
  live_versions out;
  const auto known = number_of_subject.find(subject);
  if (known != number_of_subject.end())
    out.subjects.push_back(subjects.take(known->second, space));
  for (const std::string& kind : kinds) out.kinds.push_back(&kind);
  return out;
}

DUTYSCORE_INLINE std::optional<date> live_account::through() const {
  if (options.through) return options.through;
  std::optional<std::int32_t> latest;
  for (const live_stretch& s : stretches)
    if (s.rows != 0) latest = std::max(latest.value_or(s.first), s.first);
  if (!latest) return std::nullopt;
  return period_of(date::from_days(*latest), period_unit::month).last;
}

DUTYSCORE_INLINE result<book> live_account::book_of(const live_versions& versions,
                                                    const std::optional<roster>& entries,
                                                    std::optional<date> until,
                                                    progress_watch& watch) const {
  if (options.keep_rows) {
    detail::row_reader reader(plan.policy.schema());
    for (const auto& v : versions.subjects) {
      for (const auto& [row, times] : v.rest->rows)
        for (std::uint64_t n = 0; n < times; ++n) {
          byte_reader from(row);
          reader.read(from);
        }
      watch.add(1);
    }
    evaluate_options judging{entries, until, on_bad_row::fail};
    judging.progress = watch.for_parts();
    return evaluate(plan.policy, reader.finish(), judging);
  }
  std::vector<subject_cells> cells;
  for (const live_version& v : versions.subjects) {
    cells.push_back(detail::cells_of(v, versions.kinds));
    watch.add(1);
  }
  std::vector<const subject_cells*> places;
  for (const subject_cells& c : cells) places.push_back(&c);
  finishing_options laying_out{entries, until};
  laying_out.watch = &watch;
  return book_of_cells(shared_plan, places, laying_out);
}

// ---- snapshots ----

namespace detail {

inline constexpr std::string_view snapshot_magic = "duts";
inline constexpr std::uint32_t snapshot_format = 1;

DUTYSCORE_INLINE void write_rows(byte_writer& to, const live_rest& v) {
  to.number(v.rows.size());
  for (const auto& [row, times] : v.rows) {
    to.text(row);
    to.number(times);
  }
}

/// Bytes that text() wrote and that are no text.
DUTYSCORE_INLINE std::string_view read_bytes(byte_reader& from) {
  return from.raw(from.as<std::size_t>());
}

DUTYSCORE_INLINE void read_rows(byte_reader& from, live_rest& v) {
  constexpr std::uint64_t most_rows = 4'000'000'000;  // of one kind
  std::string before;
  for (auto n = from.as<std::uint64_t>(); n > 0 && !from.is_damaged(); --n) {
    std::string row(read_bytes(from));
    const auto times = from.as<std::uint64_t>(most_rows);
    if (times == 0 || row <= before) from.damage();
    before = row;
    v.rows.emplace(std::move(row), times);
  }
}

}  // namespace detail

DUTYSCORE_INLINE bool live_account::is_sum_of_rows(const live_rest& v) const {
  detail::row_reader reader(plan.policy.schema());
  for (const auto& [row, times] : v.rows) {
    byte_reader from(row);
    if (!reader.read(from) || from.left() > 0) return false;
  }
  live_rows rows(shared_plan, classes, reader.finish(), options.subjects);
  subject_cells sum, one;
  sum.subject = v.cells.subject;
  sum.entry = v.cells.entry;
  verdicts verdict;
  std::uint32_t row = 0;
  for (const auto& [bytes, times] : v.rows) {
    const std::span<const std::uint32_t> just(&row, 1);
    rows.by_row.run(just, verdict);
    one.clear();
    rows.folder.fold(just, verdict, one);
    one.settle();
    sum.add(one, static_cast<int128>(times));
    ++row;
  }
  return sum == v.cells;
}

DUTYSCORE_INLINE diagnostics live_account::restore_subject(byte_reader& from, bool has_rows) {
  auto cells = subject_cells_of(detail::read_bytes(from), plan.policy->digest);
  if (!cells) return cells.messages();
  const std::string subject = cells->subject;
  if (options.subjects && !entry_of(subject)) return {make_diagnostic("DS0405", {subject})};
  if (cells->entry != mark_of(entry_of(subject))) return {make_diagnostic("DS0425", {subject})};
  live_rest v{*std::move(cells), {}};
  if (has_rows) detail::read_rows(from, v);
  if (from.is_damaged()) return {make_diagnostic("DS0421", {})};
  const bool is_sound = !v.cells.has_negative_count() && !v.cells.has_double_id() &&
                        (!has_rows || is_sum_of_rows(v));
  if (!is_sound || number_of_subject.contains(subject)) return {make_diagnostic("DS0428", {subject})};
  for (const auto& [key, rows] : v.cells.rows.parts())
    stretches[stretch_from(key.counted)].rows += static_cast<std::uint64_t>(rows);
  if (!options.keep_rows) v.rows.clear();
  std::vector<flat_cell> flat;
  flatten(v.cells, flat);
  if (!detail::counts_fit(v.cells)) return {make_diagnostic("DS0428", {subject})};
  const std::uint32_t n = subject_called(subject);
  make_room(n, flat, nullptr);
  add(n, flat, 1);
  *subjects.store(n).rest = std::move(v);
  return {};
}

DUTYSCORE_INLINE diagnostics live_account::restore(byte_reader& from, progress_watch& watch) {
  if (from.raw(detail::snapshot_magic.size()) != detail::snapshot_magic)
    return {make_diagnostic("DS0421", {})};
  if (const auto format = from.as<std::uint32_t>(); format > detail::snapshot_format)
    return {make_diagnostic("DS0422", {std::to_string(format)})};
  if (from.raw(policy_mark) != mark_of(plan.policy->digest))
    return {make_diagnostic("DS0423", {})};
  changes = from.as<std::uint64_t>();
  const bool has_rows = from.as<unsigned>(1) != 0;
  if (options.keep_rows && !has_rows) return {make_diagnostic("DS0434", {})};
  auto n = from.as<std::uint64_t>();
  watch.expect(n);
  for (; n > 0 && !from.is_damaged(); --n) {
    if (auto wrong = restore_subject(from, has_rows); !wrong.empty()) return wrong;
    watch.add(1);
  }
  if (from.is_damaged() || from.left() > 0) return {make_diagnostic("DS0421", {})};
  return {};
}

}  // namespace engine

DUTYSCORE_INLINE std::uint32_t activities::size() const {
  return static_cast<std::uint32_t>(rows_->data.rows());
}

DUTYSCORE_INLINE live::live(const dutyscore::policy& policy, const live_options& options)
    : account_(std::make_unique<engine::live_account>(policy, options)) {}
DUTYSCORE_INLINE live::~live() = default;
DUTYSCORE_INLINE live::live(live&&) noexcept = default;
DUTYSCORE_INLINE live& live::operator=(live&&) noexcept = default;

/// Of a large roster only those of the batch are bound.
DUTYSCORE_INLINE activities live::prepare(const batch& rows) const {
  engine::require_schema(account_->plan.policy.schema(), rows, std::nullopt);
  std::optional<roster> entries;
  if (account_->options.subjects) {
    std::vector<roster_subject> some;
    std::vector<text_pool::code> codes = rows->subject;
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    for (const text_pool::code c : codes)
      if (const roster_subject* entry = account_->entry_of(rows->texts.text(c)))
        some.push_back(*entry);
    entries.emplace(std::move(some));
  }
  return activities(
      std::make_shared<engine::live_rows>(account_->shared_plan, account_->classes, rows, std::move(entries)));
}

DUTYSCORE_INLINE diagnostics live::apply(const activities& of, std::uint32_t row) {
  return account_->apply(of.rows(), row);
}
DUTYSCORE_INLINE diagnostics live::retract(const activities& of, std::uint32_t row) {
  return account_->retract(of.rows(), row);
}
DUTYSCORE_INLINE diagnostics live::correct(const activities& of, std::uint32_t row,
                                           const activities& by, std::uint32_t by_row) {
  return account_->correct(of.rows(), row, by.rows(), by_row);
}

DUTYSCORE_INLINE diagnostics live::apply(const batch& rows) {
  diagnostics out;
  for (const bad_row& b : rows->bad) out.push_back(b.why);
  if (!out.empty()) return out;
  const activities all = prepare(rows);
  for (std::uint32_t row = 0; row < all.size() && out.empty(); ++row) out = apply(all, row);
  return out;
}

DUTYSCORE_INLINE diagnostics live::retract(std::string_view subject, std::string_view id) {
  if (!account_->options.keep_rows)
    throw std::logic_error("dutyscore: an id retracts only where rows are kept");
  engine::detail::row_reader reader(account_->plan.policy.schema());
  if (const auto known = account_->number_of_subject.find(std::string(subject));
      known != account_->number_of_subject.end())
    for (const auto& [row, times] : account_->subjects.store(known->second).rest->rows) {
      engine::byte_reader from(row);
      reader.read(from);
    }
  const activities all = prepare(reader.finish());
  const batch_data& data = all.rows().data.data();
  bool is_found = false;
  for (std::uint32_t row = 0; row < all.size(); ++row) {
    if (data.id.empty() || id.empty() || data.texts.text(data.id[row]) != id) continue;
    is_found = true;
    if (auto wrong = retract(all, row); !wrong.empty()) return wrong;
  }
  if (is_found) return {};
  return {make_diagnostic("DS0431", {subject, id})};
}

DUTYSCORE_INLINE diagnostics live::keep_journal(const std::string& path) {
  const digest& policy = account_->plan.policy->digest;
  std::size_t whole = 0;
  std::error_code failed;
  if (std::filesystem::exists(path, failed)) {
    const auto bytes = read_file(path);
    if (!bytes) return bytes.messages();
    const auto contents = engine::read_journal(*bytes, path, policy);
    if (!contents) return contents.messages();
    account_->changes_file.reset();
    if (auto wrong = account_->repeat(contents->records, path); !wrong.empty()) return wrong;
    whole = contents->whole;
  }
  auto opened = engine::journal::open(path, whole, policy);
  if (!opened) return opened.messages();
  account_->changes_file.emplace(*std::move(opened));
  return {};
}

DUTYSCORE_INLINE diagnostics live::sync() {
  return account_->changes_file ? account_->changes_file->sync() : diagnostics();
}

DUTYSCORE_INLINE std::uint64_t live::changes() const {
  const std::shared_lock lock(account_->guard);
  return account_->changes;
}

DUTYSCORE_INLINE result<book> live::book(const progress_options& options) const {
  engine::live_versions versions;
  std::optional<date> through;
  {
    const std::shared_lock lock(account_->guard);
    versions = account_->versions();
    through = account_->through();
  }
  versions.tidy();
  progress_watch watch(options.progress, versions.subjects.size());
  return account_->book_of(versions, account_->options.subjects, through, watch);
}

DUTYSCORE_INLINE result<book> live::book_of(std::string_view subject) const {
  engine::live_versions versions;
  std::optional<date> through;
  {
    const std::shared_lock lock(account_->guard);
    versions = account_->version_of(std::string(subject));
    through = account_->through();
  }
  versions.tidy();
  const roster_subject* entry = account_->entry_of(subject);
  if (versions.subjects.empty() && !entry) return make_diagnostic("DS0920", {subject});
  std::optional<roster> entries;
  if (account_->options.subjects)
    entries.emplace(entry ? std::vector{*entry} : std::vector<roster_subject>());
  const on_progress of_nothing;
  progress_watch watch(of_nothing);
  return account_->book_of(versions, entries, through, watch);
}

DUTYSCORE_INLINE std::string live::snapshot(const progress_options& options) const {
  engine::live_versions versions;
  std::uint64_t changes = 0;
  {
    const std::shared_lock lock(account_->guard);
    versions = account_->versions();
    changes = account_->changes;
  }
  versions.tidy();
  progress_watch watch(options.progress, versions.subjects.size());
  const digest& policy = account_->plan.policy->digest;
  engine::byte_writer to;
  to.raw(engine::detail::snapshot_magic);
  to.number(engine::detail::snapshot_format);
  to.raw(engine::mark_of(policy));
  to.number(changes);
  to.number(account_->options.keep_rows);
  to.number(versions.subjects.size());
  for (const auto& v : versions.subjects) {
    to.text(engine::to_bytes(engine::detail::cells_of(v, versions.kinds), policy));
    if (account_->options.keep_rows) engine::detail::write_rows(to, *v.rest);
    watch.add(1);
  }
  to.seal();
  return to.take();
}

DUTYSCORE_INLINE result<live> live::restore(const dutyscore::policy& policy,
                                            const live_options& options,
                                            std::string_view snapshot,
                                            const progress_options& asking) {
  const auto inside = engine::unsealed(snapshot);
  if (!inside) return make_diagnostic("DS0421", {});
  live out(policy, options);
  engine::byte_reader from(*inside);
  progress_watch watch(asking.progress);
  if (auto wrong = out.account_->restore(from, watch); !wrong.empty()) return wrong;
  return out;
}

}  // namespace dutyscore
