#include "engine.hpp"

#include <algorithm>
#include <functional>

#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "random.hpp"

namespace reference {
namespace {

namespace ds = dutyscore;

constexpr ds::basis engine_basis(basis on) { return static_cast<ds::basis>(on); }

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

std::vector<period> periods_of(const std::vector<period_unit>& units) {
  std::vector<period> out;
  for (const period_unit unit : units)
    for (period p = ds::period_of(ds::day(2022, 9, 1).first, unit);
         p.first <= ds::day(2024, 6, 30).first; p = ds::period_of(p.last + 1, unit))
      out.push_back(p);
  return out;
}

const std::vector<period>& all_periods() {
  static const auto all =
      periods_of({period_unit::month, period_unit::quarter, period_unit::half, period_unit::year});
  return all;
}
const std::vector<period>& years() {
  static const auto all = periods_of({period_unit::year});
  return all;
}

/// Reads every figure from both and remembers the first that differs.
class comparison {
 public:
  comparison(const ds::book& engine, const book& reference, std::uint64_t seed)
      : engine_(engine), reference_(reference), dice_(seed) {}

  std::optional<std::string> run() {
    everybody();
    for (const std::string& subject : reference_.subjects())
      if (!found_)
        for (const basis on : all_bases) one_subject(subject, on);
    return found_;
  }

 private:
  template <class T>
  void same(const T& engine, const T& reference, const std::function<std::string()>& what) {
    if (found_ || engine == reference) return;
    found_ = what() + "\n  engine:    " + text(engine) + "\n  reference: " + text(reference);
  }
  static std::string text(const std::string& s) { return s; }
  static std::string text(bool b) { return b ? "yes" : "no"; }
  static std::string text(const std::vector<std::string>& list) {
    std::string out;
    for (const std::string& s : list) out += s + "; ";
    return out;
  }
  static std::string text(const counts& n) {
    std::string out;
    for (const std::size_t one : {n.rows, n.bad, n.not_on_basis, n.unmatched, n.refused, n.counted})
      out += std::to_string(one) + " ";
    return out;
  }
  static std::string name_of(basis on) {
    return std::array{"claimed", "reviewed", "confirmed"}[static_cast<std::size_t>(on)];
  }
  std::size_t row_of(std::uint32_t index) const { return engine_.rows()->number_of(index) - 1; }
  const ds::policy_data& policy() const { return engine_.policy().data(); }

  void everybody() {
    same(engine_.subjects(), reference_.subjects(), [] { return "the subjects"; });
    if (reference_.through())
      same(engine_.through().to_string(), reference_.through()->to_string(),
           [] { return "through"; });
    std::vector<std::string> bad_rows, expected;
    for (const auto& b : engine_.bad()) bad_rows.push_back(std::to_string(b.row - 1));
    for (const auto& [r, why] : reference_.bad()) expected.push_back(std::to_string(r));
    std::sort(bad_rows.begin(), bad_rows.end());
    std::sort(expected.begin(), expected.end());
    same(bad_rows, expected, [] { return "the bad rows"; });
    for (const basis on : all_bases) {
      const ds::row_counts& n = engine_.counts(engine_basis(on));
      same(counts{n.rows, n.bad, n.not_on_basis, n.unmatched, n.refused, n.counted},
           reference_.counts(on), [&] {
             return "the counts (rows, bad, not on basis, unmatched, refused, counted) on " +
                    name_of(on);
           });
      for (const period& p : some_periods(6))
        if (!found_) ranks(p, on);
    }
  }
  static std::vector<std::string> names_of(const std::vector<period>& list) {
    std::vector<std::string> out;
    for (const period& p : list) out.push_back(p.to_string());
    return out;
  }
  void ranks(const period& p, basis on) {
    std::vector<std::string> engine, expected;
    const auto ranked = engine_.rank(p, engine_basis(on));
    const auto ranked_by_reference = reference_.rank(p, on);
    same(ranked.has_value(), ranked_by_reference.has_value(), [&] {
      return "whether conditions have a value in " + p.to_string() + " on " + name_of(on);
    });
    if (!ranked || !ranked_by_reference) return;
    for (const ds::ranked_subject& one : *ranked) {
      std::vector<std::string> lists;
      for (const std::uint32_t l : one.lists) lists.push_back(policy().lists[l].name);
      engine.push_back(place_text(one.rank, engine_.subjects()[one.subject], one.points.to_string(),
                                  one.grades, lists, one.vetoed));
    }
    for (const place& one : *ranked_by_reference)
      expected.push_back(
          place_text(one.rank, one.subject, show(one.points), one.grades, one.lists, one.vetoed));
    same(engine, expected,
         [&] { return "the ranking of " + p.to_string() + " on " + name_of(on); });
  }
  static std::string place_text(std::size_t rank, const std::string& subject,
                                const std::string& points, const std::vector<std::string>& grades,
                                const std::vector<std::string>& lists, bool vetoed) {
    return std::to_string(rank) + " " + subject + " " + points + " grades " + text(grades) +
           " lists " + text(lists) + (vetoed ? " vetoed" : "");
  }

