#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <numeric>

#include "dutyscore/core/share_work.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/engine/row_pass.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/impl/engine/group_worker.ipp"
#include "dutyscore/impl/engine/partitions.ipp"
#include "dutyscore/impl/engine/row_checks.ipp"
#include "dutyscore/impl/engine/row_order.ipp"
#include "dutyscore/impl/engine/scans.ipp"
#include "dutyscore/impl/engine/subject_store.ipp"

namespace dutyscore {
namespace engine {

/// A row for each segment of the store, so that whatever is of rows is of its subjects; nothing is
/// read of the rows themselves.
inline batch batch_of_segments(const schema& s, const subject_store& store) {
  auto out = std::make_shared<batch_data>();
  out->texts = store.texts();
  out->date = out->end = store.segments();
  const std::size_t rows = out->rows = out->date.size();
  out->subject.resize(rows);
  out->kind.resize(rows);
  out->standing.resize(rows);
  out->since.resize(rows);
  for (const schema_field& f : s.activity) {
    field_column& to = out->fields.emplace_back();
    switch (f.type) {
      case value_type::text:
        to.texts.resize(rows);
        break;
      case value_type::date:
        to.days.resize(rows);
        break;
      case value_type::flag:
        to.flags.resize(rows);
        break;
      default:
        to.numbers.resize(rows);
    }
  }
  return batch(std::move(out));
}

}  // namespace engine

/// Goes through one batch. Rows that come sorted by subject are added up subject by subject; others
/// are dealt out to partitions of subjects first.
class totals_builder {
 public:
  totals_builder(const policy& p, const batch& rows, const totals_options& options)
      : totals_builder(p, rows, options, rows.rows()) {}

  /// `to_do`: rows, for who watches.
  totals_builder(const policy& p, const batch& rows, const totals_options& options,
                 std::uint64_t to_do)
      : options_(options), plan_(make_plan(p)), watch_(options_.progress, to_do) {
    out_.source_ = rows;
    out_.entries_ = options.subjects;
    out_.on_ = options.on;
    if (options.with_blocks) out_.blocks_ = plan_.policy->blocks.size();
    engine::require_schema(plan_.policy.schema(), rows, out_.entries_);
    if (options.by == period_unit::day)
      throw std::invalid_argument("dutyscore: totals are of months or longer periods");
    bound_.emplace(plan_, out_.source_, out_.entries_ ? &*out_.entries_ : nullptr, &watch_);
    checks_.emplace(plan_, *bound_, options_, &watch_);
    last_lap_ = std::chrono::steady_clock::now();
  }

  result<totals> run() {
    if (auto missing = checks_->missing_roster()) return *missing;
    checks_->run();
    find_classes(engine::kinds_in_use(plan_, data()));
    for (;;) {
      const auto through = find_through();
      if (!through) return nothing_to_read(checks_->take_bad_rows());
      out_.through_ = *through;
      if (auto failed = read_all()) return *failed;
      // Rows found bad on the way may have been the latest.
      if (!note_failures() || (find_through() == through && data().credited.empty())) break;
    }
    note_stats();
    out_.bad_ = checks_->take_bad_rows();
    count_rows();
    return finish();
  }

  /// Adds the rows to those of earlier batches. `first_file`: the number of the batch's first file
  /// among all.
  void add_to(engine::subject_store& store, std::uint32_t first_file) {
    if (checks_->missing_roster()) return;  // finish_from() says so
    checks_->run();
    store.begin_batch(data());
    const std::vector<std::uint8_t> kinds = engine::kinds_in_use(plan_, data());
    store.note_kinds(kinds);
    if (!deal_to(store)) {
      find_classes(kinds);
      store_ = &store;
      if (data().rows > 0) read_all();
    }
    note_failures();
    if (const auto last = last_of_rows()) store.note_last(*last);
    note_stats();
    store.note_earliest(earliest_of_codes());
    out_.bad_ = checks_->take_bad_rows();
    count_rows();
    for (bad_row& b : out_.bad_) b.file += first_file;
    store.add_outcomes(out_.counts_, out_.unmatched_, std::move(out_.bad_));
    store.add_stats(out_.stats_);
  }

  /// Rows that have been dealt to the store become cells of its subjects. REQUIRES: the batch is that
  /// of the store's segments.
  void settle(engine::subject_store& store) {
    find_stored_classes(store);
    store_ = &store;
    store.begin_own();
    set_up({});
    take_up_from(store);
    store.rows().clear();
  }

