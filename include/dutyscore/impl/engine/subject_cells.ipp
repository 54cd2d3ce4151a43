#pragma once

#include <algorithm>
#include <tuple>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/bytes.hpp"
#include "dutyscore/engine/segments.hpp"
#include "dutyscore/engine/subject_cells.hpp"

namespace dutyscore::engine {

// ---- the group ----

namespace detail {

template <class Cells, class Visit>
void each_group(Cells& cells, Visit visit) {
  visit(cells.sums);
  visit(cells.rows);
  visit(cells.kept);
  visit(cells.refusals);
  visit(cells.unmatched);
  visit(cells.ids);
}

template <class Cells, class Visit>
void each_count(Cells& cells, Visit visit) {
  visit(cells.rows);
  visit(cells.kept);
  visit(cells.refusals);
  visit(cells.unmatched);
  visit(cells.ids);
}

}  // namespace detail

DUTYSCORE_INLINE void subject_cells::add(const subject_cells& other, int128 times) {
  sums.add(other.sums, times);
  rows.add(other.rows, times);
  kept.add(other.kept, times);
  refusals.add(other.refusals, times);
  unmatched.add(other.unmatched, times);
  ids.add(other.ids, times);
}

DUTYSCORE_INLINE void subject_cells::make_room(const subject_cells& more) {
  sums.make_room(more.sums.parts().size());
  rows.make_room(more.rows.parts().size());
  kept.make_room(more.kept.parts().size());
  refusals.make_room(more.refusals.parts().size());
  unmatched.make_room(more.unmatched.parts().size());
  ids.make_room(more.ids.parts().size());
}

DUTYSCORE_INLINE void subject_cells::take(subject_cells& other) noexcept {
  sums.take(other.sums);
  rows.take(other.rows);
  kept.take(other.kept);
  refusals.take(other.refusals);
  unmatched.take(other.unmatched);
  ids.take(other.ids);
}

DUTYSCORE_INLINE void subject_cells::subtract(const subject_cells& other) noexcept {
  sums.subtract(other.sums);
  rows.subtract(other.rows);
  kept.subtract(other.kept);
  refusals.subtract(other.refusals);
  unmatched.subtract(other.unmatched);
  ids.subtract(other.ids);
}

DUTYSCORE_INLINE void subject_cells::settle() {
  detail::each_group(*this, [](auto& group) { group.settle(); });
}

DUTYSCORE_INLINE void subject_cells::clear() {
  detail::each_group(*this, [](auto& group) { group.clear(); });
}

DUTYSCORE_INLINE bool subject_cells::is_beyond() const {
  bool out = false;
  detail::each_group(*this, [&](const auto& group) {
    for (const auto& [key, value] : group.parts())
      out = out || value >= most_sum || value <= -most_sum;
  });
  return out;
}

DUTYSCORE_INLINE bool subject_cells::has_negative_count() const {
  bool out = false;
  detail::each_count(*this, [&](const auto& group) {
    for (const auto& [key, count] : group.parts()) out = out || count < 0;
  });
  return out;
}

DUTYSCORE_INLINE bool subject_cells::holds(const subject_cells& other) const {
  const auto all_in = [](const auto& whole, const auto& some) {
    return std::all_of(some.parts().begin(), some.parts().end(),
                       [&](const auto& p) { return whole.at(p.first) >= p.second; });
  };
  return all_in(rows, other.rows) && all_in(kept, other.kept) &&
         all_in(refusals, other.refusals) && all_in(unmatched, other.unmatched) &&
         all_in(ids, other.ids);
}

/// Parts of one id stand side by side.
DUTYSCORE_INLINE bool subject_cells::has_double_id() const {
  std::array<int128, basis_count> times{};
  const id_key* last = nullptr;
  for (const auto& [id, count] : ids.parts()) {
    if (!last || last->hash != id.hash) times = {};
    last = &id;
    for (std::size_t b = 0; b < basis_count; ++b)
      if (counts_on(id.range, static_cast<basis>(b)) && (times[b] += count) > 1) return true;
  }
  return false;
}

DUTYSCORE_INLINE std::string_view mark_of(const digest& policy) {
  return {reinterpret_cast<const char*>(policy.data()), policy_mark};
}

// ---- rows ----

DUTYSCORE_INLINE entry_mark mark_of(const roster_subject* entry) {
  entry_mark out{};
  if (!entry) return out;
  byte_writer to;
  for (const service& s : entry->services) {
    to.signed_number(s.from.value_or(date::min()).days());
    to.signed_number(s.to.value_or(date::max()).days());
    to.number(s.from.has_value());
    for (const cell_value& v : s.fields) {
      to.signed_number(v.number);
      to.text(v.text);
    }
  }
  const digest d = sha256_of(to.take());
  std::copy_n(d.begin(), out.size(), out.begin());
  return out;
}

DUTYSCORE_INLINE std::vector<refused_row> distinct_refusals(const verdicts& judged) {
  std::vector<refused_row> out = judged.refusals;
  const auto place = [](const refused_row& r) { return std::tuple(r.row, r.block, r.veto); };
  std::stable_sort(out.begin(), out.end(), [&](const refused_row& a, const refused_row& b) {
    return place(a) < place(b);
  });
  // Several rules may be refused by one enclosing block.
  out.erase(std::unique(out.begin(), out.end(),
                        [&](const refused_row& a, const refused_row& b) {
                          return place(a) == place(b);
                        }),
            out.end());
  return out;
}

DUTYSCORE_INLINE std::int32_t stretch_memo::first_of_stretch(const plan& p, std::int32_t day) {
  place& at = places_[static_cast<std::uint32_t>(day) % places_.size()];
  if (at.day != day) at = {day, engine::first_of_stretch(p, date::from_days(day)).days()};
  return at.first;
}

DUTYSCORE_INLINE void row_folder::fold(std::span<const std::uint32_t> rows, const verdicts& judged,
                                       subject_cells& to) {
  const auto is_bad = [&](std::uint32_t i) { return judged.marks[i] & verdicts::is_bad; };
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    if (!is_bad(i)) fold_row(rows[i], judged.marks[i], to);
  const bool by_day = plan_->segment == period_unit::day;
  for (const taken& t : judged.sums) {
    if (is_bad(t.row)) continue;
    const std::uint32_t row = rows[t.row];
    const std::int32_t segment = by_day ? day_of(row) : stretch_of(day_of(row));
    to.sums.collect({segment, place_of(t.slot, range_of_row(row))}, t.value);
  }
  for (const taken_activity& a : judged.kept)
    if (!is_bad(a.row)) fold_kept(rows[a.row], a, judged, to);
  fold_refusals(rows, judged, to);
}

DUTYSCORE_INLINE void row_folder::fold_row(std::uint32_t row, std::uint8_t marks,
                                           subject_cells& to) {
  const batch_data& data = bound_->data();
  const std::int32_t counted = stretch_of(day_of(row)), dated = stretch_of(data.date[row]);
  const row_fate fate = marks & verdicts::is_counted   ? row_fate::counted
                        : marks & verdicts::is_refused ? row_fate::refused
                                                       : row_fate::unmatched;
  const basis_range range = range_of_row(row);
  to.rows.collect({dated, counted, range, fate}, 1);
  if (!(marks & verdicts::is_selected))
    to.unmatched.collect({counted, range, std::string(data.texts.text(data.kind[row]))}, 1);
  fold_id(row, to);
}

DUTYSCORE_INLINE bool row_folder::fold_id(std::uint32_t row, subject_cells& to) const {
  const batch_data& data = bound_->data();
  if (data.id.empty()) return false;
  const std::string_view id = data.texts.text(data.id[row]);
  if (id.empty()) return false;
  id_key key{{}, range_of_row(row)};
  const digest hash = sha256_of(id);
  std::copy_n(hash.begin(), key.hash.size(), key.hash.begin());
  to.ids.collect(key, 1);
  return true;
}

DUTYSCORE_INLINE void row_folder::fold_kept(std::uint32_t row, const taken_activity& a,
                                            const verdicts& judged, subject_cells& to) const {
  const indicator_plan& of = plan_->indicators[a.block];
  const auto first = judged.values.begin() + static_cast<std::ptrdiff_t>(a.values);
  kept_key key{a.block, range_of_row(row), day_of(row), {}, {}};
  key.numbers.assign(first, first + static_cast<std::ptrdiff_t>(of.width()));
  for (std::size_t k = 0; k < of.keys.size(); ++k)
    if (of.key_is_text[k]) key.texts.emplace_back(
        bound_->codes().text(std::exchange(key.numbers[1 + k], 0)));
  to.kept.collect(std::move(key), 1);
}

DUTYSCORE_INLINE void row_folder::fold_refusals(std::span<const std::uint32_t> rows,
                                                const verdicts& judged, subject_cells& to) {
  if (judged.refusals.empty()) return;
  for (const refused_row& r : distinct_refusals(judged)) {
    if (judged.marks[r.row] & verdicts::is_bad) continue;
    const std::uint32_t row = rows[r.row];
    to.refusals.collect({stretch_of(day_of(row)), range_of_row(row), r.block, r.veto, r.why,
                         r.reason ? *r.reason : std::string()},
                        1);
  }
}

// ---- bytes ----

namespace detail {

inline constexpr std::string_view cells_magic = "duty";
inline constexpr std::uint32_t cells_format = 1;

/// A day after or before another one.
DUTYSCORE_INLINE void write_day(byte_writer& to, std::int32_t day, std::int32_t before) {
  to.signed_number(int128{day} - before);
}
DUTYSCORE_INLINE std::int32_t read_day(byte_reader& from, std::int32_t before) {
  const int128 day = int128{before} + from.as_signed<std::int64_t>();
  if (day < date::min().days() || day > date::max().days()) return from.damage(), 0;
  return static_cast<std::int32_t>(day);
}

// Each key is written and read by a pair of functions. Keys come in order, so the first part of
// most is written as the step from the key before.

DUTYSCORE_INLINE void write(byte_writer& to, const sum_key& k, const sum_key& before) {
  write_day(to, k.segment, before.segment);
  to.number(k.place);
}
DUTYSCORE_INLINE void read(byte_reader& from, sum_key& k, const sum_key& before) {
  k.segment = read_day(from, before.segment);
  k.place = from.as<std::uint32_t>();
}

DUTYSCORE_INLINE void write(byte_writer& to, const row_key& k, const row_key& before) {
  write_day(to, k.dated, before.dated);
  write_day(to, k.counted, k.dated);
  to.number(k.range * 3u + static_cast<unsigned>(k.fate));
}
DUTYSCORE_INLINE void read(byte_reader& from, row_key& k, const row_key& before) {
  k.dated = read_day(from, before.dated);
  k.counted = read_day(from, k.dated);
  const auto both = from.as<unsigned>(basis_range_count * 3 - 1);
  k.range = static_cast<basis_range>(both / 3);
  k.fate = static_cast<row_fate>(both % 3);
}

DUTYSCORE_INLINE void write(byte_writer& to, const kept_key& k, const kept_key&) {
  to.number(k.block);
  to.number(k.range);
  write_day(to, k.day, 0);
  to.number(k.numbers.size());
  for (const std::int64_t n : k.numbers) to.signed_number(n);
  to.number(k.texts.size());
  for (const std::string& t : k.texts) to.text(t);
}
DUTYSCORE_INLINE void read(byte_reader& from, kept_key& k, const kept_key&) {
  k.block = from.as<block_id>();
  k.range = from.as<basis_range>(basis_range_count - 1);
  k.day = read_day(from, 0);
  for (auto n = from.as<std::uint32_t>(); n > 0 && !from.is_damaged(); --n)
    k.numbers.push_back(from.as_signed<std::int64_t>());
  for (auto n = from.as<std::uint32_t>(); n > 0 && !from.is_damaged(); --n)
    k.texts.push_back(from.text());
}

DUTYSCORE_INLINE void write(byte_writer& to, const refusal_key& k, const refusal_key& before) {
  write_day(to, k.counted, before.counted);
  to.number(k.range);
  to.number((std::uint64_t{k.block} + 1) & none);  // `none` is the usual one: as 0
  to.number((std::uint64_t{k.veto} + 1) & none);
  to.number(static_cast<unsigned>(k.why));
  to.text(k.reason);
}
DUTYSCORE_INLINE void read(byte_reader& from, refusal_key& k, const refusal_key& before) {
  k.counted = read_day(from, before.counted);
  k.range = from.as<basis_range>(basis_range_count - 1);
  k.block = from.as<block_id>() - 1;
  k.veto = from.as<std::uint32_t>() - 1;
  k.why = static_cast<refused_for>(from.as<unsigned>(static_cast<unsigned>(refused_for::accept)));
  k.reason = from.text();
}

DUTYSCORE_INLINE void write(byte_writer& to, const unmatched_key& k, const unmatched_key& before) {
  write_day(to, k.counted, before.counted);
  to.number(k.range);
  to.text(k.kind);
}
DUTYSCORE_INLINE void read(byte_reader& from, unmatched_key& k, const unmatched_key& before) {
  k.counted = read_day(from, before.counted);
  k.range = from.as<basis_range>(basis_range_count - 1);
  k.kind = from.text();
}

DUTYSCORE_INLINE void write(byte_writer& to, const id_key& k, const id_key&) {
  to.raw({reinterpret_cast<const char*>(k.hash.data()), k.hash.size()});
  to.number(k.range);
}
DUTYSCORE_INLINE void read(byte_reader& from, id_key& k, const id_key&) {
  const std::string_view hash = from.raw(k.hash.size());
  std::copy(hash.begin(), hash.end(), reinterpret_cast<char*>(k.hash.data()));
  k.range = from.as<basis_range>(basis_range_count - 1);
}

template <class Key>
void write(byte_writer& to, const group_element<Key>& group) {
  to.number(group.parts().size());
  Key before{};
  for (const auto& [key, value] : group.parts()) {
    write(to, key, before);
    to.signed_number(value);
    before = key;
  }
}

/// Keys out of order, twice, or with a value of 0 are damage: equal states have equal bytes.
template <class Key>
void read(byte_reader& from, group_element<Key>& group) {
  Key before{};
  for (auto n = from.as<std::uint64_t>(); n > 0 && !from.is_damaged(); --n) {
    Key key{};
    read(from, key, before);
    const int128 value = from.signed_number();
    const bool is_in_order = group.empty() || before < key;
    if (!is_in_order || value == 0 || value >= most_sum || value <= -most_sum) from.damage();
    if (from.is_damaged()) return;
    before = key;
    group.collect(std::move(key), value);
  }
}

}  // namespace detail

DUTYSCORE_INLINE std::string to_bytes(const subject_cells& cells, const digest& policy) {
  byte_writer to;
  to.raw(detail::cells_magic);
  to.number(detail::cells_format);
  to.raw(mark_of(policy));
  to.raw({reinterpret_cast<const char*>(cells.entry.data()), cells.entry.size()});
  to.text(cells.subject);
  detail::each_group(cells, [&](const auto& group) { detail::write(to, group); });
  to.seal();
  return to.take();
}

namespace detail {

/// What stands before the groups; the reason when it is not ours.
DUTYSCORE_INLINE std::optional<diagnostic> refused_head(byte_reader& from, const digest& policy) {
  if (from.raw(cells_magic.size()) != cells_magic) return make_diagnostic("DS0421", {});
  const auto format = from.as<std::uint32_t>();
  if (from.is_damaged() || format == 0) return make_diagnostic("DS0421", {});
  if (format > cells_format) return make_diagnostic("DS0422", {std::to_string(format)});
  if (from.raw(policy_mark) != mark_of(policy)) return make_diagnostic("DS0423", {});
  return std::nullopt;
}

}  // namespace detail

DUTYSCORE_INLINE result<subject_cells> subject_cells_of(std::string_view bytes,
                                                        const digest& policy) {
  const auto inside = unsealed(bytes);
  if (!inside) return make_diagnostic("DS0421", {});
  byte_reader from(*inside);
  if (auto refused = detail::refused_head(from, policy)) return *refused;
  subject_cells cells;
  const std::string_view entry = from.raw(cells.entry.size());
  std::copy(entry.begin(), entry.end(), reinterpret_cast<char*>(cells.entry.data()));
  cells.subject = from.text();
  detail::each_group(cells, [&](auto& group) { detail::read(from, group); });
  if (from.is_damaged() || from.left() > 0 || cells.subject.empty())
    return make_diagnostic("DS0421", {});
  return cells;
}

}  // namespace dutyscore::engine
