#include "cli/run.hpp"

#include <csignal>
#include <exception>
#include <new>

#include "cli/commands.hpp"
#include "dutyscore/core/file.hpp"
#include "dutyscore/core/messages.hpp"

namespace dutyscore::cli {
namespace {

using runner = exit_code (*)(const arguments&, const console&);
/// In the order of `command`.
constexpr runner runners[] = {run_check, run_fmt,     run_test,   run_score, run_explain,
                              run_rank,  run_compare, run_bounds, run_lint,  run_schema,
                              run_mutate, run_plan};

exit_code say_refused(const refused_arguments& r, const console& to) {
  to.say(r.why);
  const diagnostics failed = write_file("-", r.answer);
  to.say(failed);
  return failed.empty() ? r.code : exit_code::bad_input;
}

exit_code run_parsed(int argc, char** argv, const console& to) {
  const parsed p = parse_arguments(argc, argv, to.lang);
  if (const auto* refused = std::get_if<refused_arguments>(&p)) return say_refused(*refused, to);
  const arguments& a = std::get<arguments>(p);
  return runners[static_cast<std::size_t>(a.what)](a, to);
}

}  // namespace

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of writing, not a death
  const console to = console_for(language_of(argc, argv));
  try {
    return static_cast<int>(run_parsed(argc, argv, to));
  } catch (const std::bad_alloc&) {
    to.say(make_diagnostic("DS0913", {}));
    return static_cast<int>(exit_code::bad_input);
  } catch (const std::exception& e) {
    to.say(make_diagnostic("DS0910", {e.what()}));
    return static_cast<int>(exit_code::internal);
  }
}

}  // namespace dutyscore::cli
