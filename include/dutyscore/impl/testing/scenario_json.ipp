#pragma once

#include <string>
#include <vector>

#include "dutyscore/impl/report/json_base.ipp"
#include "dutyscore/impl/testing/scenario_text.ipp"
#include "dutyscore/testing/scenario_text.hpp"

namespace dutyscore {
namespace detail::scenarios {

using report::json;

DUTYSCORE_INLINE json json_of(const evidence& e) {
  json out{{"day", e.day ? json(e.day->to_string()) : json()},
           {"place", e.place},
           {"what", report::json_of(e.what)},
           {"worth", report::json_of(e.worth)}};
  out["points"] = e.points ? json(e.points->to_string()) : json();
  out["cite"] = e.cite;
  return out;
}

DUTYSCORE_INLINE json json_of(const scenario_outcome& o, const expectation_failure& f) {
  json out{{"what", report::json_of(f.what)},
           {"expected", report::json_of(f.expected)},
           {"got", report::json_of(f.got)},
           {"place", report::json_of(*o.source, {f.where, {}})}};
  out["behind"] = json::array();
  for (const evidence& e : f.behind) out["behind"].push_back(json_of(e));
  return out;
}

DUTYSCORE_INLINE json json_of(const scenario_outcome& o) {
  json out{{"name", o.name},
           {"policy", o.policy},
           {"place", report::json_of(*o.source, {o.where, {}})},
           {"status", std::string(words_of(o.status).code)},
           {"checks", o.checks}};
  if (o.status == scenario_status::skipped) {
    out["holds"] = o.is_done_todo();
    out["problems"] = report::json_list(o.problems);
  }
  out["failures"] = json::array();
  for (const expectation_failure& f : o.failures) out["failures"].push_back(json_of(o, f));
  out["reproduce"] = command_to_run(o);
  return out;
}

}  // namespace detail::scenarios

DUTYSCORE_INLINE std::string to_json(const std::vector<scenario_outcome>& outcomes) {
  using detail::report::json;
  json list = json::array();
  for (const scenario_outcome& o : outcomes) list.push_back(detail::scenarios::json_of(o));
  json out{{"schema", 1}};
  out["scenarios"] = std::move(list);
  out["counts"] = json{{"scenarios", outcomes.size()}};
  for (const detail::scenarios::status_words& w : detail::scenarios::statuses)
    out["counts"][std::string(w.code)] = count(outcomes, w.status);
  return detail::report::written(out);
}

}  // namespace dutyscore
