#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/impl/testing/scenario_place.ipp"
#include "dutyscore/testing/scenario_update.hpp"

namespace dutyscore {
namespace detail::scenarios {

DUTYSCORE_INLINE source_update& update_of(std::vector<source_update>& all, const source_ptr& s) {
  const auto known = std::find_if(all.begin(), all.end(),
                                  [&](const source_update& u) { return u.before == s; });
  return known != all.end() ? *known : all.emplace_back(source_update{s, {}, {}});
}

DUTYSCORE_INLINE void apply(source_update& u) {
  std::sort(u.changes.begin(), u.changes.end(),
            [](const auto& a, const auto& b) { return a.where.begin < b.where.begin; });
  std::uint32_t at = 0;
  for (const expectation_change& c : u.changes) {
    u.after += u.before->text({at, c.where.begin});
    u.after += c.after;
    at = c.where.end;
  }
  u.after += u.before->text({at, static_cast<std::uint32_t>(u.before->text().size())});
}

}  // namespace detail::scenarios

DUTYSCORE_INLINE std::vector<source_update> updates_of(
    const std::vector<scenario_outcome>& outcomes) {
  std::vector<source_update> out;
  for (const scenario_outcome& o : outcomes) {
    if (o.status != scenario_status::failed) continue;
    for (const expectation_failure& f : o.failures)
      if (f.mend)
        detail::scenarios::update_of(out, o.source)
            .changes.push_back({o.name, f.what, f.mend->where,
                                std::string(o.source->text(f.mend->where)), f.mend->text});
  }
  for (source_update& u : out) detail::scenarios::apply(u);
  return out;
}

DUTYSCORE_INLINE std::string to_text(const std::vector<source_update>& updates, language lang) {
  std::string out;
  for (const source_update& u : updates)
    for (const expectation_change& c : u.changes) {
      const std::string place = detail::scenarios::place_of(*u.before, c.where);
      out += phrase("scenario updated", {place, c.what, c.before, c.after}).in(lang) + "\n";
    }
  return out;
}

}  // namespace dutyscore
