// Why a figure cannot be worked out.
#pragma once

#include <string>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/reading.hpp"

namespace dutyscore::engine {

inline diagnostic overflow_message(const std::string& subject, const block& in,
                                             const period& p) {
  return make_diagnostic("DS0402",
                         {subject, in.label, message{p.to_text(language::en), p.to_text(language::zh)}});
}

inline diagnostic fault_message(const std::string& subject, const block& in,
                                          const reading_fault& f) {
  const std::string_view code = f.why == failure::division_by_zero ? "DS0415"
                                : f.why == failure::uncovered      ? "DS0416"
                                                                   : "DS0417";
  return make_diagnostic(
      code, {subject, in.label, message{f.of.to_text(language::en), f.of.to_text(language::zh)}});
}

}  // namespace dutyscore::engine
