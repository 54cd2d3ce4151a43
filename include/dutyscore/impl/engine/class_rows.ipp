#pragma once

#include <algorithm>

#include "dutyscore/engine/class_rows.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE class_book::class_book(const plan& p) : fused_(fuse(p)) {
  add_kinds();
  for (const fused_class& c : fused_.classes) add_class(c);
}

DUTYSCORE_INLINE void class_book::add_kinds() {
  const std::vector<fused_column> columns = columns_of(fused_);
  for (const fused_column& c : columns) dimensions_.push_back(c.dimension);
  width_ = 2 + columns.size();
  last_kind_ = fused_.kinds.size();
  kinds_.resize((last_kind_ + 1) * width_);
  for (std::size_t k = 0; k < last_kind_; ++k) {
    std::uint32_t* const to = kinds_.data() + k * width_;
    to[0] = fused_.kinds[k].first_class;
    to[1] = fused_.kinds[k].classes;
    for (std::size_t d = 0; d < columns.size(); ++d) to[2 + d] = columns[d].factors[k];
  }
  kinds_[last_kind_ * width_] = static_cast<std::uint32_t>(fused_.classes.size() - 1);
}

DUTYSCORE_INLINE void class_book::add_class(const fused_class& c) {
  class_entry& to = classes_.emplace_back();
  to.fused = static_cast<std::uint32_t>(classes_.size() - 1);
  to.is_judged = c.is_judged || !c.kept.empty();
  to.may_be_refused = c.may_be_refused;
  if (to.is_judged) return;
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