  /// REQUIRES: the batch is that of the store's segments; rows have been dealt to it only where it
  /// has no cells.
  result<totals> finish_from(engine::subject_store& store) {
    if (auto missing = checks_->missing_roster()) return *missing;
    find_stored_classes(store);
    out_.counts_ = store.counts();
    out_.bad_ = store.take_bad_rows();
    for (const auto& [kind, rows] : store.unmatched()) add_unmatched(kind, rows);
    const auto through = options_.through ? options_.through : store.through();
    if (!through) return nothing_to_read(out_.bad_);
    out_.through_ = *through;
    set_up(store.earliest_of_codes());
    auto failed = store.rows().is_empty() ? read_stored(store.subjects_with_rows())
                                          : take_up_from(store);
    if (!failed) failed = read_absent();
    if (failed) return *failed;
    join_parts();
    if (options_.with_stats) {
      out_.stats_ = store.stats();
      out_.stats_.reading += lap();
    }
    return finish();
  }

 private:
  const batch_data& data() const { return out_.source_.data(); }

  /// `kinds`: those in use.
  void find_classes(const std::vector<std::uint8_t>& kinds) {
    const bool is_fused = data().rows >= options_.fuse_from;
    classes_.emplace(plan_, is_fused ? fuse(plan_, kinds) : unfused(plan_), *bound_, options_.on,
                     engine::slots_of_kinds(plan_, kinds));
    if (options_.with_stats) out_.stats_.checking = lap();
  }

  /// Kinds of all batches.
  void find_stored_classes(engine::subject_store& store) {
    std::vector<std::uint8_t> kinds = store.kinds();
    kinds.resize(plan_.kinds.size());
    classes_.emplace(plan_, store.rows().fused(plan_), *bound_, options_.on,
                     engine::slots_of_kinds(plan_, kinds));
  }

  std::optional<date> find_through() const {
    if (options_.through) return options_.through;
    const auto last = last_of_rows();
    return last ? std::optional(period_of(*last, period_unit::month).last) : std::nullopt;
  }

  /// The day of the latest row that is not bad.
  std::optional<date> last_of_rows() const {
    std::int32_t latest = classes_->days().last_day;
    bool any = data().rows > 0;
    if (checks_->any_bad()) {
      latest = date::min().days();
      any = false;
      for (std::size_t r = 0; r < data().rows; ++r) {
        if (checks_->is_bad()[r]) continue;
        latest = std::max(latest, data().days()[r]);
        any = true;
      }
    }
    if (!any) return std::nullopt;
    return date::from_days(latest);
  }

  static result<totals> nothing_to_read(const std::vector<bad_row>& bad) {
    if (!bad.empty()) return engine::row_checks::messages_of(bad);
    return make_diagnostic("DS0403", {});
  }

  // ---- reading ----

  void set_up(std::vector<date> earliest_of_codes) {
    setting_.emplace(engine::group_setting{plan_, *bound_, *classes_, options_.on, options_.by,
                                           options_.with_blocks, out_.through_,
                                           entries_of_codes(), std::move(earliest_of_codes)});
    begin();
  }

  std::optional<diagnostic> read_all() {
    set_up(earliest_of_codes());
    // What is in the store cannot be taken back.
    const bool may_be_sorted =
        !store_ || engine::is_ascending(data().subject.data(), 0, data().rows);
    std::optional<diagnostic> failed;
    if (may_be_sorted) failed = read_sorted();
    if (!failed && parts_.empty()) failed = read_dealt();
    if (!failed && parts_.empty()) failed = read_ordered();
    if (store_) return failed;
    if (!failed) failed = read_absent();
    if (!failed) join_parts();
    return failed;
  }

  std::optional<diagnostic> read_stored(
      const std::vector<const engine::stored_subject*>& subjects) {
    constexpr std::size_t in_piece = 64 * engine::lane_count;
    const auto read = [&](engine::group_worker& w, std::size_t piece, engine::group_totals& to) {
      const std::size_t end = std::min(subjects.size(), (piece + 1) * in_piece);
      std::optional<diagnostic> failed;
      for (std::size_t at = piece * in_piece; at < end && !failed; at += engine::lane_count)
        failed = w.read_stored(
            std::span(subjects).subspan(at, std::min(engine::lane_count, end - at)), to);
      return failed;
    };
    return share((subjects.size() + in_piece - 1) / in_piece, read);
  }

