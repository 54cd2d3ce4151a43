// One thread's means of going through rows: cells of eight subjects at a time, in 32 bits, in 64 or as
// a list, and what is done with them when they are complete. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "dutyscore/engine/row_pass.hpp"
#include "dutyscore/impl/engine/group_reader.ipp"
#include "dutyscore/impl/engine/partitions.ipp"
#include "dutyscore/impl/engine/row_checks.ipp"
#include "dutyscore/impl/engine/scans.ipp"
#include "dutyscore/impl/engine/subject_store.ipp"

namespace dutyscore::engine {

/// Cells of groups of eight subjects, one group after the other, all zero between uses.
template <class Number>
class cell_room {
 public:
  void make_for(std::size_t groups, std::size_t cells) {
    cells_ = cells;
    if (all_.size() < groups * cells) all_.resize(groups * cells);
  }
  lanes<Number>* group(std::size_t g) { return all_.data() + g * cells_; }
  /// The numbers of one subject stand lane_count from each other.
  Number* lane(std::size_t subject) {
    return reinterpret_cast<Number*>(group(subject / lane_count)) + subject % lane_count;
  }
  void clear() { std::fill(all_.begin(), all_.end(), lanes<Number>{}); }

 private:
  std::vector<lanes<Number>> all_;
  std::size_t cells_ = 0;
};

/// Of rows one after the other: those before `end` and after those of the run before.
struct lane_run {
  std::size_t end = 0;
  std::size_t lane = 0;
};

/// The segment stands in the upper bits of a row.
struct segment_scan {
  std::span<const classified_row> rows;
  std::pair<std::uint32_t, std::uint32_t>& out;
  DUTYSCORE_LANES void operator()() const {
    std::uint32_t least = rows[0].bits, most = least;
    const classified_row* const from = rows.data();
    for (std::size_t i = 0, n = rows.size(); i < n; ++i) {
      least = from[i].bits < least ? from[i].bits : least;
      most = from[i].bits > most ? from[i].bits : most;
    }
    out = {least >> 16, most >> 16};
  }
};

/// REQUIRES: there is a row.
inline std::pair<std::uint32_t, std::uint32_t> first_and_last_segment(
    std::span<const classified_row> rows) {
  std::pair<std::uint32_t, std::uint32_t> out;
  run_on_lanes(segment_scan{rows, out});
  return out;
}

/// Where a row pass adds to the cells of a group.
template <class Number>
struct lane_sink {
  Number* cells;
  const row_classes& classes;
  std::size_t width;
  std::size_t segment_bytes;        // from one to the next
  std::int64_t most;                // no addition may be larger, in units
  const std::vector<lane_run>& runs;  // of the rows at hand
  const std::int32_t* const* days;  // of the rows at hand
  std::array<std::vector<kept_activity>, lane_count>& kept;
  std::vector<std::int64_t>& values;
  basis_range range;
  bool is_beyond = false;  // some addition was larger, or not in whole units
  std::size_t last_run = 0;  // that was asked for

