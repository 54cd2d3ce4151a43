#pragma once

#include <stdexcept>

#include "dutyscore/data/roster.hpp"

namespace dutyscore {
namespace detail {

DUTYSCORE_INLINE bool are_in_order(const std::vector<service>& services) {
  for (std::size_t i = 0; i < services.size(); ++i) {
    const service& s = services[i];
    if (s.from && s.to && *s.to < *s.from) return false;
    if (i > 0 && (!services[i - 1].to || !s.from || *s.from <= *services[i - 1].to)) return false;
  }
  return !services.empty();
}

}  // namespace detail

DUTYSCORE_INLINE roster::roster(std::vector<roster_subject> subjects, progress_watch* watch) {
  progress_pulse pulse(watch, 4'096);
  auto index = std::make_shared<std::unordered_map<std::string_view, std::size_t>>();
  auto kept = std::make_shared<const std::vector<roster_subject>>(std::move(subjects));
  index->reserve(kept->size());
  for (std::size_t i = 0; i < kept->size(); ++i) {
    const roster_subject& s = (*kept)[i];
    pulse();
    if (!index->emplace(s.subject, i).second)
      throw std::invalid_argument("dutyscore: a roster names a subject twice: " + s.subject);
    if (!detail::are_in_order(s.services))
      throw std::invalid_argument("dutyscore: services must follow each other in time: " +
                                  s.subject);
  }
  subjects_ = std::move(kept);
  index_ = std::move(index);
}

DUTYSCORE_INLINE const roster_subject* roster::find(std::string_view subject) const {
  const auto found = index_->find(subject);
  return found == index_->end() ? nullptr : &(*subjects_)[found->second];
}

}  // namespace dutyscore
