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

/// Where a row pass adds to the cells of a group.
template <class Number>
struct lane_sink {
  Number* cells;
  std::uint8_t* seen;
  const row_classes& classes;
  std::uint32_t width;
  std::int64_t most;                // no addition may be larger, in units
  const std::uint8_t* lane;         // of the rows at hand
  const std::int32_t* const* days;  // of the rows at hand
  std::array<std::vector<kept_activity>, lane_count>& kept;
  std::vector<std::int64_t>& values;
  basis_range range;
  bool is_beyond = false;  // some addition was larger, or not in whole units

  void row(std::size_t i, classified_row of, const class_record& adds) {
    const std::uint32_t at = lane[i];
    Number* segment = cells + (of.segment() * width * lane_count + at);
    segment[adds.first_slot * lane_count] += adds.first;
    segment[adds.second_slot * lane_count] += adds.second;
    seen[std::max(of.segment(), adds.least_segment) * lane_count + at] = 1;
  }
  void add(std::size_t i, std::uint32_t slot, std::uint16_t segment, std::int64_t units) {
    if (units > most || units < -most) {
      is_beyond = true;
      return;
    }
    cells[(segment * width + slot) * lane_count + lane[i]] += static_cast<Number>(units);
    see(i, segment);
  }
  void add_millionths(std::size_t i, std::uint32_t slot, std::uint16_t segment,
                      std::int64_t value) {
    const std::int64_t unit = classes.unit_of(slot);
    is_beyond |= value % unit != 0;
    add(i, slot, segment, value / unit);
  }
  void see(std::size_t i, std::uint16_t segment) { seen[segment * lane_count + lane[i]] = 1; }
  void begin_kept(std::size_t i, block_id block) {
    kept[lane[i]].push_back({(*days)[i], block, range, values.size()});
  }
  void keep(std::int64_t value) { values.push_back(value); }
};

/// Where a row pass lists additions whose sums 64 bits may not hold.
struct list_sink {
  const row_classes& classes;
  cell_list& cells;
  std::uint8_t* seen;
  const std::int32_t* const* days;
  std::vector<kept_activity>& kept;
  std::vector<std::int64_t>& values;

  void row(std::size_t i, classified_row of, const class_record& adds) {
    list(adds.first_slot, of.segment(), adds.first * classes.unit_of(adds.first_slot));
    list(adds.second_slot, of.segment(), adds.second * classes.unit_of(adds.second_slot));
    see(i, std::max(of.segment(), adds.least_segment));
  }
  void add(std::size_t i, std::uint32_t slot, std::uint16_t segment, std::int64_t units) {
    add_millionths(i, slot, segment, units * classes.unit_of(slot));
  }
  void add_millionths(std::size_t i, std::uint32_t slot, std::uint16_t segment,
                      std::int64_t value) {
    list(slot, segment, value);
    see(i, segment);
  }
  void list(std::uint32_t slot, std::uint16_t segment, std::int64_t value) {
    if (slot < classes.slots() && value != 0)
      cells.push_back(
          {value, classes.days().starts[segment],
           place_of(classes.plan_slot(slot), classes.range())});
  }
  void see(std::size_t, std::uint16_t segment) { seen[segment * lane_count] = 1; }
  void begin_kept(std::size_t i, block_id block) {
    kept.push_back({(*days)[i], block, classes.range(), values.size()});
  }
  void keep(std::int64_t value) { values.push_back(value); }
};

/// One thread's means of going through rows.
class group_worker {
 public:
  /// Subjects go to the store where there is one, else to the reader.
  group_worker(const group_setting& s, const row_checks& checks, progress_watch& watch,
               subject_store* store)
      : s_(s),
        reader_(s),
        pass_(std::make_unique<row_pass>(s.plan, s.bound, s.classes)),
        seen_(reader_.seen_size()) {
    if (checks.any_bad()) pass_->skip(&checks.is_bad());
    pass_->watch(&watch);
    if (store) writer_.emplace(*store, s);
  }

  row_pass& pass() { return *pass_; }
  /// From now on it is known how long accounts are read.
  void take_time() { takes_time_ = true; }
  std::chrono::nanoseconds reading() const { return reading_; }
  group_reader& reader() { return reader_; }

