// What the reference evaluator is given: a policy's tree and the tables beside it, as somebody
// typed them. Plain values.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/lang/ast.hpp"

namespace reference {

using dutyscore::date;
using dutyscore::period;
using dutyscore::period_unit;

/// One row of the table of activities. An absent cell is not in the map, or empty.
struct row {
  std::string subject, kind;
  date dated;  // its `date`
  std::optional<date> end, credited;
  std::string id;
  std::string standing = "confirmed";
  std::string since = "claimed";
  std::string reason;
  std::map<std::string, std::string> fields;

  /// The day that decides its period, order and entries.
  date day() const { return credited.value_or(dated); }
};

struct service {
  std::optional<date> from, to;
  std::string org_unit;
  std::map<std::string, std::string> fields;
};

struct person {
  std::string subject;
  std::vector<service> services;
};

struct input {
  std::shared_ptr<const dutyscore::ast::document> document;  // the first policy in it
  std::vector<row> rows;
  std::optional<std::vector<person>> roster;
  std::optional<date> through;
};

enum class basis { claimed, reviewed, confirmed };
inline constexpr std::array all_bases{basis::claimed, basis::reviewed, basis::confirmed};

}  // namespace reference
