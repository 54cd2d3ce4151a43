// Classes of a fused plan told apart by ranges of a number column, where all numbers of a range give
// the same points: thresholds, and whole quanta as far as a few dozens of them. Not for users.
#pragma once

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "dutyscore/core/quick_division.hpp"
#include "dutyscore/plan/fused.hpp"

namespace dutyscore::detail {

/// What the additions over one column ask of ranges.
class range_borders {
 public:
  void note(const fused_addition& a) {
    for (const piece& p : a.pieces) {
      borders_.insert(p.from);
      if (p.slope == 0) continue;
      is_regular_ = is_regular_ && p.of.times == 1 && p.of.bias == 0 && p.of.size >= least_step;
      step_ = std::gcd(step_, p.of.size);
    }
    // At an odd millionth a border would be finer than quotients ask for; rows just below go to slots.
    if (a.most < std::numeric_limits<std::int64_t>::max()) borders_.insert((a.most + 1) / 64 * 64);
  }
  void note(const range_borders& other) {
    borders_.insert(other.borders_.begin(), other.borders_.end());
    step_ = std::gcd(step_, other.step_);
  }
  bool is_regular() const { return is_regular_; }

  /// Of so many borders beside the steps that finding the range of a number is a matter of few
  /// comparisons; nothing otherwise.
  std::optional<fused_dimension> dimension(std::uint32_t column) const {
    fused_dimension out{.column = column, .kind = dimension_kind::range};
    out.step = step_ == 0 ? longest_step : step_;
    out.numbers = step_ == 0 ? 1 : most_steps;
    while (!set_borders(out))
      if (!shorten(out)) return std::nullopt;
    if (out.borders.size() > most_borders) return std::nullopt;
    return out;
  }

 private:
  static constexpr std::int64_t least_step = decimal::scale / 2;
  static constexpr std::int64_t longest_step = std::int64_t{1} << 50;  // where there are none
  static constexpr std::size_t most_steps = 63, most_borders = 6;

  /// Fewer steps, or a shorter one that none asked for.
  bool shorten(fused_dimension& d) const {
    if (step_ != 0) return (d.numbers /= 2) > 0;
    return (d.step /= 2) >= decimal::scale;
  }
  /// False where a border is finer than what quotients ask for.
  bool set_borders(fused_dimension& d) const {
    const auto times = static_cast<std::int64_t>(d.numbers);
    if (!quick_division::can_divide(d.step, times)) return false;
    const std::uint32_t shift = quick_division(d.step, times).shift;
    d.borders.clear();
    for (const std::int64_t b : borders_)
      if (b < d.end() && b % d.step != 0) d.borders.push_back(b);
    return std::all_of(d.borders.begin(), d.borders.end(),
                       [&](std::int64_t b) { return b >> shift << shift == b; });
  }

  std::set<std::int64_t> borders_;
  std::int64_t step_ = 0;
  bool is_regular_ = true;
};

/// The class of the rows whose number lies in the range [first, last].
class class_in_range {
 public:
  class_in_range(const fused_class& c, std::uint32_t column, std::int64_t first, std::int64_t last)
      : of_(c), column_(column), first_(first), last_(last) {}

  /// Nothing where the range does not decide what is added.
  std::optional<fused_class> run() const {
    if (of_.is_judged || !is_decided()) return std::nullopt;
    fused_class out;
    out.is_judged = false;
    out.may_be_refused = of_.may_be_refused;
    out.fates = fates();
    out.additions = settled(of_.additions, out.fates.size() > 1);
    if (out.fates.size() == 1) out.fates.assign(out.additions.front().pieces.size(), class_fate{out.fates[0]});
    for (const fused_kept& k : of_.kept) {
      fused_kept& made = out.kept.emplace_back();
      made.block = k.block;
      for (const fused_value& v : k.values)
        made.values.push_back({v.field, v.sum.empty() ? v.sum : settled(v.sum, false)});
    }
    return out;
  }

 private:
  bool is_decided() const {
    const auto all = [&](const std::vector<fused_addition>& sum) {
      return std::all_of(sum.begin(), sum.end(), [&](const fused_addition& a) {
        return a.column != column_ || is_decided(a);
      });
    };
    return all(of_.additions) &&
           std::all_of(of_.kept.begin(), of_.kept.end(), [&](const fused_kept& k) {
             return std::all_of(k.values.begin(), k.values.end(),
                                [&](const fused_value& v) { return all(v.sum); });
           });
  }
  bool is_decided(const fused_addition& a) const {
    const piece& p = piece_of(a);
    const bool is_one_piece = &p == &a.pieces.back() || (&p)[1].from > last_;
    return is_one_piece && last_ <= a.most &&
           (p.slope == 0 || p.of.count(first_) == p.of.count(last_));
  }
  /// The piece in which the range lies.
  const piece& piece_of(const fused_addition& a) const {
    return *std::find_if(a.pieces.rbegin(), a.pieces.rend(),
                         [&](const piece& p) { return p.from <= first_; });
  }

