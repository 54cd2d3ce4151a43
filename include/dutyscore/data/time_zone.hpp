// Where on earth a day begins: what turns the instants of a table into days. Only readers of
// timestamps need it; everything else knows days alone. Immutable; a cheap handle.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

class time_zone {
 public:
  /// `UTC`, an offset such as `+08:00`, or a name such as `Asia/Shanghai` of the time zone
  /// database, where the system has it (in $TZDIR or /usr/share/zoneinfo). Nothing when it is none
  /// of these.
  static std::optional<time_zone> find(std::string_view name);

  /// How many seconds clocks there are ahead of UTC at an instant, in seconds since 1970.
  std::int32_t offset_at(std::int64_t instant) const;

 private:
  /// Clocks show this from `since` on.
  struct stretch {
    std::int64_t since = INT64_MIN;
    std::int32_t offset = 0;
  };
  explicit time_zone(std::vector<stretch> stretches)
      : stretches_(std::make_shared<const std::vector<stretch>>(std::move(stretches))) {}

  std::shared_ptr<const std::vector<stretch>> stretches_;  // in order; the first begins it all
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/time_zone.ipp"
#endif