  /// Nothing has been read, nothing counted.
  void begin() {
    parts_.clear();
    workers_.clear();
    for (unsigned t = 0; t < std::max(1u, options_.threads); ++t)
      workers_.push_back(
          std::make_unique<engine::group_worker>(*setting_, *checks_, watch_, store_));
    for (auto& w : workers_)
      if (options_.with_stats) w->take_time();
  }

  std::vector<const roster_subject*> entries_of_codes() const {
    std::vector<const roster_subject*> out;
    if (!out_.entries_) return out;
    out.assign(data().texts.size(), nullptr);
    for (const roster_subject& s : out_.entries_->subjects())
      if (const auto code = data().texts.find(s.subject)) out[*code] = &s;
    return out;
  }

  /// Only where rows count on other days than their own: cells do not tell then.
  std::vector<date> earliest_of_codes() const {
    std::vector<date> out;
    if (data().credited.empty()) return out;
    out.assign(data().texts.size(), date::max());
    for (std::size_t r = 0; r < data().rows; ++r)
      if (date& earliest = out[data().subject[r]]; !checks_->is_bad()[r])
        earliest = std::min(earliest, date::from_days(data().date[r]));
    return out;
  }

  struct part {
    engine::group_totals totals;
    unsigned worker = 0;
    std::optional<diagnostic> failed;
  };

  template <class Work>
  std::optional<diagnostic> share(std::size_t pieces, Work work) {
    parts_.resize(pieces);
    const auto one = [&](unsigned t, std::size_t piece) {
      watch_.ask();
      parts_[piece].worker = t;
      parts_[piece].failed = work(*workers_[t], piece, parts_[piece].totals);
    };
    share_work(std::max(1u, options_.threads), pieces, one, &watch_);
    for (part& p : parts_)
      if (p.failed) return p.failed;
    return std::nullopt;
  }

  /// Borders of pieces of so many rows, moved to where a subject ends.
  template <class SubjectAt>
  std::vector<std::size_t> cut(std::size_t rows, SubjectAt subject_at) const {
    constexpr std::size_t rows_in_piece = 65536;
    std::vector<std::size_t> out{0};
    while (out.back() < rows) {
      std::size_t end = std::min(rows, out.back() + rows_in_piece);
      while (end < rows && subject_at(end) == subject_at(end - 1)) ++end;
      out.push_back(end);
    }
    return out;
  }

  /// Leaves no parts where rows turn out not to be sorted.
  std::optional<diagnostic> read_sorted() {
    const auto borders = cut(data().rows, [&](std::size_t r) { return data().subject[r]; });
    std::atomic<bool> is_sorted{true};
    const auto failed = share(
        borders.size() - 1,
        [&](engine::group_worker& w, std::size_t piece,
            engine::group_totals& to) -> std::optional<diagnostic> {
          const std::size_t begin = borders[piece], end = borders[piece + 1];
          const text_pool::code* subjects = data().subject.data();
          if (!is_sorted || !w.find_subjects(begin, end) ||
              (begin > 0 && subjects[begin] < subjects[begin - 1])) {
            is_sorted = false;
            return std::nullopt;
          }
          return w.read_subjects<false>(to);
        });
    if (is_sorted) return failed;
    begin();
    return std::nullopt;
  }

  /// Through a list of the rows by subject: slower, and right for sums of any size.
  std::optional<diagnostic> read_ordered() {
    const auto order = engine::order_by_subject(data(), &watch_);
    const auto borders =
        cut(order.size(), [&](std::size_t i) { return data().subject[order[i]]; });
    return share(borders.size() - 1, [&](engine::group_worker& w, std::size_t piece,
                                         engine::group_totals& to) {
      w.find_subjects(borders[piece], borders[piece + 1], order);
      return w.read_subjects<true>(to);
    });
  }

  // ---- rows in any order ----

  bool fits_dealing(const engine::subject_numbers& numbers) const {
    return classes_->is_dense() && int128{most_fused_points} * data().rows < most_piece &&
           numbers.size() <= data().rows * 4 + 1024 &&
           numbers.bits() <= engine::subject_numbers::most_bits;
  }

