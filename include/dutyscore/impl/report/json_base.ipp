#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/report/activity.hpp"
#include "dutyscore/report/statement.hpp"

// The JSON library and how reports write with it, for the bodies of this folder and of testing/;
// nothing else knows it. Defines nothing that two units could not both have.
namespace dutyscore::detail::report {

using json = nlohmann::ordered_json;

/// Bytes that are not UTF-8 become U+FFFD: a report is never refused for the text of a title.
inline std::string written(const json& value) {
  return value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

// What lists are made of, declared before the template that needs to know them.
json json_of(const message& m);
json json_of(const source& text, const captioned_span& s);
json json_of(const reported_activity& a);
json json_of(const refused_activity& r);
json json_of(const vetoing_activity& v);
json json_of(const statement_block& b);
json json_of(const diagnostic& d);
json json_of(const unmatched_kind& u);
json json_of(const bad_row& b);

template <class T>
json json_list(const std::vector<T>& list) {
  json out = json::array();
  for (const T& item : list) out.push_back(json_of(item));
  return out;
}

}  // namespace dutyscore::detail::report
