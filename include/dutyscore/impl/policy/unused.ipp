// Warnings: what the author declared and no rule ever looks at. Only beside no error: a name that
// is misspelt where it is read would be reported twice.
#pragma once

#include "dutyscore/impl/policy/checker.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE void warn_unused(checker& c, const field_table& fields) {
  if (has_error(c.messages)) return;
  for (std::size_t i = 0; i < fields.trees.size(); ++i)
    if (!fields.is_read[i])
      report(c, "DS0290", fields.trees[i]->name.where, {fields.trees[i]->name.text});
}

}  // namespace dutyscore::detail::checking