  /// Leaves no parts where that does not fit.
  std::optional<diagnostic> read_dealt() {
    const engine::subject_numbers numbers(data().subject,
                                          classes_->cells() * sizeof(std::int32_t));
    if (!fits_dealing(numbers)) return std::nullopt;
    const engine::row_packing packing(*classes_, classes_->segments(), numbers.bits());
    return packing.is_narrow() ? read_dealt<std::uint32_t>(numbers, packing)
                               : read_dealt<std::uint64_t>(numbers, packing);
  }

  template <class PackedRow>
  std::optional<diagnostic> read_dealt(const engine::subject_numbers& numbers,
                                       const engine::row_packing& packing) {
    std::vector<engine::dealt<PackedRow>> dealt;
    std::vector<engine::kept_list> kept(workers_.size());
    for (std::size_t t = 0; t < workers_.size(); ++t) dealt.emplace_back(numbers.partitions());
    std::vector<std::uint32_t> segments(classes_->segments()), slots(classes_->width());
    std::iota(segments.begin(), segments.end(), std::uint32_t{0});
    std::iota(slots.begin(), slots.end(), std::uint32_t{0});
    if (!deal({packing, numbers, segments}, dealt, kept)) {
      begin();
      return std::nullopt;
    }
    return take_up({packing, numbers, places_of_segments(segments), places_of_slots(slots)}, dealt,
                   {kept, numbers});
  }

  /// False where something does not fit; part of the rows may have been dealt then.
  template <class PackedRow>
  bool deal(const engine::dealing& by, std::vector<engine::dealt<PackedRow>>& to,
            std::vector<engine::kept_list>& kept) {
    std::atomic<bool> is_beyond{false};
    constexpr std::size_t rows_in_piece = 65536;
    const std::size_t rows = data().rows;
    share_work(
        static_cast<unsigned>(workers_.size()), (rows + rows_in_piece - 1) / rows_in_piece,
        [&](unsigned t, std::size_t piece) {
          const std::size_t end = std::min(rows, (piece + 1) * rows_in_piece);
          for (std::size_t at = piece * rows_in_piece; at < end;
               at += engine::row_pass::most_rows) {
            engine::dealing_sink<PackedRow> sink{
                to[t], data().subject.data() + at, by, kept[t], data().days().data() + at,
                *classes_};
            workers_[t]->pass().run(at, std::min(engine::row_pass::most_rows, end - at), end, sink);
            if (sink.is_beyond) is_beyond = true;
          }
        },
        &watch_);
    return !is_beyond;
  }

  template <class PackedRow>
  std::optional<diagnostic> take_up(const engine::taking_up& how,
                                    const std::vector<engine::dealt<PackedRow>>& dealt,
                                    const engine::kept_by_subject& kept) {
    return share(how.numbers.partitions(), [&](engine::group_worker& w, std::size_t piece,
                                               engine::group_totals& to) {
      return w.read_partition(piece, how, dealt, kept, to);
    });
  }

  /// From segments, and from slots, of the cells to places in a lane.
  std::vector<std::uint32_t> places_of_segments(std::vector<std::uint32_t> segments) const {
    const std::size_t of_segment = classes_->width() * engine::lane_count;
    for (std::uint32_t& s : segments) s = static_cast<std::uint32_t>(s * of_segment);
    return segments;
  }
  static std::vector<std::uint32_t> places_of_slots(std::vector<std::uint32_t> slots) {
    for (std::uint32_t& s : slots) s *= engine::lane_count;
    return slots;
  }

  // ---- rows of many batches ----

  /// Deals the batch to the store. False, and nothing was dealt, where it does not fit.
  bool deal_to(engine::subject_store& store) {
    const auto keeps = [](const indicator_plan& i) { return i.keeps_activities; };
    if (data().rows < options_.fuse_from || data().rows >= engine::row_store::most_rows ||
        !data().credited.empty() ||
        std::any_of(plan_.indicators.begin(), plan_.indicators.end(), keeps))
      return false;
    engine::row_store& rows = store.rows();
    const std::vector<std::uint8_t> all_slots(plan_.slots.size(), 1);
    classes_.emplace(plan_, rows.fused(plan_), *bound_, options_.on, all_slots);
    const auto segments = rows.numbers_of(classes_->days().starts);
    const engine::row_packing packing = rows.packing(*classes_);
    if (!segments || !packing.is_narrow()) return false;
    set_up({});
    auto& to = rows.make_room(workers_.size(), store.subjects());
    std::vector<engine::dealt<engine::row_store::packed_row>::mark> ends;
    for (const auto& d : to) ends.push_back(d.end());
    std::vector<engine::kept_list> nothing_kept(workers_.size());
    if (deal({packing, store.numbers(), *segments}, to, nothing_kept)) {
      rows.note_rows(data().rows);
      return true;
    }
    for (std::size_t t = 0; t < to.size(); ++t) to[t].back_to(std::move(ends[t]));
    return false;
  }

