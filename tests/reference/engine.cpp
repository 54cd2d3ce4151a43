#include "engine.hpp"

#include <algorithm>

#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"

namespace reference {
namespace {

namespace ds = dutyscore;

void add_row(ds::batch_builder& to, const ds::schema& schema, const row& r, std::size_t number) {
  const auto set = [&](ds::fixed_column c, const std::string& text) {
    to.read(ds::column_of(c), text);
  };
  to.begin_row(number);
  set(ds::fixed_column::subject, r.subject);
  set(ds::fixed_column::kind, r.kind);
  set(ds::fixed_column::date, r.dated.to_string());
  if (r.credited) set(ds::fixed_column::credited, r.credited->to_string());
  if (r.end) set(ds::fixed_column::end, r.end->to_string());
  set(ds::fixed_column::id, r.id);
  set(ds::fixed_column::standing, r.standing);
  set(ds::fixed_column::since, r.since);
  set(ds::fixed_column::reason, r.reason);
  for (std::size_t i = 0; i < schema.activity.size(); ++i)
    if (const auto cell = r.fields.find(schema.activity[i].name); cell != r.fields.end())
      to.read(ds::column_of_field(i), cell->second);
  to.end_row();
}

ds::cell_value cell_of(const ds::schema_field& f, const std::string& text) {
  switch (f.type) {
    case ds::value_type::text:
      return {0, text};
    case ds::value_type::flag:
      return {text == "yes" || text == "是", {}};
    case ds::value_type::date:
      return {date::parse(text).value().days(), {}};
    default:
      return {static_cast<std::int64_t>(read_number(text).value()), {}};
  }
}

ds::roster roster_of(const ds::schema& schema, const std::vector<person>& people) {
  std::vector<ds::roster_subject> out;
  for (const person& p : people) {
    ds::roster_subject subject{p.subject, p.subject, {}};
    for (const service& s : p.services) {
      ds::service stretch{s.from, s.to, s.org_unit, {}};
      for (const ds::schema_field& f : schema.subject) {
        const auto cell = s.fields.find(f.name);
        stretch.fields.push_back(cell == s.fields.end() ? f.default_value.value()
                                                        : cell_of(f, cell->second));
      }
      subject.services.push_back(std::move(stretch));
    }
    out.push_back(std::move(subject));
  }
  return ds::roster(std::move(out));
}

ds::source_ptr source_of(const std::string& text) {
  return std::make_shared<const ds::source>("case", text);
}

}  // namespace

ds::batch rows_of(const ds::policy& policy, const generated_case& c,
                  const std::vector<std::size_t>& some) {
  ds::batch_builder rows(policy.schema());
  for (const std::size_t r : some) add_row(rows, policy.schema(), c.rows[r], r + 1);
  return rows.finish();
}

std::optional<ds::roster> roster_of(const ds::policy& policy, const generated_case& c) {
  if (!c.roster) return std::nullopt;
  return roster_of(policy.schema(), *c.roster);
}

ds::evaluate_options options_of(const ds::policy& policy, const generated_case& c) {
  ds::evaluate_options options;
  options.subjects = roster_of(policy, c);
  options.through = c.through;
  options.bad_rows = ds::on_bad_row::report;
  options.fuse_from = c.rows.size() % 5 == 0 ? 1'000'000 : 0;  // mostly the way of large batches
  return options;
}

ds::result<ds::book> evaluate(const ds::policy& policy, const generated_case& c,
                              const std::vector<std::size_t>& order) {
  std::vector<std::size_t> all = order;
  for (std::size_t r = 0; order.empty() && r < c.rows.size(); ++r) all.push_back(r);
  return ds::evaluate(policy, rows_of(policy, c, all), options_of(policy, c));
}

std::optional<std::string> refusal_of(const std::string& policy) {
  const auto tree = ds::parse(source_of(policy));
  if (!tree) return ds::to_text(tree.messages(), ds::language::en);
  const auto policies = ds::check(*tree);
  if (policies) return std::nullopt;
  return ds::to_text(policies.messages(), ds::language::en);
}

}  // namespace reference