  /// Rows [begin, end) in which those of a subject stand together; with `order`, of that list.
  template <bool has_order>
  std::optional<diagnostic> read_rows(std::size_t begin, std::size_t end,
                                      std::span<const std::uint32_t> order, group_totals& out) {
    order_ = order;
    while (begin < end) {
      std::size_t members = 0, at = begin;
      for (; members < lane_count && at < end; ++members) {
        borders_[members] = at;
        at = end_of_subject<has_order>(at, end);
      }
      borders_[members] = at;
      if (auto failed = read_group<has_order>(members, out)) return failed;
      begin = at;
    }
    return std::nullopt;
  }

  /// All that has been dealt to one partition. `most`: no addition dealt is larger, in units.
  std::optional<diagnostic> read_partition(std::size_t partition, const subject_numbers& numbers,
                                           const std::vector<dealt>& from,
                                           const kept_by_subject& kept, group_totals& out) {
    std::size_t additions = 0;
    std::int64_t most = s_.classes.most_constant();
    for (const dealt& d : from) {
      additions += 2 * d.rows.size(partition) + d.additions.size(partition);
      most = std::max(most, d.most);
    }
    const bool is_narrow = int128{most} * additions < reader_.most_narrow();
    return is_narrow ? read_partition(narrow_, partition, numbers, from, kept, out)
                     : read_partition(wide_, partition, numbers, from, kept, out);
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
    auto failed = reader_.read(wide_.group(0), seen_.data(), of, values_, out);
    wide_.clear();
    clear();
    for (const stored_subject* s : apart) {
      if (failed) break;
      see(*s, 0);
      failed = read_cells(s->cells, {s->code, s->kept}, s->values, out);
      clear();
    }
    return failed;
  }

 private:
  const batch_data& data() const { return s_.bound.data(); }

  template <class Number>
  std::optional<diagnostic> read(lanes<Number>* cells, const std::uint8_t* seen,
                                 const std::array<group_member, lane_count>& of,
                                 std::span<const std::int64_t> values, group_totals& out) {
    if (writer_) {
      writer_->write(cells, seen, of, values);
      return std::nullopt;
    }
    if (!takes_time_) return reader_.read(cells, seen, of, values, out);
    const auto begin = std::chrono::steady_clock::now();
    auto failed = reader_.read(cells, seen, of, values, out);
    reading_ += std::chrono::steady_clock::now() - begin;
    return failed;
  }

  std::optional<diagnostic> read_cells(const cell_list& cells, const group_member& of,
                                       std::span<const std::int64_t> values, group_totals& out) {
    if (!writer_) return reader_.read_cells(cells, of, seen_.data(), values, out);
    writer_->write_cells(cells, of, seen_.data(), values);
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
    see(s, lane);
    for (kept_activity a : s.kept) {
      a.values += values_.size();
      kept_[lane].push_back(a);
    }
    values_.insert(values_.end(), s.values.begin(), s.values.end());
    return {s.code, kept_[lane]};
  }

  void see(const stored_subject& s, std::size_t lane) {
    for (const std::int32_t segment : {s.first, s.last})
      seen_[s_.classes.days().segment_on(segment) * lane_count + lane] = 1;
  }

  template <bool has_order>
  text_pool::code subject_at(std::size_t at) const {
    return data().subject[has_order ? order_[at] : at];
  }

