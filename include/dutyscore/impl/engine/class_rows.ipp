#pragma once

#include <algorithm>
#include <map>

#include "dutyscore/engine/class_rows.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE class_book::class_book(const plan& p) : fused_(fuse(p)) {
  add_kinds();
  for (const fused_class& c : fused_.classes) add_class(c);
}

DUTYSCORE_INLINE void class_book::add_kinds() {
  std::map<std::uint32_t, std::size_t> numbers;
  for (const fused_kind& k : fused_.kinds)
    for (const fused_dimension& d : k.dimensions)
      if (numbers.try_emplace(d.column, dimensions_.size()).second) dimensions_.push_back(&d);
  width_ = 2 + dimensions_.size();
  last_kind_ = fused_.kinds.size();
  kinds_.resize((last_kind_ + 1) * width_);
  for (std::size_t k = 0; k < last_kind_; ++k) {
    const fused_kind& of = fused_.kinds[k];
    kinds_[k * width_] = of.first_class;
    kinds_[k * width_ + 1] = of.classes;
    std::uint32_t factor = 1;
    for (auto d = of.dimensions.rbegin(); d != of.dimensions.rend(); ++d) {
      kinds_[k * width_ + 2 + numbers.at(d->column)] = factor;
      factor *= static_cast<std::uint32_t>(d->size());
    }
  }
  kinds_[last_kind_ * width_] = static_cast<std::uint32_t>(fused_.classes.size() - 1);
}

DUTYSCORE_INLINE void class_book::add_class(const fused_class& c) {
  class_entry& to = classes_.emplace_back();
  to.fused = static_cast<std::uint32_t>(classes_.size() - 1);
  to.is_judged = c.is_judged;
  to.may_be_refused = c.may_be_refused;
  if (c.is_judged) return;
  to.is_constant = std::all_of(c.additions.begin(), c.additions.end(),
                               [](const fused_addition& a) { return a.column == none; });
  to.fate = c.fates.front();
  to.begin = static_cast<std::uint32_t>(to.is_constant ? constants_.size() : slots_.size());
  for (const fused_addition& a : c.additions) {
    if (!to.is_constant)
      slots_.push_back({a.slot, a.column, slot_function_of(a)});
    else if (a.slot != none)
      constants_.push_back({a.slot, a.pieces[0].base});
  }
  to.end = static_cast<std::uint32_t>(to.is_constant ? constants_.size() : slots_.size());
}

DUTYSCORE_INLINE std::vector<row_dimension> class_book::dimensions_of(
    const batch_data& data) const {
  std::vector<row_dimension> out;
  for (const fused_dimension* d : dimensions_) out.emplace_back(*d, data);
  return out;
}

DUTYSCORE_INLINE std::uint32_t class_book::stretch_of(date d) const {
  const auto next = std::upper_bound(fused_.starts.begin(), fused_.starts.end(), d);
  return static_cast<std::uint32_t>(next - fused_.starts.begin() - 1);
}

}  // namespace dutyscore::engine