  std::size_t add_all(std::span<const classified_row> rows, std::uint16_t* special) const {
    return classes.with_records(
        [&](const auto* records) { return add_all(rows, special, records); });
  }
  template <class Record>
  std::size_t add_all(std::span<const classified_row> rows, std::uint16_t* special,
                      const Record* records) const {
    std::size_t specials = 0, i = 0;
    for (const lane_run& run : runs) {
      const std::size_t begin = i;
      std::uint32_t marks = 0;
      for (char* const first = reinterpret_cast<char*>(cells + run.lane); i < run.end; ++i) {
        const Record& adds = records[rows[i].row_class()];
        Number* const segment =
            reinterpret_cast<Number*>(first + rows[i].segment() * segment_bytes);
        segment[adds.first_at] += adds.first;
        segment[adds.second_at] += adds.second;
        marks |= adds.second_at;
      }
      if ((marks & 1u) != 0)
        specials += find_specials(rows, begin, i, records, special + specials);
    }
    return specials;
  }
  /// Which segments lie between the first and the last does not matter.
  void see_all(std::span<const classified_row> rows, bool are_good) {
    std::size_t begin = 0;
    for (const lane_run& run : runs) {
      const auto of_run = rows.subspan(begin, run.end - begin);
      if (are_good) {
        const auto [first, last] = first_and_last_segment(of_run);
        see_in(run.lane, first, classes.seen_slot() * lane_count);
        see_in(run.lane, last, classes.seen_slot() * lane_count);
      } else {
        for (const classified_row of : of_run)
          see_in(run.lane, of.segment(), seen_at(of));
      }
      begin = run.end;
    }
  }
  std::size_t seen_at(classified_row of) const {
    return (classes.seen_slot() + classes.doubt(of.row_class())) * lane_count;
  }
  void add(std::size_t i, std::uint32_t slot, std::uint16_t segment, std::int64_t units) {
    if (units > most || units < -most) {
      is_beyond = true;
      return;
    }
    cells[(segment * width + slot) * lane_count + lane_of(i)] +=
        static_cast<Number>(units);
    see(i, segment);
  }
  void add_millionths(std::size_t i, std::uint32_t slot, std::uint16_t segment,
                      std::int64_t value) {
    const std::int64_t unit = classes.unit_of(slot);
    is_beyond |= value % unit != 0;
    add(i, slot, segment, value / unit);
  }
  void see(std::size_t i, std::uint16_t segment) {
    see_in(lane_of(i), segment, classes.seen_slot() * lane_count);
  }
  /// Rows are mostly asked for in their order.
  std::size_t lane_of(std::size_t i) {
    if (last_run >= runs.size() || (last_run > 0 && i < runs[last_run - 1].end)) last_run = 0;
    while (i >= runs[last_run].end) ++last_run;
    return runs[last_run].lane;
  }
  void see_in(std::size_t of, std::size_t segment, std::size_t at) {
    cells[segment * width * lane_count + at + of] = 1;
  }
  void begin_kept(std::size_t i, block_id block) {
    kept[lane_of(i)].push_back({(*days)[i], block, range, values.size()});
  }
  void keep(std::int64_t value) { values.push_back(value); }
};

/// Where a row pass lists additions whose sums 64 bits may not hold.
struct list_sink {
  const row_classes& classes;
  cell_list& cells;
  seen_segments& seen;
  const std::int32_t* const* days;
  std::vector<kept_activity>& kept;
  std::vector<std::int64_t>& values;

  std::size_t add_all(std::span<const classified_row> rows, std::uint16_t* special) {
    return classes.with_records([&](const auto* records) {
      for (const classified_row& r : rows) {
        const auto& adds = records[r.row_class()];
        list_constant(adds.first_at, r.segment(), adds.first);
        list_constant(adds.second_at, r.segment(), adds.second);
      }
      return find_specials(rows, 0, rows.size(), records, special);
    });
  }
  void see_all(std::span<const classified_row> rows, bool) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (classes.doubt(rows[i].row_class()) == 0)
        see(i, rows[i].segment());
  }
  void add(std::size_t i, std::uint32_t slot, std::uint16_t segment, std::int64_t units) {
    add_millionths(i, slot, segment, units * classes.unit_of(slot));
  }
  void add_millionths(std::size_t i, std::uint32_t slot, std::uint16_t segment,
                      std::int64_t value) {
    list(slot, segment, value);
    see(i, segment);
  }
  void list_constant(std::uint16_t at, std::uint16_t segment, std::int64_t units) {
    const auto slot = static_cast<std::uint32_t>(at / lane_count);
    list(slot, segment, units * classes.unit_of(slot));
  }
  void list(std::uint32_t slot, std::uint16_t segment, std::int64_t value) {
    if (slot < classes.slots() && value != 0)
      cells.push_back(
          {value, classes.days().starts[segment],
           place_of(classes.plan_slot(slot), classes.range())});
  }
  void see(std::size_t, std::uint16_t segment) { seen.note(segment); }
  void begin_kept(std::size_t i, block_id block) {
    kept.push_back({(*days)[i], block, classes.range(), values.size()});
  }
  void keep(std::int64_t value) { values.push_back(value); }
};

/// How rows that were dealt become cells again.
struct taking_up {
  row_packing packing;
  const subject_numbers& numbers;
  std::vector<std::uint32_t> segment_at, slot_at;  // places in a lane, by what is packed
};

/// One thread's means of going through rows.
class group_worker {
 public:
  /// Subjects go to the store where there is one, else to the reader.
  group_worker(const group_setting& s, const row_checks& checks, progress_watch& watch,
               subject_store* store)
      : s_(s),
        reader_(s),
        pass_(std::make_unique<row_pass>(s.plan, s.bound, s.classes)) {
    if (checks.any_bad()) pass_->skip(&checks.is_bad());
    pass_->watch(&watch);
    if (store) writer_.emplace(*store, s);
  }

