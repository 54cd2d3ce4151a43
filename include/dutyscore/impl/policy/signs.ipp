// Which blocks award and which deduct, over all their texts. Blocks that only deduct are counted in
// deducted points; a choice by points needs points of one sign.
#pragma once

#include "dutyscore/impl/policy/circles.ipp"

namespace dutyscore::detail::checking {

/// Blocks that nothing below can award count deducted points, which only a cap limits.
DUTYSCORE_INLINE void find_deducting_blocks(checker& c) {
  struct found {
    bool awards = false, deducts = false;
  };
  std::vector<found> below(c.policy.blocks.size());
  for (std::size_t i = c.policy.blocks.size(); i-- > 0;) {
    block& b = c.policy.blocks[i];
    below[i].awards = below[i].awards || !b.bases.empty();
    for (const line& l : b.lines) (l.is_deduction ? below[i].deducts : below[i].awards) = true;
    for (const period_line& l : b.period_lines)
      (l.is_deduction ? below[i].deducts : below[i].awards) = true;
    b.counts_deductions = below[i].deducts && !below[i].awards;
    if (b.parent == none) continue;
    below[b.parent].awards = below[b.parent].awards || below[i].awards;
    below[b.parent].deducts = below[b.parent].deducts || below[i].deducts;
  }
}

DUTYSCORE_INLINE void check_no_floor(checker& c, const block& b, span at) {
  hint(report(c, "DS0275", at, {b.name}), "write cap");
}

DUTYSCORE_INLINE void check_floors(checker& c) {
  for (const block& b : c.policy.blocks) {
    if (!b.counts_deductions) continue;
    for (const limit& l : b.floors) check_no_floor(c, b, l.where);
    for (const keyed_limit& l : b.keyed_limits)
      if (!l.is_cap) check_no_floor(c, b, l.where);
  }
}

/// Where points above and below 0 may come from. What cannot be told counts as its keyword says.
struct signs {
  std::optional<span> above, below;
  void take(const bounds& b, bool is_deduction, span at) {
    const bool may_be_above = !b.most || *b.most > decimal{};
    const bool may_be_below = b.least && *b.least < decimal{};
    if ((is_deduction ? may_be_below : may_be_above) && !above) above = at;
    if ((is_deduction ? may_be_above : may_be_below) && !below) below = at;
  }
  void take(const signs& other) {
    if (!above) above = other.above;
    if (!below) below = other.below;
  }
  bool are_both() const { return above && below; }
};

DUTYSCORE_INLINE signs signs_of_lines(const checker& c, const block& b) {
  signs out;
  for (const line& l : b.lines)
    out.take(bounds_of(c, l.value, on_activities(c.kinds_below[0])), l.is_deduction, l.where);
  return out;
}

/// Whole periods of `inner` make up those of `outer`.
DUTYSCORE_INLINE bool nests(period_unit inner, period_unit outer) {
  if (inner == outer || outer == period_unit::overall) return true;
  if (outer == period_unit::term) return inner <= period_unit::month;
  return inner < outer && outer <= period_unit::year;
}

/// A floor of 0 in every text keeps each period from going below 0.
DUTYSCORE_INLINE bool has_floor_of_zero(const block& b, period_unit per) {
  for (std::uint32_t v = 0; v < b.versions.size(); ++v)
    if (std::none_of(b.floors.begin(), b.floors.end(), [&](const limit& l) {
          return l.version == v && l.computed == none && l.points == decimal{} && nests(l.per, per);
        }))
      return false;
  return true;
}

DUTYSCORE_INLINE signs signs_of_block(const checker& c, block_id id, period_unit per) {
  const block& b = c.policy.blocks[id];
  signs out = signs_of_lines(c, b);
  for (const period_line& l : b.period_lines)
    out.take(bounds_of(c, l.value, on_period(stage::period, l.per, id)), l.is_deduction, l.where);
  for (const base& one : b.bases)
    out.take(one.computed == none ? exactly(one.points) : bounds{}, false, one.where);
  for (const block_id member : b.members) out.take(signs_of_block(c, member, per));
  if (has_floor_of_zero(b, per)) out.below.reset();
  return out;
}

DUTYSCORE_INLINE void report_both(checker& c, std::string_view code, span at, const signs& s) {
  diagnostic& d = report(c, code, at, {});
  also(d, *s.above, "awards here");
  also(d, *s.below, "deducts here");
}

/// highest and best of an indicator choose among activities, that of a category among members.
DUTYSCORE_INLINE void check_signs(checker& c) {
  for (const block& b : c.policy.blocks) {
    for (const selection& s : b.selections) {
      if (s.kind != selection_kind::best) continue;
      const signs found = signs_of_lines(c, b);
      if (found.are_both()) report_both(c, "DS0625", s.where, found);
    }
    for (const highest& h : b.highests) {
      signs found;
      for (const block_id member : b.members) found.take(signs_of_block(c, member, h.per));
      if (found.are_both()) report_both(c, "DS0626", h.where, found);
    }
  }
}

}  // namespace dutyscore::detail::checking
