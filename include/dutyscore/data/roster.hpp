// Who is assessed, since when, and where they belong. Immutable; a cheap handle like batch.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore {

/// One stretch of service.
struct service {
  std::optional<date> from;           // absent: from the day the policy came into force
  std::optional<date> to;             // absent: for ever
  std::string org_unit;               // `区/街道`, empty when not given
  std::vector<cell_value> fields;     // in the order of schema::subject
};

struct roster_subject {
  std::string subject;
  std::string name;                   // equal to `subject` when not given
  std::vector<service> services;      // ordered in time, not overlapping
};

class roster {
 public:
  /// Subjects in the order of the data. `watch` is asked meanwhile.
  explicit roster(std::vector<roster_subject> subjects, progress_watch* watch = nullptr);
  const std::vector<roster_subject>& subjects() const { return *subjects_; }
  const roster_subject* find(std::string_view subject) const;

 private:
  std::shared_ptr<const std::vector<roster_subject>> subjects_;
  std::shared_ptr<const std::unordered_map<std::string_view, std::size_t>> index_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/roster.ipp"
#endif
