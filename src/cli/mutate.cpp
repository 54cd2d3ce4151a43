#include <algorithm>
#include <vector>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/testing/mutation_text.hpp"

namespace dutyscore::cli {
namespace {

/// Scenarios that do not hold are no mistake of the text: the answer is no.
exit_code code_of(const diagnostics& why) {
  const bool is_failure = std::all_of(why.begin(), why.end(), [](const diagnostic& d) {
    return d.level != severity::error || d.code == "DS0560";
  });
  return is_failure ? exit_code::answer_is_no : exit_code::bad_input;
}

result<mutation_report> run(const std::vector<std::string>& files, const mutation_options& options,
                            const console& to) {
  progress shown(to.shows_progress, to.lang);
  shown.step({"asking the scenarios about every mutant", "正在逐个检验变异"});
  return mutate(files, options);
}

}  // namespace

exit_code run_mutate(const arguments& a, const console& to) {
  mutation_options options;
  options.threads = threads_of(a);
  const auto report = run(a.files, options, to);
  to.say(report.messages());
  if (!report) return code_of(report.messages());
  if (report->scenarios == 0) {
    to.say(make_diagnostic("DS0912", {message{"there is no scenario", "没有算例"}}));
    return exit_code::nothing_to_do;
  }
  const auto make = [&](format f) {
    return f == format::json ? to_json(*report) : to_text(*report, to.lang, to.colours_out);
  };
  return answer(
      to, a, make,
      report->count(mutant_fate::survived) > 0 ? exit_code::answer_is_no : exit_code::done);
}

}  // namespace dutyscore::cli
