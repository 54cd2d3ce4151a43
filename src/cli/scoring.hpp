// From the arguments of score, explain and rank to a book of scores.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/report/account.hpp"
#include "dutyscore/report/run_stats.hpp"

namespace dutyscore::cli {

struct scored {
  book scores;
  policy rules;
  std::optional<period> in;          // of --period, by the policy's calendar
  exit_code code = exit_code::done;  // bad_input when bad rows were left out
  run_stats stats = {};
};

/// Nothing when the input is bad; what is wrong with it is said.
std::optional<scored> score(const arguments& a, const console& to);

/// The period of --period under this policy; false when it is none of its periods, which is said.
bool read_period(const arguments& a, const policy& rules, const console& to,
                 std::optional<period>& in);

/// Says why; the exit code of a command that found nothing to do.
exit_code nothing_to_do(const console& to, const message& why);
inline const message nobody_has_a_score{"nobody has a score", "没有可计分的人"};

/// That of --by, else that of the period asked for, else a year.
period_unit unit_of_rows(const arguments& a, const std::optional<period>& in);

/// One of several accounts of the same activities.
struct account_request {
  std::span<const std::string> activities;
  std::vector<std::string> ignore_columns = {};  // beside those of the arguments
  std::optional<date> through = std::nullopt;
};
std::optional<scored> score(const policy& rules, const account_request& what, const arguments& a,
                            const console& to);

/// Points without a book, for outputs that ask for nothing else.
struct summed {
  policy rules;
  totals points;
  std::optional<period> in;
  exit_code code = exit_code::done;
  run_stats stats = {};
};
std::optional<summed> sum(const arguments& a, const console& to);

/// What CSV has no place for goes to standard error: rows, `through`, basis, and kinds that no
/// indicator takes.
void say_account(const row_account& account, const arguments& a, const console& to);

}  // namespace dutyscore::cli