  /// All years, and so many of the other periods.
  std::vector<period> some_periods(int others) {
    std::vector<period> out = years();
    while (others-- > 0) out.push_back(dice_.one_of(all_periods()));
    return out;
  }
  void one_subject(const std::string& subject, basis on) {
    const auto id = engine_.find(subject);
    if (!id) return;
    const auto at = [&](const char* what, const period& p) {
      return std::string(what) + " of " + subject + " in " + p.to_string() + " on " + name_of(on);
    };
    for (const period_unit unit :
         {period_unit::month, period_unit::quarter, period_unit::half, period_unit::year})
      same(names_of(engine_.periods(*id, unit)), names_of(reference_.periods(subject, unit)),
           [&] { return "the periods served by " + subject; });
    std::vector<period> some = some_periods(8);
    for (int i = 0; i < 2; ++i)
      some.push_back(ds::period_of(dice_.one_of(all_periods()).first + dice_.between(0, 20),
                                   period_unit::day));
    for (const period& p : some) {
      if (found_) return;
      same(engine_.served_in(*id, p), reference_.served_in(subject, p),
           [&] { return at("service", p); });
      same(engine_.org_unit(*id, p), reference_.org_unit(subject, p),
           [&] { return at("the org_unit", p); });
      points(*id, subject, p, on);
      same(entries_of_engine(*id, p, on), entries_of_reference(subject, p, on),
           [&] { return at("entries", p); });
      same(refusals_of_engine(*id, p, on), refusals_of_reference(subject, p, on),
           [&] { return at("refusals", p); });
      same(pending_of_engine(*id, p, on), pending_of_reference(subject, p, on),
           [&] { return at("pending", p); });
      same(unmatched_of_engine(*id, p, on), numbers(reference_.unmatched(subject, p, on)),
           [&] { return at("unmatched", p); });
    }
  }
  void points(ds::subject_id id, const std::string& subject, const period& p, basis on) {
    const auto all = engine_.points(id, p, engine_basis(on));
    if (!all)
      return void(found_ = "points failed: " + ds::to_text(all.messages(), ds::language::en));
    for (std::size_t b = 0; b < reference_.blocks(); ++b)
      same((*all)[b].to_string(), show(reference_.points(subject, b, p, on)), [&] {
        return "the points of " + subject + " in " + reference_.block_name(b) + " in " +
               p.to_string() + " on " + name_of(on);
      });
  }
  std::string clause_text(std::size_t b, clause what, std::size_t index) const {
    constexpr std::array names{"line", "event_cap", "base", "floor", "cap", "veto"};
    const bool is_veto = what == clause::veto, has_index = what != clause::event_cap;
    return reference_.block_name(b) + "." + names[static_cast<std::size_t>(what)] + " " +
           (is_veto     ? reference_.veto_name(index)
            : has_index ? std::to_string(index)
                        : "");
  }
  static std::vector<std::string> sorted(std::vector<std::string> list) {
    std::sort(list.begin(), list.end());
    return list;
  }
  std::vector<std::string> entries_of_engine(ds::subject_id id, const period& p, basis on) const {
    std::vector<std::string> out;
    const auto entries = engine_.entries(id, p, engine_basis(on));
    if (!entries) return {ds::to_text(entries.messages(), ds::language::en)};
    for (const ds::entry& e : *entries)
      if (e.points != ds::decimal{})  // the engine lists a line of 0 points too
        out.push_back(entry_text(e.day, e.block, static_cast<clause>(e.kind), e.clause,
                                 e.row == ds::none ? std::nullopt : std::optional(row_of(e.row)),
                                 e.points.to_string()));
    return sorted(out);
  }
  std::vector<std::string> entries_of_reference(const std::string& subject, const period& p,
                                                basis on) const {
    std::vector<std::string> out;
    for (const entry& e : reference_.entries(subject, p, on))
      out.push_back(entry_text(e.day, e.block, e.clause, e.index, e.row, show(e.points)));
    return sorted(out);
  }
  std::string entry_text(date day, std::size_t b, clause what, std::size_t index,
                         std::optional<std::size_t> row, const std::string& points) const {
    return day.to_string() + " " + clause_text(b, what, index) +
           (row ? " row " + std::to_string(*row) : "") + " " + points;
  }
  std::vector<std::string> refusals_of_engine(ds::subject_id id, const period& p, basis on) const {
    std::vector<std::string> out;
    for (const ds::refusal& r : engine_.refusals(id, p, engine_basis(on)))
      out.push_back(
          "row " + std::to_string(row_of(r.row)) + " " +
          (r.block == ds::none ? policy().vetoes[r.veto].name : policy().blocks[r.block].name) +
          ": " + r.reason.en);
    return sorted(out);
  }
  std::vector<std::string> refusals_of_reference(const std::string& subject, const period& p,
                                                 basis on) const {
    std::vector<std::string> out;
    for (const refusal& r : reference_.refusals(subject, p, on))
      out.push_back("row " + std::to_string(r.row) + " " +
                    (r.block ? reference_.block_name(*r.block) : reference_.veto_name(*r.veto)) +
                    ": " + r.reason);
    return sorted(out);
  }
  std::vector<std::string> pending_of_engine(ds::subject_id id, const period& p, basis on) const {
    std::vector<std::string> out;
    for (const ds::pending_entry& e : engine_.pending(id, p, engine_basis(on)))
      out.push_back(e.day.to_string() + " " + clause_text(e.block, clause::base, e.clause) + " " +
                    e.points.to_string());
    return sorted(out);
  }
  std::vector<std::string> pending_of_reference(const std::string& subject, const period& p,
                                                basis on) const {
    std::vector<std::string> out;
    for (const pending_entry& e : reference_.pending(subject, p, on))
      out.push_back(e.day.to_string() + " " + clause_text(e.block, clause::base, e.index) + " " +
                    show(e.points));
    return sorted(out);
  }
  std::vector<std::string> unmatched_of_engine(ds::subject_id id, const period& p, basis on) const {
    std::vector<std::size_t> out;
    for (const std::uint32_t r : engine_.unmatched_rows(id, p, engine_basis(on)))
      out.push_back(row_of(r));
    return numbers(out);
  }
  static std::vector<std::string> numbers(const std::vector<std::size_t>& list) {
    std::vector<std::string> out;
    for (const std::size_t n : list) out.push_back(std::to_string(n));
    return sorted(out);
  }

