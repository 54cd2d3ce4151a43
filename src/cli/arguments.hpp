// What the user asked for, checked: every word is known, every date and period exists.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/exit_code.hpp"
#include "dutyscore/core/date.hpp"
#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/data/schema.hpp"
#include "dutyscore/lang/numbers.hpp"

namespace dutyscore::cli {

enum class command : unsigned char {
  check,
  fmt,
  test,
  score,
  explain,
  rank,
  compare,
  bounds,
  lint,
  schema,
  mutate,
  plan,
};

enum class format : unsigned char { pretty, json, csv, junit, sarif, tap, lcov, html, github };

/// Where one copy of the answer goes; `-` is standard output.
struct output_target {
  cli::format format = format::pretty;
  std::string path = "-";
};

/// The options as written. One member for each, so that a table can bind them.
struct words_given {
  std::vector<std::string> files;
  std::optional<std::string> lang, format, roster, through, basis, by, period, subject, within,
      on_bad_row, filter, jobs, fail_under;
  std::vector<std::string> output, ignore_columns, set, coverage;
  bool detail = false, refused = false, account = false, statement = false,
       ignore_unknown_columns = false, stats = false;
  bool check = false, diff = false, write = false;
  bool list = false, update = false;
};

struct arguments : words_given {
  command what = command::check;
  language messages = language::en;
  std::optional<language> spelling;  // of fmt
  std::vector<output_target> outputs;
  std::optional<date> through_day;
  std::optional<std::string> new_policy;  // of compare; absent: the first file with what is set
  std::vector<std::string> activities;    // of compare
  std::vector<number_change> changes;     // of --set
  dutyscore::basis on = dutyscore::basis::confirmed;
  period_unit by_unit = period_unit::year;
  bool report_bad_rows = false;
  std::vector<output_target> coverages;
  std::optional<decimal> least_coverage;  // percent
  unsigned jobs_wanted = 0;  // 0: one for each processor
};

/// The arguments, or what to say and which code to end with when there is nothing to run.
struct refused_arguments {
  diagnostics why;     // to standard error
  std::string answer;  // to standard output: help, version
  exit_code code = exit_code::usage;
};
using parsed = std::variant<arguments, refused_arguments>;

/// `messages` is the language of help texts.
parsed parse_arguments(int argc, char** argv, language messages);

/// What --jobs says, else one for each processor.
unsigned threads_of(const arguments& a);

/// From `--lang` in the arguments, else the locale of the environment; English when they do not
/// say.
language language_of(int argc, char** argv);

std::optional<language> language_named(std::string_view word);

}  // namespace dutyscore::cli
