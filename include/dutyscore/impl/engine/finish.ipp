#pragma once

#include <algorithm>
#include <map>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/finish.hpp"
#include "dutyscore/engine/segments.hpp"

namespace dutyscore::engine {

/// Checks cells against the plan, then lays them out as evaluate() would have.
class finishing {
 public:
  finishing(std::shared_ptr<const plan> p, std::span<const subject_cells* const> cells,
            const finishing_options& options)
      : book_(std::make_shared<book_data>(std::move(p))),
        cells_(cells),
        options_(options),
        pulse_(options.watch, 1024) {
    book_->keeps_rows = false;
    book_->stores.resize(1);
    book_->subjects_entry = options.subjects;
  }

  result<book> run() {
    diagnostics wrong;
    for (const subject_cells* c : cells_) {
      if (auto why = fault_of(*c)) wrong.push_back(*std::move(why));
      pulse_();
    }
    if (!wrong.empty()) return wrong;
    if (!set_through()) return make_diagnostic("DS0403", {});
    intern_texts();
    add_subjects();
    count_rows();
    const roster* entries = book_->subjects_entry ? &*book_->subjects_entry : nullptr;
    book_->rows = batch(texts_);
    book_->bound = std::make_unique<bound_rows>(book_->plan, book_->rows, entries);
    return book(book_);
  }

 private:
  /// A 64-bit cell holds this much of a larger sum.
  static constexpr int128 piece = int128{1} << 62;
  static constexpr int128 most_pieces = 4096;

  const roster_subject* entry_of(const std::string& subject) const {
    return book_->subjects_entry ? book_->subjects_entry->find(subject) : nullptr;
  }

  // ---- what rows under this plan cannot give ----

  std::optional<diagnostic> fault_of(const subject_cells& c) {
    if (book_->subjects_entry && !entry_of(c.subject))
      return make_diagnostic("DS0405", {c.subject});
    if (c.entry != mark_of(entry_of(c.subject))) return make_diagnostic("DS0425", {c.subject});
    if (c.has_double_id()) return make_diagnostic("DS0424", {c.subject});
    if (!is_sound(c)) return make_diagnostic("DS0428", {c.subject});
    for (const auto& [key, count] : c.kept.parts()) {
      if (count > static_cast<int128>(options_.most_activities - activities_))
        return make_diagnostic("DS0429", {std::to_string(options_.most_activities)});
      activities_ += static_cast<std::size_t>(count);
    }
    return std::nullopt;
  }

  bool is_sound(const subject_cells& c) const {
    if (c.has_negative_count()) return false;
    const auto all = [](const auto& group, auto holds) {
      return std::all_of(group.parts().begin(), group.parts().end(),
                         [&](const auto& part) { return holds(part.first, part.second); });
    };
    return all(c.sums, [&](const sum_key& k, int128 sum) { return is_sound(k, sum); }) &&
           all(c.kept, [&](const kept_key& k, int128) { return is_sound(k); }) &&
           all(c.rows, [&](const row_key& k, int128 rows) {
             return is_stretch(k.dated) && is_stretch(k.counted) && rows <= INT64_MAX / 4096;
           }) &&
           all(c.refusals, [&](const refusal_key& k, int128) {
             return is_stretch(k.counted) && is_sound(k);
           });
  }

  bool is_sound(const sum_key& k, int128 sum) const {
    const date d = date::from_days(k.segment);
    const bool is_first = book_->plan.segment == period_unit::day || is_stretch(k.segment);
    return is_first && d >= date::min() && k.place / basis_range_count < book_->plan.slots.size() &&
           sum / piece < most_pieces && sum / piece > -most_pieces;
  }

  bool is_sound(const kept_key& k) const {
    const plan& p = book_->plan;
    if (k.block >= p.indicators.size() || !p.indicators[k.block].keeps_activities) return false;
    const indicator_plan& of = p.indicators[k.block];
    const auto texts = std::count(of.key_is_text.begin(), of.key_is_text.end(), 1);
    if (k.numbers.size() != of.width() || k.texts.size() != static_cast<std::size_t>(texts))
      return false;
    for (std::size_t i = 0; i < of.keys.size(); ++i)
      if (of.key_is_text[i] && k.numbers[1 + i] != 0) return false;
    // Readings turn signs.
    return std::count(k.numbers.begin(), k.numbers.end(), INT64_MIN) == 0;
  }

  bool is_sound(const refusal_key& k) const {
    const policy_data& p = book_->plan.policy.data();
    return (k.block == none || k.block < p.blocks.size()) &&
           (k.veto == none || k.veto < p.vetoes.size());
  }

  bool is_stretch(std::int32_t day) const {
    return memo_.first_of_stretch(book_->plan, day) == day;
  }

  // ---- laying out ----

  bool set_through() {
    std::optional<date> latest;
    for (const subject_cells* c : cells_)
      for (const auto& [key, count] : c->rows.parts())
        latest = std::max(latest.value_or(date::min()), date::from_days(key.counted));
    if (!options_.through && !latest) return false;
    book_->through =
        options_.through ? *options_.through : period_of(*latest, period_unit::month).last;
    return true;
  }