  const ds::book& engine_;
  const book& reference_;
  dice dice_;
  std::optional<std::string> found_;
};

bool is_blank(const std::string& line) { return line.find_first_not_of(' ') == std::string::npos; }
bool opens(const std::string& line) { return !is_blank(line) && line.back() == '{'; }
bool closes(const std::string& line) {
  return !is_blank(line) && line.find_first_not_of(' ') == line.size() - 1 && line.back() == '}';
}

/// The line after the one at `from` and, when it opens a block, after the block's end.
std::size_t end_of_clause(const std::vector<std::string>& lines, std::size_t from) {
  int depth = 0;
  for (std::size_t i = from; i < lines.size(); ++i) {
    depth += opens(lines[i]) - closes(lines[i]);
    if (depth <= 0) return i + 1;
  }
  return lines.size();
}

class shrinker {
 public:
  shrinker(generated_case c, std::uint64_t seed)
      : best_(std::move(c)), seed_(seed), what_(what_differs(best_)) {}

  generated_case run() {
    for (bool smaller = true; smaller;) {
      smaller = drop_rows();
      smaller = drop_clauses() || smaller;
      smaller = drop_people() || smaller;
      smaller = simplify_rows() || smaller;
    }
    return best_;
  }

 private:
  bool keep_if_it_fails(generated_case candidate) {
    if (refusal_of(candidate.text())) return false;
    drop_cells_without_field(candidate);
    if (what_differs(candidate) != what_) return false;
    best_ = std::move(candidate);
    return true;
  }
  /// What kind of figure it is, so that one disagreement does not turn into another on the way.
  std::string what_differs(const generated_case& c) const {
    return disagreement(c, seed_).value_or("").substr(0, 10);
  }
  static void drop_cells_without_field(generated_case& c) {
    const ds::policy policy = ds::compile(c.text()).value();
    const auto drop = [](std::map<std::string, std::string>& cells,
                         const std::vector<ds::schema_field>& fields) {
      std::erase_if(cells, [&](const auto& cell) {
        return std::none_of(fields.begin(), fields.end(),
                            [&](const auto& f) { return f.name == cell.first; });
      });
    };
    for (row& r : c.rows) drop(r.fields, policy.schema().activity);
    if (c.roster)
      for (person& p : *c.roster)
        for (service& s : p.services) drop(s.fields, policy.schema().subject);
  }
  template <class Change>
  bool attempt(Change change) {
    generated_case candidate = best_;
    change(candidate);
    return keep_if_it_fails(std::move(candidate));
  }
  bool drop_rows() {
    bool any = false;
    for (std::size_t size = std::max<std::size_t>(best_.rows.size() / 2, 1); size > 0; size /= 2)
      for (std::size_t i = 0; i < best_.rows.size();) {
        const auto first = static_cast<std::ptrdiff_t>(i);
        const auto last = static_cast<std::ptrdiff_t>(std::min(i + size, best_.rows.size()));
        const bool dropped =
            attempt([&](auto& c) { c.rows.erase(c.rows.begin() + first, c.rows.begin() + last); });
        any = any || dropped;
        if (!dropped) i += size;
      }
    return any;
  }
  bool drop_clauses() {
    bool any = false;
    for (std::size_t i = 1; i + 1 < best_.policy.size();) {
      const auto first = static_cast<std::ptrdiff_t>(i),
                 last = static_cast<std::ptrdiff_t>(end_of_clause(best_.policy, i));
      const bool dropped = !closes(best_.policy[i]) && attempt([&](auto& c) {
        c.policy.erase(c.policy.begin() + first, c.policy.begin() + last);
      });
      any = any || dropped || unwrap(i);
      if (!dropped) ++i;
    }
    return any;
  }
  /// Leaves out a category, but not what is in it.
  bool unwrap(std::size_t i) {
    if (!opens(best_.policy[i])) return false;
    const auto first = static_cast<std::ptrdiff_t>(i),
               last = static_cast<std::ptrdiff_t>(end_of_clause(best_.policy, i));
    return attempt([&](auto& c) {
      c.policy.erase(c.policy.begin() + last - 1);
      c.policy.erase(c.policy.begin() + first);
    });
  }
  bool drop_people() {
    bool any = best_.roster && attempt([](auto& c) { c.roster.reset(); });
    any = (best_.through && attempt([](auto& c) { c.through.reset(); })) || any;
    for (std::size_t i = 0; best_.roster && i < best_.roster->size();) {
      const auto at = static_cast<std::ptrdiff_t>(i);
      if (attempt([&](auto& c) { c.roster->erase(c.roster->begin() + at); }))
        any = true;
      else
        ++i;
    }
    return any;
  }
  bool simplify_rows() {
    bool any = false;
    for (std::size_t i = 0; i < best_.rows.size(); ++i) {
      const row plain = best_.rows[i];
      if (plain.end) any = attempt([&](auto& c) { c.rows[i].end.reset(); }) || any;
      if (!plain.id.empty()) any = attempt([&](auto& c) { c.rows[i].id.clear(); }) || any;
      if (plain.standing != "confirmed")
        any = attempt([&](auto& c) { c.rows[i].standing = "confirmed"; }) || any;
      if (plain.since != "claimed")
        any = attempt([&](auto& c) { c.rows[i].since = "claimed"; }) || any;
      for (const auto& [name, text] : plain.fields)
        any = attempt([&, key = name](auto& c) { c.rows[i].fields.erase(key); }) || any;
    }
    return any;
  }