  row_pass& pass() { return *pass_; }
  /// From now on it is known how long accounts are read.
  void take_time() { takes_time_ = true; }
  std::chrono::nanoseconds reading() const { return reading_; }
  group_reader& reader() { return reader_; }

  /// Rows [begin, end), in which those of a subject stand together. False where subjects do not
  /// ascend.
  bool find_subjects(std::size_t begin, std::size_t end) {
    const text_pool::code* subjects = data().subject.data();
    find_runs(subjects, begin, end, all_borders_);
    for (std::size_t k = 1; k + 1 < all_borders_.size(); ++k)
      if (subjects[all_borders_[k]] < subjects[all_borders_[k - 1]]) return false;
    return true;
  }
  /// The same of a list of rows.
  void find_subjects(std::size_t begin, std::size_t end, std::span<const std::uint32_t> order) {
    order_ = order;
    all_borders_.assign(1, begin);
    for (std::size_t at = begin + 1; at < end; ++at)
      if (subject_at<true>(at) != subject_at<true>(at - 1)) all_borders_.push_back(at);
    all_borders_.push_back(end);
  }

  /// REQUIRES: they have been found; `has_order`: of a list.
  template <bool has_order>
  std::optional<diagnostic> read_subjects(group_totals& out) {
    const std::size_t subjects = all_borders_.size() - 1;
    for (std::size_t s = 0; s < subjects; s += lane_count) {
      const std::size_t members = std::min(lane_count, subjects - s);
      borders_ = std::span(all_borders_).subspan(s, members + 1);
      if (auto failed = read_group<has_order>(members, out)) return failed;
    }
    return std::nullopt;
  }

  /// All that has been dealt to one partition.
  template <class PackedRow>
  std::optional<diagnostic> read_partition(std::size_t partition, const taking_up& how,
                                           const std::vector<dealt<PackedRow>>& from,
                                           const kept_by_subject& kept, group_totals& out) {
    std::size_t additions = 0;
    std::int64_t most = s_.classes.most_constant();
    for (const dealt<PackedRow>& d : from) {
      additions += 2 * d.rows.size(partition) + d.additions.size(partition);
      most = std::max(most, d.most);
    }
    const bool is_narrow = int128{most} * additions < reader_.most_narrow();
    return is_narrow ? read_partition(narrow_, partition, how, from, kept, out)
                     : read_partition(wide_, partition, how, from, kept, out);
  }

  /// Of the store: up to as many as there are lanes.
  std::optional<diagnostic> read_stored(std::span<const stored_subject* const> group,
                                        group_totals& out) {
    wide_.make_for(1, s_.classes.is_dense() ? s_.classes.cells() : 0);
    std::array<group_member, lane_count> of{};
    std::vector<const stored_subject*> apart;
    for (std::size_t lane = 0; lane < group.size(); ++lane) {
      if (fits_lane(*group[lane]))
        of[lane] = lay(*group[lane], lane);
      else
        apart.push_back(group[lane]);
    }
    auto failed = reader_.read(wide_.group(0), of, values_, out);
    wide_.clear();
    clear();
    for (const stored_subject* s : apart) {
      if (failed) break;
      failed = read_cells(s->cells, {s->code, s->kept}, seen_of(*s), s->values, out);
    }
    return failed;
  }

 private:
  const batch_data& data() const { return s_.bound.data(); }

  template <class Number>
  std::optional<diagnostic> read(lanes<Number>* cells,
                                 const std::array<group_member, lane_count>& of,
                                 std::span<const std::int64_t> values, group_totals& out) {
    if (writer_) {
      writer_->write(cells, of, values);
      return std::nullopt;
    }
    if (!takes_time_) return reader_.read(cells, of, values, out);
    const auto begin = std::chrono::steady_clock::now();
    auto failed = reader_.read(cells, of, values, out);
    reading_ += std::chrono::steady_clock::now() - begin;
    return failed;
  }

  std::optional<diagnostic> read_cells(const cell_list& cells, const group_member& of,
                                       const seen_segments& seen,
                                       std::span<const std::int64_t> values, group_totals& out) {
    if (!writer_) return reader_.read_cells(cells, of, seen, values, out);
    writer_->write_cells(cells, of, seen, values);
    return std::nullopt;
  }

