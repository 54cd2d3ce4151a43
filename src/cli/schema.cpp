#include "cli/commands.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/schema_table.hpp"

namespace dutyscore::cli {

exit_code run_schema(const arguments& a, const console& to) {
  const auto rules = compile_file(a.files.front());
  to.say(rules.messages());
  if (!rules) return exit_code::bad_input;
  const schema& s = rules->schema();
  const auto make = [&](format f) {
    if (f == format::json) return to_json(s);
    if (f == format::csv) return to_csv_header(s, table_kind::activities, to.lang);
    return to_text(s, to.lang);
  };
  return answer(to, a, make);
}

}  // namespace dutyscore::cli