  /// What has been dealt to the store. REQUIRES: the batch is that of the store's segments.
  std::optional<diagnostic> take_up_from(engine::subject_store& store) {
    const engine::row_store& rows = store.rows();
    std::vector<std::uint32_t> segments, slots;
    for (const std::int32_t start : rows.starts())
      segments.push_back(classes_->days().segment_on(start));
    for (std::uint32_t slot = 0; slot < plan_.slots.size(); ++slot)
      slots.push_back(classes_->slot_of(slot));
    slots.resize(classes_->plan_width(), classes_->nowhere());
    return take_up({rows.packing(*classes_), store.numbers(), places_of_segments(segments),
                    places_of_slots(slots)},
                   rows.all(), engine::kept_by_subject());
  }

  // ---- statistics ----

  /// What has passed since the last time.
  std::chrono::nanoseconds lap() {
    const auto now = std::chrono::steady_clock::now();
    return now - std::exchange(last_lap_, now);
  }

  void note_stats() {
    if (!options_.with_stats) return;
    totals_stats& to = out_.stats_;
    std::map<judged_reason, std::uint64_t> judged;
    for (const auto& w : workers_) {
      to.reading += w->reading() / static_cast<std::int64_t>(workers_.size());
      const engine::pass_counts& of = w->pass().counts();
      for (std::size_t c = 0; c < of.judged_by_class.size(); ++c)
        if (of.judged_by_class[c] > 0) judged[classes_->because(c)] += of.judged_by_class[c];
      for (block_id b = 0; b < of.beyond.size(); ++b)
        if (of.beyond[b] > 0) judged[{judged_for::beyond, b, none}] += of.beyond[b];
    }
    to.adding = lap() - to.reading;
    to.classes = classes_->fused_classes();
    engine::add_judged(to.judged, judged);
  }

  // ---- after the rows ----

  std::optional<diagnostic> read_absent() {
    if (!out_.entries_) return std::nullopt;
    std::vector<bool> has_rows(data().texts.size());
    for (const part& p : parts_)
      for (std::uint32_t code : p.totals.codes) has_rows[code] = true;
    part& added = parts_.emplace_back();
    for (const roster_subject& s : out_.entries_->subjects()) {
      const auto code = data().texts.find(s.subject);
      if (code && has_rows[*code]) continue;
      if (auto failed = workers_[0]->reader().read_absent(s, added.totals)) return failed;
      absent_.push_back(&s);
    }
    return std::nullopt;
  }

  void join_parts() {
    out_.subjects_.clear();
    out_.periods_.clear();
    out_.rows_.clear();
    out_.points_.clear();
    std::map<date, std::uint32_t> numbers;
    for (const auto& w : workers_)
      for (const period& p : w->reader().periods()) numbers.emplace(p.first, 0);
    for (auto& [first, number] : numbers) {
      number = static_cast<std::uint32_t>(out_.periods_.size());
      out_.periods_.push_back(*plan_.policy->calendar.period_of(first, options_.by));
    }
    std::size_t absent = 0;
    for (part& p : parts_) {
      std::vector<std::uint32_t> number_of;
      for (const period& q : workers_[p.worker]->reader().periods())
        number_of.push_back(numbers.at(q.first));
      const auto first_subject = static_cast<std::uint32_t>(out_.subjects_.size());
      const std::size_t first_point = out_.points_.size();
      for (std::uint32_t code : p.totals.codes)
        out_.subjects_.push_back(code == none ? std::string_view(absent_[absent++]->subject)
                                              : std::string_view(data().texts.text(code)));
      for (const total& t : p.totals.rows)
        out_.rows_.push_back(
            {t.subject + first_subject, number_of[t.period], t.first + first_point});
      out_.points_.insert(out_.points_.end(), p.totals.points.begin(), p.totals.points.end());
      p.totals = {};
    }
    absent_.clear();
  }

