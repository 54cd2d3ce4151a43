// Functions over a period: count, days, sum, points, previous, ratio, served, length, last_day.
#pragma once

#include "account.hpp"

namespace reference {

/// Where an expression about a period is read.
struct moment {
  std::size_t block = 0;  // whose force and service count, and what a bare count() is about
  period when;
  date until;             // figures are those of [when.first, until]
  date last_day;
};

/// The functions, and `subject.NAME` as of the last served day of the period. Other names are the
/// caller's to add.
scope figures(account& a, const moment& m);

/// The blocks whose activities or points a derived line's expression asks for; itself for bare
/// functions.
std::set<std::size_t> blocks_asked(const regulation& r, std::size_t around,
                                   dutyscore::ast::expr_id id);

}  // namespace reference
