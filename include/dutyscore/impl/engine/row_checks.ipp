// Rows that count nowhere, and what a batch and a roster must have before they can be judged.
// Shared by all who go through a batch. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/judge.hpp"

namespace dutyscore::engine {

class row_checks {
 public:
  row_checks(const plan& p, const bound_rows& rows, const evaluate_options& options,
             progress_watch* watch = nullptr)
      : plan_(p), bound_(rows), options_(options), watch_(watch) {
    is_bad_.assign(data().rows, false);
  }

  const std::vector<bool>& is_bad() const { return is_bad_; }
  bool any_bad() const { return !bad_.empty(); }

  /// What keeps rows from being judged at all, whatever they say.
  void run() {
    find_unlisted_subjects();
    find_id_clashes();
  }

  /// A policy that reads fields of the roster needs one, unless every such field has a default.
  std::optional<diagnostic> missing_roster() const {
    if (!plan_.reads_roster || options_.subjects) return std::nullopt;
    for (const schema_field& f : plan_.policy.schema().subject)
      if (!f.default_value) return make_diagnostic("DS0404", {f.label});
    return std::nullopt;
  }

  void mark_failures(std::span<const std::uint32_t> rows, const verdicts& judged) {
    for (const row_failure& f : judged.failures) mark_failed(rows[f.row], f);
  }

  void mark_failed(std::uint32_t row, const row_failure& f) {
    mark_bad(row, message_of(plan_, f, place_of(row)));
  }

  /// All bad rows in the order of the data, those included that did not become columns.
  std::vector<bad_row> take_bad_rows() {
    collect_bad_rows();
    return std::move(bad_);
  }

  static diagnostics messages_of(const std::vector<bad_row>& bad) {
    constexpr std::size_t most_messages = 100;
    diagnostics out;
    for (const bad_row& b : bad) {
      if (out.size() == most_messages) break;
      out.push_back(b.why);
    }
    if (bad.size() > most_messages)
      out.push_back(make_diagnostic(
          "DS0407", {std::to_string(bad.size()), std::to_string(most_messages)}));
    return out;
  }

 private:
  const batch_data& data() const { return bound_.data(); }

  void collect_bad_rows() {
    bad_.insert(bad_.end(), data().bad.begin(), data().bad.end());
    progress_pulse pulse(watch_);
    std::stable_sort(bad_.begin(), bad_.end(), [&](const bad_row& a, const bad_row& b) {
      pulse();
      return std::pair(a.file, a.row) < std::pair(b.file, b.row);
    });
  }

  // ---- rows that count nowhere ----

  data_place place_of(std::uint32_t row, std::string column = {}) const {
    const std::uint32_t file = data().file_of(row);
    return {file < data().files.size() ? data().files[file] : "",
            data().number_of(row),
            std::move(column),
            {}};
  }

  void mark_bad(std::uint32_t row, diagnostic why) {
    if (is_bad_[row]) return;
    is_bad_[row] = true;
    bad_.push_back({data().file_of(row), data().number_of(row), std::move(why)});
  }

  void find_unlisted_subjects() {
    if (!bound_.has_roster()) return;
    progress_pulse pulse(watch_);
    for (std::uint32_t row = 0; row < data().rows; ++row, pulse())
      if (!bound_.entry_of(row))
        mark_bad(row, make_diagnostic("DS0405", {data().texts.text(data().subject[row])},
                                      place_of(row, "subject")));
  }

  /// Rows with the same id, subject and a basis in common are all bad. Rows that are bad anyway
  /// take no part.
  void find_id_clashes() {
    if (data().id.empty()) return;
    const auto no_id = data().texts.find("");
    std::vector<std::uint32_t> rows;
    progress_pulse pulse(watch_);
    for (std::uint32_t row = 0; row < data().rows; ++row, pulse())
      if (!is_bad_[row] && data().id[row] != no_id) rows.push_back(row);
    const auto key = [&](std::uint32_t row) {
      return std::pair(data().subject[row], data().id[row]);
    };
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
      pulse();
      return key(a) < key(b);
    });
    judge by_id(plan_, bound_, false);
    verdicts judged;
    for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end, pulse()) {
      while (end < rows.size() && key(rows[end]) == key(rows[begin])) ++end;
      const auto of_id = std::span(rows).subspan(begin, end - begin);
      if (!have_basis_in_common(of_id)) continue;  // as a claim and what is left of it on review
      by_id.run(of_id, judged);
      mark_failures(of_id, judged);
      mark_clashes(of_id);
    }
  }

  bool counts_on_basis(std::uint32_t row, std::size_t b) const {
    const basis_range range = range_of(data().since[row], data().standing[row]);
    return !is_bad_[row] && counts_on(range, static_cast<basis>(b));
  }

  bool have_basis_in_common(std::span<const std::uint32_t> rows) const {
    for (std::size_t b = 0; b < basis_count; ++b)
      if (std::count_if(rows.begin(), rows.end(),
                        [&](std::uint32_t row) { return counts_on_basis(row, b); }) > 1)
        return true;
    return false;
  }

  void mark_clashes(std::span<const std::uint32_t> rows) {
    std::array<std::vector<std::uint32_t>, basis_count> on_basis;
    for (std::uint32_t row : rows)
      for (std::size_t b = 0; b < basis_count; ++b)
        if (counts_on_basis(row, b)) on_basis[b].push_back(row);
    for (const auto& together : on_basis)
      if (together.size() > 1)
        for (std::uint32_t row : together)
          mark_bad(row, make_diagnostic("DS0406",
                                        {data().texts.text(data().id[row]),
                                         data().texts.text(data().subject[row])},
                                        place_of(row, "id")));
  }

  const plan& plan_;
  const bound_rows& bound_;
  const evaluate_options& options_;
  progress_watch* watch_;
  std::vector<bool> is_bad_;
  std::vector<bad_row> bad_;
};

}  // namespace dutyscore::engine
