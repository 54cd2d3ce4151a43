// Amendments: further texts of what a policy has, and things that it did not have.
#pragma once

#include "generate/blocks.hpp"

namespace reference::making {

class amendments : public blocks {
 public:
  using blocks::blocks;

 protected:
  void all_amendments() {
    std::set<date> days;
    for (int i = d_.between(1, 2); i > 0; --i) {
      const force_days& whole = blocks_[0].force;
      const date earliest = std::max(whole.first, dutyscore::day(2022, 12, 1).first);
      const date from = earliest + d_.between(1, 300);
      if (from <= whole.last) days.insert(from);
    }
    for (const date from : days) amendment(from);
  }

 private:
  void amendment(date from) {
    from_ = from;
    touched_.clear();
    open(cat({w("amend from ", "修订 "), date_text(from),
              d_.percent(50) ? cat({w(" cite ", " 依据 "), quoted("修正案")}) : ""}));
    const std::size_t before = lines.size();
    for (std::size_t b = 1, count = blocks_.size(); b < count; ++b)
      if (d_.percent(20) && may_replace(b)) replace(b, b);
    if (d_.percent(30)) own_clauses();
    if (d_.percent(20)) added_indicator(0, blocks_.size());
    for (std::size_t k = 0; k < vetoes_.size(); ++k)
      if (d_.percent(15) && may_end(vetoes_[k].force) && is_untouched(around(k)) &&
          lasts(blocks_[around(k)].force))
        veto(k, from_on(blocks_[around(k)].force), vetoes_[k].kinds);
    for (std::size_t g = 0; g < grades_.size(); ++g)
      if (d_.percent(20)) grade(g);
    for (std::size_t l = 0; l < lists_.size(); ++l)
      if (d_.percent(20) && may_end(lists_[l].force)) list(l, from_on(blocks_[0].force));
    if (lines.size() == before) added_indicator(0, blocks_.size());
    close();
  }

  // --- What may be replaced: it was in force before, and so was all that stands in it.

  bool may_end(const force_days& f) const { return f.last < from_ || f.first < from_; }
  bool lasts(const force_days& outer) const { return outer.last >= from_; }
  bool may_end_whole(std::size_t b) const {
    const known_block& k = blocks_[b];
    return may_end(k.force) &&
           std::all_of(k.vetoes.begin(), k.vetoes.end(),
                       [&](std::size_t v) { return may_end(vetoes_[v].force); }) &&
           std::all_of(k.members.begin(), k.members.end(),
                       [&](std::size_t m) { return may_end_whole(m); });
  }
  /// Neither it nor a block around it or in it has been amended by this amendment.
  bool is_untouched(std::size_t b) const {
    return std::none_of(touched_.begin(), touched_.end(), [&](std::size_t t) {
      return is_around(t, b) || is_around(b, t);
    });
  }
  bool may_replace(std::size_t b) const {
    return is_untouched(b) && may_end_whole(b) && lasts(blocks_[blocks_[b].parent].force);
  }
  std::size_t around(std::size_t veto) const {
    for (std::size_t b = 0; b < blocks_.size(); ++b)
      for (const std::size_t k : blocks_[b].vetoes)
        if (k == veto) return b;
    return 0;
  }

  // --- Replacing.

  void replace(std::size_t b, std::size_t points_before) {
    touched_.insert(b);
    if (blocks_[b].is_indicator)
      indicator(b, blocks_[b].kinds, {true, points_before});
    else
      replace_category(b, points_before);
  }
  /// What is not stated again ends.
  void replace_category(std::size_t b, std::size_t points_before) {
    open(cat({w("category", "大类"), " ", blocks_[b].name, label(30)}));
    blocks_[b].force = own_force(outer_of(b), 10);
    const auto old_members = blocks_[b].members;
    bool has_one = false;
    for (const std::size_t m : old_members) {
      if (!d_.percent(75)) {
        end_whole(m);
        continue;
      }
      replace(m, std::min(points_before, m));
      has_one = true;
    }
    if (!has_one || d_.percent(20)) added_indicator(b, points_before);
    restate_vetoes(b);
    limits_of_category(b, blocks_[b].kinds);
    close();
  }
  void end_whole(std::size_t b) {
    blocks_[b].force.last = std::min(blocks_[b].force.last, from_ - 1);
    for (const std::size_t k : blocks_[b].vetoes)
      vetoes_[k].force.last = std::min(vetoes_[k].force.last, from_ - 1);
    for (const std::size_t m : blocks_[b].members) end_whole(m);
  }

  // --- Adding.

  void added_indicator(std::size_t parent, std::size_t points_before) {
    const std::size_t here = new_block(fresh(), true, parent);
    touched_.insert(here);
    indicator(here, blocks_[parent].kinds, {true, points_before});
  }
  /// An amendment replaces all of the policy's own clauses of the keywords that it has.
  void own_clauses() {
    if (d_.percent(60)) caps_and_floors(blocks_[0].awards);
    if (d_.percent(15)) weight();
    if (d_.percent(15)) accept(kinds, met_by(0));
    if (d_.percent(15) && !(blocks_[0].is_uniform && blocks_[0].of_lines == sign::deduct)) bases();
  }

  std::set<std::size_t> touched_;
};

}  // namespace reference::making
