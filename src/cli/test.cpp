#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/coverage.hpp"
#include "dutyscore/core/file.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/testing/scenario_text.hpp"
#include "dutyscore/testing/scenario_update.hpp"

namespace dutyscore::cli {
namespace {

using outcomes = std::vector<scenario_outcome>;

std::string rendered(const outcomes& all, format f, const console& to) {
  switch (f) {
    case format::json:
      return to_json(all);
    case format::junit:
      return to_junit(all, to.lang);
    case format::tap:
      return to_tap(all, to.lang);
    default:
      return to_text(all, to.lang, to.colours_out);
  }
}

/// The names of all scenarios, with their policies' or alone, as a filter may give them.
std::vector<std::string> names_known(const arguments& a) {
  std::vector<std::string> out;
  const auto all = run_scenarios(a.files, {"", true});
  if (!all) return out;
  for (const scenario_outcome& o : *all) out.insert(out.end(), {o.name, o.policy + "/" + o.name});
  return out;
}

exit_code say_nothing_to_do(const arguments& a, const console& to) {
  const message why = a.filter ? phrase("no scenario fits", {*a.filter}) : phrase("no scenario");
  diagnostic d = make_diagnostic("DS0912", {why});
  if (a.filter)
    if (const auto meant = closest(*a.filter, names_known(a)))
      d.hints.push_back(did_you_mean(*meant));
  to.say(d);
  return exit_code::nothing_to_do;
}

/// Whether every file could be written.
bool write_updates(const std::vector<source_update>& updates, const console& to) {
  bool all_written = true;
  for (const source_update& u : updates) {
    const diagnostics failed = write_file(u.before->name(), u.after);
    to.say(failed);
    if (failed.empty()) to.note(to_text({u}, to.lang));
    all_written = all_written && failed.empty();
  }
  return all_written;
}

/// A failed scenario says more than a figure that it left too low.
exit_code add_coverage(const coverage_report& report, const arguments& a, const console& to,
                       exit_code code) {
  if (!write_coverage(report, a, to)) return exit_code::bad_input;
  return code == exit_code::done && !is_enough(report, a, to) ? exit_code::answer_is_no : code;
}

}  // namespace

exit_code run_test(const arguments& a, const console& to) {
  const bool is_measured = !a.list && (!a.coverages.empty() || a.least_coverage);
  std::optional<coverage_collector> collected(std::in_place);
  scenario_options options{a.filter.value_or(""), a.list, is_measured ? &*collected : nullptr};
  auto all = run_scenarios(a.files, options);
  if (all && a.update) {
    const auto updates = updates_of(*all);
    if (!write_updates(updates, to)) return exit_code::bad_input;
    if (!updates.empty()) {
      collected.emplace();
      all = run_scenarios(a.files, options);
    }
  }
  to.say(all.messages());
  if (!all) return exit_code::bad_input;
  if (all->empty()) return say_nothing_to_do(a, to);
  const auto make = [&](format f) { return a.list ? to_names(*all) : rendered(*all, f, to); };
  const bool failed = count(*all, scenario_status::failed) > 0;
  const exit_code code = answer(to, a, make, failed ? exit_code::answer_is_no : exit_code::done);
  return is_measured ? add_coverage(collected->report(), a, to, code) : code;
}

}  // namespace dutyscore::cli
