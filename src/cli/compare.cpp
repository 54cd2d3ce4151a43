#include <algorithm>

#include "cli/commands.hpp"
#include "cli/policies.hpp"
#include "cli/scoring.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/comparison.hpp"

namespace dutyscore::cli {
namespace {

/// The policy of a file, with the numbers that are set in it.
std::optional<policy> policy_of(const std::string& path, const std::vector<number_change>& changes,
                                const console& to) {
  read_document read = read_document_from(path);
  to.say(read.found);
  if (!read.tree) return std::nullopt;
  if (!changes.empty()) {
    // What is wrong with the file itself is said about the file itself.
    const result<policy> unchanged = compile(*read.tree);
    result<ast::document> changed = unchanged ? with_numbers(*read.tree, changes)
                                              : result<ast::document>(unchanged.messages());
    if (!changed) to.say(changed.messages());
    if (!changed) return std::nullopt;
    read.tree = *std::move(changed);
  }
  result<policy> out = compile(*read.tree);
  to.say(out.messages());
  if (!out) return std::nullopt;
  return *std::move(out);
}

rendering rendering_of(const comparison& c, bool detail, language lang) {
  return [&c, detail, lang](format f) {
    if (f == format::json) return to_json(c);
    return f == format::csv ? to_csv(c, lang, detail) : to_text(c, lang, detail);
  };
}

}  // namespace

exit_code run_compare(const arguments& a, const console& to) {
  const std::string& old_file = a.files.front();
  const auto old_rules = policy_of(old_file, {}, to);
  const auto new_rules = policy_of(a.new_policy.value_or(old_file), a.changes, to);
  std::optional<period> in;
  if (!old_rules || !new_rules || !read_period(a, *new_rules, to, in)) return exit_code::bad_input;
  const schema &old_columns = old_rules->schema(), &new_columns = new_rules->schema();
  const auto before = score(
      *old_rules, {a.activities, titles_unknown_to(old_columns, new_columns), a.through_day}, a, to);
  if (!before) return exit_code::bad_input;
  const auto after = score(*new_rules,
                           {a.activities, titles_unknown_to(new_columns, old_columns),
                            before->scores.through()},
                           a, to);
  if (!after) return exit_code::bad_input;
  const auto compared = compare(before->scores, after->scores,
                                compare_options{unit_of_rows(a, in), in, a.on});
  to.say(compared.messages());
  if (!compared) return exit_code::bad_input;
  const exit_code code =
      answer(to, a, rendering_of(*compared, a.detail, to.lang), std::max(before->code, after->code));
  if (code != exit_code::done || !compared->periods.empty()) return code;
  return nothing_to_do(to, nobody_has_a_score);
}

}  // namespace dutyscore::cli