  /// Whether there were any.
  bool note_failures() {
    bool any = false;
    for (const auto& w : workers_)
      for (const engine::failed_row& f : w->pass().counts().failures) {
        checks_->mark_failed(f.row, f.why);
        any = true;
      }
    return any;
  }

  result<totals> finish() {
    if (options_.bad_rows == on_bad_row::fail && !out_.bad_.empty())
      return engine::row_checks::messages_of(out_.bad_);
    return std::move(out_);
  }

  void count_rows() {
    std::vector<std::uint64_t> unmatched(plan_.kinds.size());
    std::map<std::string_view, std::uint64_t> unruled;
    row_counts& out = out_.counts_;
    out.bad = out_.bad_.size();
    out.rows = data().rows + data().bad.size();
    for (const auto& w : workers_) add_counts(w->pass().counts(), unmatched, unruled);
    out.counted = out.rows - out.bad - out.not_on_basis - out.unmatched - out.refused;
    for (std::size_t k = 0; k < unmatched.size(); ++k)
      if (unmatched[k] > 0) unruled[plan_.kinds[k].kind] += unmatched[k];
    for (const auto& [kind, n] : unruled) add_unmatched(std::string(kind), n);
  }

  void add_unmatched(const std::string& kind, std::uint64_t rows) {
    out_.unmatched_.push_back({kind, rows, closest(kind, plan_.policy.schema().kinds)});
  }

  void add_counts(const engine::pass_counts& from, std::vector<std::uint64_t>& unmatched,
                  std::map<std::string_view, std::uint64_t>& unruled) {
    constexpr std::size_t pieces = engine::most_slot_pieces;
    row_counts& out = out_.counts_;
    out.not_on_basis += from.off_basis;
    const auto add = [&](class_fate fate, std::size_t kind, std::uint64_t n) {
      if (fate == class_fate::refused) out.refused += n;
      if (fate != class_fate::unmatched) return;
      out.unmatched += n;
      if (kind < unmatched.size()) unmatched[kind] += n;
    };
    for (std::size_t c = 0; c < classes_->fused_classes(); ++c) {
      if (classes_->more_of(c).is_judged) continue;
      const std::size_t kind = classes_->kind_of_class(c);
      if (from.by_class[c] > 0) add(classes_->fate(c, 0), kind, from.by_class[c]);
      for (std::size_t n = 0; n < pieces; ++n)
        if (const std::uint64_t rows = from.by_piece[c * pieces + n]; rows > 0)
          add(classes_->fate(c, n), kind, rows);
    }
    for (std::size_t k = 0; k < plan_.kinds.size(); ++k)
      for (std::size_t fate = 0; fate < 3; ++fate)
        add(static_cast<class_fate>(fate), k, from.judged[k * 3 + fate]);
    for (std::size_t code = 0; code < from.unruled.size(); ++code) {
      if (from.unruled[code] == 0) continue;
      out.unmatched += from.unruled[code];
      unruled[data().texts.text(static_cast<text_pool::code>(code))] += from.unruled[code];
    }
  }

  totals_options options_;
  plan plan_;
  progress_watch watch_;
  totals out_;
  std::optional<engine::bound_rows> bound_;
  std::optional<engine::row_checks> checks_;
  std::optional<engine::row_classes> classes_;
  std::optional<engine::group_setting> setting_;
  std::vector<std::unique_ptr<engine::group_worker>> workers_;
  std::vector<part> parts_;
  std::vector<const roster_subject*> absent_;
  std::chrono::steady_clock::time_point last_lap_;
  engine::subject_store* store_ = nullptr;  // where subjects go; null: they are read
};

DUTYSCORE_INLINE std::vector<std::uint32_t> totals::sorted() const {
  std::vector<std::uint32_t> out(subjects_.size());
  std::iota(out.begin(), out.end(), std::uint32_t{0});
  std::sort(out.begin(), out.end(),
            [&](std::uint32_t a, std::uint32_t b) { return subjects_[a] < subjects_[b]; });
  return out;
}

DUTYSCORE_INLINE result<totals> total_points(const policy& policy, const batch& rows,
                                             const totals_options& options) {
  return totals_builder(policy, rows, options).run();
}

}  // namespace dutyscore
