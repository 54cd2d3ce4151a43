// The numbers of a policy by name, so that somebody outside can ask "what if": `visit.award` is
// what a visit earns, `visit.cap.month` its limit. Works on the tree, whatever the clauses mean.
//
// A path is BLOCK.CLAUSE, and where that is not enough the period of a limit, the row of a
// table, or `#2` for the second such clause: `donation.award.100` is the row from 100,
// `donation.award.100.from` its border, `grade.优秀` the border of a grade, `honoured.top` the
// size of a list, `duty.cap.year` or `cap.year` a limit of the policy itself,
// `activity.hours.to` the bound of a field, `visit.award.when` the number of a condition (`.n2`
// the second of several). Keywords may be written in Chinese.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/lang/ast.hpp"

namespace dutyscore {

struct named_number {
  message path;  // the shortest that names this number alone
  decimal value;
  span where;
};

struct number_change {
  std::string path;  // any that names one number alone
  decimal value;
};

/// In the order of the text. A number that no path can tell from others is left out.
std::vector<named_number> numbers_of(const ast::document& document);

/// The program as if its author had written the new numbers: with a text, and so with places, of
/// its own. An unknown path is an error that shows which ones there are.
result<ast::document> with_numbers(const ast::document& document,
                                   std::span<const number_change> changes);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/lang/numbers.ipp"
#endif