  template <bool has_order>
  std::size_t end_of_subject(std::size_t at, std::size_t end) const {
    if constexpr (!has_order) return end_of_run(data().subject.data(), at, end);
    const text_pool::code subject = subject_at<has_order>(at);
    while (at < end && subject_at<has_order>(at) == subject) ++at;
    return at;
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
    lane_sink<Number> sink{room.lane(0), seen_.data(), s_.classes,
                           static_cast<std::uint32_t>(s_.classes.width()), most, lane_.data(), &days_,
                           kept_, values_, s_.classes.range()};
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
      failed = read(room.group(0), seen_.data(), of, values_, out);
    }
    room.clear();
    clear();
    return !sink.is_beyond;
  }

  /// Rows [at, at + n) in the lanes of their subjects, from `lane` on.
  void name_lanes(std::size_t at, std::size_t n, std::size_t& lane) {
    for (std::size_t i = 0; i < n; ++lane) {
      const std::size_t last = std::min(borders_[lane + 1] - at, n);
      std::fill(lane_.begin() + static_cast<std::ptrdiff_t>(i),
                lane_.begin() + static_cast<std::ptrdiff_t>(last), static_cast<std::uint8_t>(lane));
      i = last;
      if (borders_[lane + 1] > at + n) break;
    }
  }

  template <bool has_order>
  std::optional<diagnostic> read_listed(std::size_t begin, std::size_t end, group_totals& out) {
    cell_list found, merged;
    list_sink sink{s_.classes, found, seen_.data(), &days_, kept_[0], values_};
    for (std::size_t at = begin; at < end; at += row_pass::most_rows)
      run_pass<has_order>(at, std::min(row_pass::most_rows, end - at), sink);
    std::stable_sort(found.begin(), found.end(), [](const cell& a, const cell& b) {
      return cells::order(a) < cells::order(b);
    });
    cells::merge(found, {}, merged);
    const auto failed =
        read_cells(merged, {subject_at<has_order>(begin), kept_[0]}, values_, out);
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
      pass_->run(at, n, sink);
    }
  }

  void clear() {
    std::fill(seen_.begin(), seen_.end(), std::uint8_t{0});
    for (auto& k : kept_) k.clear();
    values_.clear();
  }

  // ---- partitions ----

  template <class Number>
  std::optional<diagnostic> read_partition(cell_room<Number>& room, std::size_t partition,
                                           const subject_numbers& numbers,
                                           const std::vector<dealt>& from,
                                           const kept_by_subject& kept, group_totals& out) {
    const std::size_t subjects = std::size_t{1} << numbers.bits(), first = partition * subjects;
    const std::size_t groups = subjects / lane_count, stride = reader_.seen_size();
    room.make_for(groups, s_.classes.cells());
    seen_of_groups_.resize(groups * stride);
    for (const dealt& of_thread : from) add_dealt(room, partition, of_thread);
    std::optional<diagnostic> failed;
    for (std::size_t g = 0; g < groups && !failed; ++g) {
      std::array<group_member, lane_count> of{};
      for (std::size_t m = 0; m < lane_count; ++m) {
        const std::size_t number = first + g * lane_count + m;
        if (number < numbers.size()) of[m] = {numbers.code_of(number), kept.of(number)};
      }
      failed = read(room.group(g), seen_of_groups_.data() + g * stride, of, kept.values(), out);
    }
    room.clear();
    std::fill(seen_of_groups_.begin(), seen_of_groups_.end(), std::uint8_t{0});
    return failed;
  }

  template <class Number>
  void add_dealt(cell_room<Number>& room, std::size_t partition, const dealt& from) {
    const class_record* records = s_.classes.records();
    const std::size_t width = s_.classes.width(), stride = reader_.seen_size();
    const auto see = [&](std::size_t subject, std::size_t segment) {
      seen_of_groups_[subject / lane_count * stride + segment * lane_count + subject % lane_count] =
          1;
    };
    from.rows.for_each(partition, [&](const dealt_row& r) {
      const class_record& adds = records[r.of.row_class()];
      Number* lane = room.lane(r.subject) + r.of.segment() * width * lane_count;
      lane[adds.first_slot * lane_count] += adds.first;
      lane[adds.second_slot * lane_count] += adds.second;
      see(r.subject, std::max(r.of.segment(), adds.least_segment));
    });
    from.additions.for_each(partition, [&](const dealt_addition& a) {
      room.lane(a.subject)[(a.segment * width + a.slot) * lane_count] +=
          static_cast<Number>(a.units);
      see(a.subject, a.segment);
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
  std::vector<std::uint8_t> seen_, seen_of_groups_;
  std::array<std::uint8_t, row_pass::most_rows> lane_{};
  std::array<std::size_t, lane_count + 1> borders_{};
  std::array<std::vector<kept_activity>, lane_count> kept_;
  std::vector<std::int64_t> values_;
  std::span<const std::uint32_t> order_;
  std::vector<std::int32_t> days_of_rows_;
  const std::int32_t* days_ = nullptr;
};

}  // namespace dutyscore::engine