  void intern_texts() {
    texts_->texts.intern("");  // code 0, as in the batch of a reader
    for (const subject_cells* c : cells_) {
      for (const auto& [key, count] : c->kept.parts())
        for (const std::string& text : key.texts) texts_->texts.intern(text);
      for (const auto& [key, count] : c->unmatched.parts()) texts_->texts.intern(key.kind);
      pulse_();
    }
  }

  void add_subjects() {
    std::map<std::string_view, const subject_cells*> by_name;
    if (book_->subjects_entry)
      for (const roster_subject& entry : book_->subjects_entry->subjects())
        by_name[entry.subject] = nullptr;
    for (const subject_cells* c : cells_) {
      if (!c->empty()) by_name[c->subject] = c;
      pulse_();
    }
    static const subject_cells nothing;
    for (const auto& [name, cells] : by_name) add_subject(name, cells ? *cells : nothing);
  }

  void add_subject(std::string_view name, const subject_cells& c) {
    pulse_();
    subject_data& to = book_->subjects.emplace_back();
    book_->names.emplace_back(name);
    to.entry = entry_of(book_->names.back());
    to.cells_begin = store().cells.size();
    for (const auto& [key, sum] : c.sums.parts()) add_cells(key, sum);
    to.cells_end = store().cells.size();
    to.kept_begin = store().kept.size();
    for (const auto& [key, count] : c.kept.parts())
      for (int128 n = count; n > 0; --n) {
        add_kept(key);
        pulse_();
      }
    to.kept_end = store().kept.size();
    book_->refused.push_back(c.refusals);
    serve(to, c);
  }

  void serve(subject_data& to, const subject_cells& c) {
    date earliest = c.empty() ? book_->through : date::max();
    for (const auto& [key, count] : c.rows.parts()) {
      earliest = std::min(earliest, date::from_days(key.dated));
      to.latest =
          std::max(to.latest, last_of_stretch(book_->plan, date::from_days(key.counted)));
    }
    to.earliest = earliest;
    const force& whole = book_->plan.policy->blocks[0].in_force;
    to.service =
        service_of(to.entry, whole, book_->plan.policy->calendar, earliest).within(whole);
  }

  void add_cells(const sum_key& key, int128 sum) {
    for (; sum > piece; sum -= piece)
      store().cells.push_back({static_cast<std::int64_t>(piece), key.segment, key.place});
    for (; sum < -piece; sum += piece)
      store().cells.push_back({static_cast<std::int64_t>(-piece), key.segment, key.place});
    store().cells.push_back({static_cast<std::int64_t>(sum), key.segment, key.place});
  }

  void add_kept(const kept_key& key) {
    store().kept.push_back({key.day, key.block, key.range, store().values.size()});
    const indicator_plan& of = book_->plan.indicators[key.block];
    std::size_t next = 0;
    for (std::size_t i = 0; i < key.numbers.size(); ++i) {
      const bool is_text = i >= 1 && i <= of.keys.size() && of.key_is_text[i - 1];
      store().values.push_back(is_text ? *texts_->texts.find(key.texts[next++]) : key.numbers[i]);
    }
  }

  void count_rows() {
    for (const subject_cells* c : cells_) {
      pulse_();
      for (const auto& [key, rows] : c->rows.parts())
        count_rows(key, static_cast<std::uint64_t>(rows));
      for (const auto& [key, rows] : c->unmatched.parts())
        for (std::size_t b = 0; b < basis_count; ++b)
          if (counts_on(key.range, static_cast<basis>(b)))
            book_->unmatched[*texts_->texts.find(key.kind)][b] += static_cast<std::uint64_t>(rows);
    }
  }

  void count_rows(const row_key& key, std::uint64_t rows) {
    for (std::size_t b = 0; b < basis_count; ++b) {
      row_counts& out = book_->counts[b];
      out.rows += rows;
      const bool counts = counts_on(key.range, static_cast<basis>(b));
      std::uint64_t& to = !counts                         ? out.not_on_basis
                          : key.fate == row_fate::counted ? out.counted
                          : key.fate == row_fate::refused ? out.refused
                                                          : out.unmatched;
      to += rows;
    }
  }

  cell_store& store() { return book_->stores.front(); }

  std::shared_ptr<book_data> book_;
  std::span<const subject_cells* const> cells_;
  const finishing_options& options_;
  std::shared_ptr<batch_data> texts_ = std::make_shared<batch_data>();
  std::size_t activities_ = 0;
  mutable stretch_memo memo_;
  progress_pulse pulse_;
};

DUTYSCORE_INLINE result<book> book_of_cells(std::shared_ptr<const plan> p,
                                            std::span<const subject_cells* const> cells,
                                            const finishing_options& options) {
  return finishing(std::move(p), cells, options).run();
}

}  // namespace dutyscore::engine