  generated_case best_;
  std::uint64_t seed_;
  std::string what_;
};

}  // namespace

ds::result<ds::book> evaluate(const ds::policy& policy, const generated_case& c,
                              const std::vector<std::size_t>& order) {
  ds::batch_builder rows(policy.schema());
  for (std::size_t i = 0; i < c.rows.size(); ++i) {
    const std::size_t r = order.empty() ? i : order[i];
    add_row(rows, policy.schema(), c.rows[r], r + 1);
  }
  ds::evaluate_options options;
  if (c.roster) options.subjects = roster_of(policy.schema(), *c.roster);
  options.through = c.through;
  options.bad_rows = ds::on_bad_row::report;
  return ds::evaluate(policy, rows.finish(), options);
}

std::optional<std::string> refusal_of(const std::string& policy) {
  const auto tree = ds::parse(source_of(policy));
  if (!tree) return ds::to_text(tree.messages(), ds::language::en);
  const auto checked = ds::check(*tree);
  if (!checked) return ds::to_text(checked.messages(), ds::language::en);
  return std::nullopt;
}

std::optional<std::string> disagreement(const generated_case& c, std::uint64_t seed) {
  auto tree = std::make_shared<const ds::ast::document>(ds::parse(source_of(c.text())).value());
  const ds::policy policy = ds::check(*tree).value().at(0);
  std::vector<std::size_t> order(c.rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  dice(seed).shuffle(order);
  const auto engine = evaluate(policy, c, order);
  const book expected({tree, c.rows, c.roster, c.through});
  if (!expected.through() && !engine) return std::nullopt;  // no day to date the account by
  if (!engine) return "the engine fails: " + ds::to_text(engine.messages(), ds::language::en);
  return comparison(*engine, expected, seed).run();
}

generated_case smallest(generated_case c, std::uint64_t seed) {
  return shrinker(std::move(c), seed).run();
}

}  // namespace reference