  /// As for rows: no sum within it is beyond what lanes hold, and all are of whole units.
  bool fits_lane(const stored_subject& s) const {
    int128 sum = 0;
    for (const cell& c : s.cells) {
      if (c.value % s_.classes.unit_of(s_.classes.slot_of(c.slot())) != 0) return false;
      sum += c.value < 0 ? -int128{c.value} : int128{c.value};
    }
    return s_.classes.is_dense() && sum < most_piece;
  }

  group_member lay(const stored_subject& s, std::size_t lane) {
    for (const cell& c : s.cells) {
      const std::size_t segment = s_.classes.days().segment_on(c.segment);
      const std::uint32_t slot = s_.classes.slot_of(c.slot());
      wide_.lane(lane)[(segment * s_.classes.width() + slot) * lane_count] +=
          c.value / s_.classes.unit_of(slot);
    }
    const seen_segments seen = seen_of(s);
    for (const std::size_t segment : {seen.first, seen.end - 1})
      wide_.lane(lane)[(segment * s_.classes.width() + s_.classes.seen_slot()) * lane_count] = 1;
    for (kept_activity a : s.kept) {
      a.values += values_.size();
      kept_[lane].push_back(a);
    }
    values_.insert(values_.end(), s.values.begin(), s.values.end());
    return {s.code, kept_[lane]};
  }

  seen_segments seen_of(const stored_subject& s) const {
    seen_segments out;
    for (const std::int32_t segment : {s.first, s.last})
      out.note(s_.classes.days().segment_on(segment));
    return out;
  }

  template <bool has_order>
  text_pool::code subject_at(std::size_t at) const {
    return data().subject[has_order ? order_[at] : at];
  }

  // ---- groups ----

  /// 32 bits for a sum where that is enough, then 64, then a list.
  template <bool has_order>
  std::optional<diagnostic> read_group(std::size_t members, group_totals& out) {
    std::size_t rows = 0;  // of the subject with most
    for (std::size_t m = 0; m < members; ++m)
      rows = std::max(rows, borders_[m + 1] - borders_[m]);
    const auto additions = static_cast<std::int64_t>(rows * s_.classes.most_additions());
    const std::int64_t most = most_fused_points / s_.classes.unit();
    const std::int64_t most_narrow = std::min(most, reader_.most_narrow() / additions);
    std::optional<diagnostic> failed;
    pass_->count(true);
    const bool is_read =
        s_.classes.is_dense() &&
        ((most_narrow >= std::max<std::int64_t>(1, s_.classes.most_constant()) &&
          read_counted<has_order>(narrow_, most_narrow, members, out, failed)) ||
         (int128{most_fused_points} * additions < most_piece &&
          read_counted<has_order>(wide_, most, members, out, failed)));
    for (std::size_t m = 0; !is_read && m < members && !failed; ++m)
      failed = read_listed<has_order>(borders_[m], borders_[m + 1], out);
    return failed;
  }

  /// False where an addition is too large. Rows are then not counted again.
  template <bool has_order, class Number>
  bool read_counted(cell_room<Number>& room, std::int64_t most, std::size_t members,
                    group_totals& out, std::optional<diagnostic>& failed) {
    room.make_for(1, s_.classes.cells());
    lane_sink<Number> sink{room.lane(0), s_.classes,
                           s_.classes.width(), s_.classes.width() * sizeof(lanes<Number>), most,
                           runs_, &days_, kept_, values_, s_.classes.range()};
    std::size_t lane = 0;
    for (std::size_t at = borders_[0]; at < borders_[members];) {
      const std::size_t n = std::min(row_pass::most_rows, borders_[members] - at);
      name_lanes(at, n, lane);
      run_pass<has_order>(at, n, sink);
      at += n;
    }
    pass_->count(false);
    if (!sink.is_beyond) {
      std::array<group_member, lane_count> of{};
      for (std::size_t m = 0; m < members; ++m)
        of[m] = {subject_at<has_order>(borders_[m]), kept_[m]};
      failed = read(room.group(0), of, values_, out);
    }
    room.clear();
    clear();
    return !sink.is_beyond;
  }

  /// Rows [at, at + n) in the lanes of their subjects, from `lane` on.
  void name_lanes(std::size_t at, std::size_t n, std::size_t& lane) {
    runs_.clear();
    for (std::size_t i = 0; i < n; ++lane) {
      const std::size_t last = std::min(borders_[lane + 1] - at, n);
      i = last;
      runs_.push_back({last, lane});
      if (borders_[lane + 1] > at + n) break;
    }
  }

