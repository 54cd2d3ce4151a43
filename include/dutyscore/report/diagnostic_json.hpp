// Diagnostics for programs: JSON with both languages, and SARIF for the editors and services that
// show it.
#pragma once

#include <string>

#include "dutyscore/core/diagnostic.hpp"

namespace dutyscore {

/// `{"diagnostics": [{"code", "severity", "message": {"en", "zh"}, "places": […], "hints": […]}]}`.
std::string to_json(const diagnostics& list);
/// SARIF 2.1.0.
std::string to_sarif(const diagnostics& list, language lang, std::string_view version);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/diagnostic_json.ipp"
#endif
