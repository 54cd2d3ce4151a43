// One function for each command. All that is wrong with the input is said; exceptions are defects.
#pragma once

#include "cli/arguments.hpp"
#include "cli/console.hpp"

namespace dutyscore::cli {

exit_code run_check(const arguments& a, const console& to);
exit_code run_fmt(const arguments& a, const console& to);
exit_code run_test(const arguments& a, const console& to);
exit_code run_score(const arguments& a, const console& to);
exit_code run_explain(const arguments& a, const console& to);
exit_code run_rank(const arguments& a, const console& to);
exit_code run_compare(const arguments& a, const console& to);
exit_code run_bounds(const arguments& a, const console& to);
exit_code run_lint(const arguments& a, const console& to);
exit_code run_schema(const arguments& a, const console& to);
exit_code run_plan(const arguments& a, const console& to);
exit_code run_mutate(const arguments& a, const console& to);

}  // namespace dutyscore::cli