  std::vector<class_fate> fates() const {
    const fused_addition& told_by = of_.additions.front();
    if (told_by.column != column_) return of_.fates;
    return {of_.fates[static_cast<std::size_t>(&piece_of(told_by) - told_by.pieces.data())]};
  }
  /// Without constants of 0, but for the first where the fate is told by its pieces, or the only one.
  std::vector<fused_addition> settled(const std::vector<fused_addition>& sum,
                                      bool keeps_first) const {
    std::vector<fused_addition> out;
    for (const fused_addition& a : sum) {
      if (a.column != none && a.column != column_) {
        out.push_back(a);
        continue;
      }
      const piece& p = piece_of(a);
      const std::int64_t value = p.base + (p.slope == 0 ? 0 : p.slope * p.of.count(first_));
      if (value != 0 || (keeps_first && &a == sum.data())) out.push_back(constant(a.slot, value));
    }
    if (out.empty()) out.push_back(constant(none, 0));
    return out;
  }
  static fused_addition constant(std::uint32_t slot, std::int64_t value) {
    return {slot, none, std::numeric_limits<std::int64_t>::max(), {piece{0, value}}};
  }

  const fused_class& of_;
  std::uint32_t column_;
  std::int64_t first_, last_;
};

/// Tells the classes of a plan apart by ranges of the columns that most kinds ask for.
class range_splitter {
 public:
  explicit range_splitter(fused_plan& p) : plan_(p) {
    for (const fused_kind& k : p.kinds)
      for (const fused_dimension& d : k.dimensions) done_.insert(d.column);
  }

  void run() {
    for (std::size_t n = 0; n < most_columns; ++n) {
      const auto found = next_column();
      if (!found) return;
      split_by(*found);
      done_.insert(found->column);
    }
  }

 private:
  /// Every row pays for each.
  static constexpr std::size_t most_columns = 2;
  static constexpr std::size_t most_classes = 2'048, most_classes_of_all = 30'000;

  std::size_t classes_of(const fused_kind& k) const {
    return std::max<std::size_t>(1, k.classes * plan_.starts.size());
  }
  std::span<fused_class> classes_of(std::size_t kind) const {
    const fused_kind& k = plan_.kinds[kind];
    return std::span(plan_.classes).subspan(k.first_class, classes_of(k));
  }

  /// By column, what a kind asks for.
  std::map<std::uint32_t, range_borders> borders_of(std::size_t kind) const {
    std::map<std::uint32_t, range_borders> out;
    for (const fused_class& c : classes_of(kind)) {
      note(c.additions, out);
      for (const fused_kept& k : c.kept)
        for (const fused_value& v : k.values) note(v.sum, out);
    }
    return out;
  }
  void note(const std::vector<fused_addition>& sum,
            std::map<std::uint32_t, range_borders>& to) const {
    for (const fused_addition& a : sum)
      if (a.column != none && a.column != plan_.days_column) to[a.column].note(a);
  }

  std::optional<fused_dimension> next_column() {
    asked_.clear();
    struct of_column {
      range_borders all;
      std::vector<std::size_t> kinds;
    };
    std::map<std::uint32_t, of_column> columns;
    for (std::size_t k = 0; k < plan_.kinds.size(); ++k)
      for (const auto& [column, of_kind] : asked_.emplace_back(borders_of(k))) {
        if (!of_kind.is_regular() || done_.contains(column)) continue;
        columns[column].all.note(of_kind);
        columns[column].kinds.push_back(k);
      }
    std::optional<fused_dimension> best;
    std::size_t most_kinds = 0;
    for (const auto& [column, of] : columns) {
      if (of.kinds.size() <= most_kinds) continue;
      auto made = of.all.dimension(column);
      if (!made) continue;
      best = std::move(made);
      most_kinds = of.kinds.size();
    }
    return best;
  }

  bool takes(std::size_t kind, const fused_dimension& by) const {
    const auto of = asked_[kind].find(by.column);
    return of != asked_[kind].end() && of->second.is_regular() &&
           classes_of(plan_.kinds[kind]) * by.size() <= most_classes;
  }

  void split_by(const fused_dimension& by) {
    const std::vector<std::int64_t> firsts = firsts_of(by);
    std::vector<fused_class> made;
    std::size_t left = plan_.classes.size();
    for (std::size_t k = 0; k < plan_.kinds.size(); ++k) {
      fused_kind& kind = plan_.kinds[k];
      const std::span<fused_class> classes = classes_of(k);
      const bool is_split =
          takes(k, by) && made.size() + left + classes.size() * by.size() <= most_classes_of_all;
      left -= classes.size();
      kind.first_class = static_cast<std::uint32_t>(made.size());
      if (!is_split) {
        made.insert(made.end(), std::make_move_iterator(classes.begin()),
                    std::make_move_iterator(classes.end()));
        continue;
      }
      for (const fused_class& c : classes) add_ranges(c, by.column, firsts, made);
      kind.dimensions.push_back(by);
      kind.classes *= static_cast<std::uint32_t>(by.size());
    }
    made.push_back(plan_.classes.back());
    plan_.classes = std::move(made);
  }

  /// Where each range begins, and the last one ends.
  static std::vector<std::int64_t> firsts_of(const fused_dimension& d) {
    std::vector<std::int64_t> out = d.borders;
    for (std::size_t n = 0; n <= d.numbers; ++n)
      out.push_back(d.step * static_cast<std::int64_t>(n));
    std::sort(out.begin(), out.end());
    return out;
  }

  static void add_ranges(const fused_class& c, std::uint32_t column,
                         const std::vector<std::int64_t>& firsts, std::vector<fused_class>& to) {
    for (std::size_t n = 0; n + 1 < firsts.size(); ++n)
      to.push_back(class_in_range(c, column, firsts[n], firsts[n + 1] - 1).run().value_or(c));
    to.push_back(c);
  }

  fused_plan& plan_;
  std::vector<std::map<std::uint32_t, range_borders>> asked_;  // by kind
  std::set<std::uint32_t> done_;  // columns that tell classes apart
};

}  // namespace dutyscore::detail