  template <bool has_order>
  std::optional<diagnostic> read_listed(std::size_t begin, std::size_t end, group_totals& out) {
    cell_list found, merged;
    seen_segments seen;
    list_sink sink{s_.classes, found, seen, &days_, kept_[0], values_};
    for (std::size_t at = begin; at < end; at += row_pass::most_rows)
      run_pass<has_order>(at, std::min(row_pass::most_rows, end - at), sink);
    std::stable_sort(found.begin(), found.end(), [](const cell& a, const cell& b) {
      return cells::order(a) < cells::order(b);
    });
    cells::merge(found, {}, merged);
    const auto failed =
        read_cells(merged, {subject_at<has_order>(begin), kept_[0]}, seen, values_, out);
    clear();
    return failed;
  }

  template <bool has_order, class Sink>
  void run_pass(std::size_t at, std::size_t n, Sink& sink) {
    const std::int32_t* days = data().days().data();
    if constexpr (has_order) {
      const auto rows = order_.subspan(at, n);
      days_of_rows_.resize(n);
      for (std::size_t i = 0; i < n; ++i) days_of_rows_[i] = days[rows[i]];
      days_ = days_of_rows_.data();
      pass_->run(rows, sink);
    } else {
      days_ = days + at;
      pass_->run(at, n, all_borders_.back(), sink);
    }
  }

  void clear() {
    for (auto& k : kept_) k.clear();
    values_.clear();
  }

  // ---- partitions ----

  template <class Number, class PackedRow>
  std::optional<diagnostic> read_partition(cell_room<Number>& room, std::size_t partition,
                                           const taking_up& how,
                                           const std::vector<dealt<PackedRow>>& from,
                                           const kept_by_subject& kept, group_totals& out) {
    const subject_numbers& numbers = how.numbers;
    const std::size_t subjects = std::size_t{1} << numbers.bits(), first = partition * subjects;
    const std::size_t groups = subjects / lane_count;
    room.make_for(groups, s_.classes.cells());
    for (const dealt<PackedRow>& of_thread : from) add_dealt(room, partition, how, of_thread);
    std::optional<diagnostic> failed;
    for (std::size_t g = 0; g < groups && !failed; ++g) {
      std::array<group_member, lane_count> of{};
      for (std::size_t m = 0; m < lane_count; ++m) {
        const std::size_t number = first + g * lane_count + m;
        if (number < numbers.size()) of[m] = {numbers.code_of(number), kept.of(number)};
      }
      failed = read(room.group(g), of, kept.values(), out);
    }
    room.clear();
    return failed;
  }

  template <class Number, class PackedRow>
  void add_dealt(cell_room<Number>& room, std::size_t partition, const taking_up& how,
                 const dealt<PackedRow>& from) {
    const row_packing packing = how.packing;
    const std::uint32_t* const segment_at = how.segment_at.data();
    const std::size_t seen_at = s_.classes.seen_slot() * lane_count;
    s_.classes.with_records([&](const auto* records) {
      from.rows.for_each(partition, [&](PackedRow packed) {
        const auto& adds = records[packing.class_or_slot(packed)];
        Number* const lane =
            room.lane(packing.subject(packed)) + segment_at[packing.segment(packed)];
        lane[adds.first_at] += adds.first;
        lane[adds.second_at] += adds.second;
        lane[seen_at + adds.doubt() * lane_count] = 1;
      });
    });
    from.additions.for_each(partition, [&](const dealt_addition<PackedRow>& a) {
      Number* const lane =
          room.lane(packing.subject(a.packed)) + segment_at[packing.segment(a.packed)];
      lane[how.slot_at[packing.class_or_slot(a.packed)]] += static_cast<Number>(a.units);
      lane[seen_at] = 1;
    });
  }

  const group_setting& s_;
  group_reader reader_;
  std::optional<store_writer> writer_;
  bool takes_time_ = false;
  std::chrono::nanoseconds reading_{};
  std::unique_ptr<row_pass> pass_;
  cell_room<std::int32_t> narrow_;
  cell_room<std::int64_t> wide_;
  std::vector<lane_run> runs_;            // of the rows at hand
  std::vector<std::size_t> all_borders_;  // where the rows of each subject begin, and the end
  std::span<const std::size_t> borders_;  // of the group at hand
  std::array<std::vector<kept_activity>, lane_count> kept_;
  std::vector<std::int64_t> values_;
  std::span<const std::uint32_t> order_;
  std::vector<std::int32_t> days_of_rows_;
  const std::int32_t* days_ = nullptr;
};

}  // namespace dutyscore::engine
