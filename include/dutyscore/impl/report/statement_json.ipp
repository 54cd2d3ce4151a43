#pragma once

#include "dutyscore/impl/report/json.ipp"
#include "dutyscore/report/statement.hpp"

namespace dutyscore {

DUTYSCORE_INLINE std::string to_json(const statement& s) {
  return detail::report::written(detail::report::json_of(s));
}

}  // namespace dutyscore
