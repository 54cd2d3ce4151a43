#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/lang/keywords.hpp"
#include "dutyscore/lang/markdown.hpp"
#include "dutyscore/lang/numbers.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/lang/printer.hpp"

namespace dutyscore {
namespace detail::numbers {

/// A number of the tree with every path that may name it, the best first.
struct place {
  std::vector<message> paths;
  decimal value;
  span where;
  ast::expr_id expression = ast::no_expr;  // else `slot`
  decimal* slot = nullptr;
};

DUTYSCORE_INLINE message both(std::string_view word) {
  return {std::string(word), std::string(word)};
}
DUTYSCORE_INLINE message word(lang::word w) {
  return {std::string(lang::entry(w).in(language::en)),
          std::string(lang::entry(w).in(language::zh))};
}
DUTYSCORE_INLINE message dotted(const message& a, const message& b) {
  if (a.en.empty()) return b;
  return {a.en + "." + b.en, a.zh + "." + b.zh};
}
DUTYSCORE_INLINE message numbered(const message& m, std::string_view mark, std::size_t n) {
  const std::string tail = std::string(mark) + std::to_string(n);
  return {m.en + tail, m.zh + tail};
}

/// `month`, 每月.
DUTYSCORE_INLINE message unit_word(period_unit unit) {
  using w = lang::word;
  constexpr w words[] = {w::per_day,  w::per_month, w::per_quarter, w::per_half,
                         w::per_year, w::per_term,  w::overall};
  message out = word(words[static_cast<std::size_t>(unit)]);
  constexpr std::string_view per = "per ";
  if (out.en.starts_with(per)) out.en.erase(0, per.size());
  return out;
}

/// The word that begins a clause with numbers in it; nothing for any other clause.
DUTYSCORE_INLINE std::optional<lang::word> word_of(ast::clause_kind kind) {
  using k = ast::clause_kind;
  using w = lang::word;
  static constexpr std::pair<k, w> table[] = {
      {k::decimals, w::decimals}, {k::accept, w::accept},   {k::on, w::on},
      {k::award, w::award},       {k::deduct, w::deduct},   {k::times, w::times},
      {k::once, w::once},         {k::first, w::first},     {k::after, w::after},
      {k::highest, w::highest},   {k::best, w::best},       {k::cap, w::cap},
      {k::floor, w::floor},       {k::base, w::base},       {k::weight, w::weight},
      {k::require, w::require},   {k::effect, w::effect},   {k::top, w::top},
      {k::by, w::by},             {k::when, w::when},       {k::unless, w::unless},
  };
  for (const auto& [known, begins_with] : table)
    if (known == kind) return begins_with;
  return std::nullopt;
}

/// Walks the tree and writes down its numbers.
class collector {
 public:
  explicit collector(ast::document& document) : document_(document) {}

  std::vector<place> run() {
    for (ast::policy& p : document_.policies) {
      const message name = both(p.name.text);
      add_body(p.body, {name, both("")}, both(""));
    }
    return std::move(out_);
  }

 private:
  using paths = std::vector<message>;

  ast::expr& at(ast::expr_id id) { return document_.expressions[id]; }

  static paths joined(const paths& fronts, const message& tail) {
    paths out;
    for (const message& front : fronts) out.push_back(dotted(front, tail));
    return out;
  }

  /// The clauses of a block, `fronts` being what the block is called. Blocks inside are called by
  /// their own names, behind `amendment` in the text of one.
  void add_body(std::vector<ast::clause>& body, const paths& fronts, const message& amendment) {
    std::map<ast::clause_kind, std::size_t> seen;
    for (ast::clause& c : body) {
      if (c.kind == ast::clause_kind::amend)
        add_amendment(c, amendment);
      else if (c.kind <= ast::clause_kind::list)
        add_body(c.body, {dotted(amendment, both(c.name.text))}, amendment);
      else if (c.kind == ast::clause_kind::grade)
        add_grade(c, amendment);
      else if (c.kind == ast::clause_kind::activity_block ||
               c.kind == ast::clause_kind::subject_block)
        add_fields(c, amendment);
      else if (const auto begins_with = word_of(c.kind))
        add_clause(c, fronts, word(*begins_with), ++seen[c.kind]);
    }
  }

  void add_amendment(ast::clause& c, const message& outer) {
    if (!c.from) return;
    const std::string day = c.from->value.to_string();
    const message name = dotted(
        outer, {"amend." + day, std::string(lang::entry(lang::word::amend).zh) + "." + day});
    add_body(c.body, {name}, name);
  }

  void add_grade(ast::clause& c, const message& amendment) {
    const message grade = word(lang::word::grade);
    paths fronts{c.name.empty() ? grade : both(c.name.text)};
    if (c.name.empty() && c.per) fronts.push_back(dotted(grade, unit_word(c.per->unit)));
    for (message& front : fronts) front = dotted(amendment, front);
    for (ast::grade_row& row : c.grade_rows) {
      const paths of_row = joined(fronts, both(row.name.value));
      add_literal(row.from, of_row);
      add_numbers_in(row.when, joined(of_row, word(lang::word::when)));
    }
  }

  void add_fields(ast::clause& c, const message& amendment) {
    const bool of_activity = c.kind == ast::clause_kind::activity_block;
    const message front =
        dotted(amendment, word(of_activity ? lang::word::activity : lang::word::subject));
    for (ast::field& f : c.fields) {
      const message name = dotted(front, both(f.name.text));
      add_literal(f.from, {dotted(name, word(lang::word::from_field))});
      add_literal(f.to, {dotted(name, word(lang::word::to_field))});
      add_literal(f.default_value, {dotted(name, word(lang::word::default_))});
      add_numbers_in(f.computed, {dotted(name, word(lang::word::is)), name});
    }
  }

  void add_clause(ast::clause& c, const paths& fronts, message head, std::size_t nth) {
    if (c.per_event) head = dotted(head, {"event", word(lang::word::per_event).zh});
    if (c.per && c.kind != ast::clause_kind::effect) head = dotted(head, unit_word(c.per->unit));
    paths called = joined(fronts, head);
    // A limit is found without its period, too, where the block has no other.
    if (const auto begins_with = word_of(c.kind); c.per || c.per_event)
      for (const message& m : joined(fronts, word(*begins_with))) called.push_back(m);
    if (c.label)
      for (const message& m : joined(fronts, dotted(head, both(c.label->value))))
        called.push_back(m);
    for (const message& m : joined(fronts, numbered(head, "#", nth))) called.push_back(m);
    add_parts(c, called);
  }

  void add_parts(ast::clause& c, const paths& called) {
    if (c.kind == ast::clause_kind::decimals || c.kind == ast::clause_kind::top)
      out_.push_back({called, c.number, c.keyword, ast::no_expr, &c.number});
    add_numbers_in(c.value, called);
    if (c.kind == ast::clause_kind::require)
      add_numbers_in(c.amount, joined(called, word(lang::word::deduct)));
    if (c.kind == ast::clause_kind::effect)
      add_numbers_in(c.amount, joined(called, word(lang::word::for_periods)));
    if (c.kind == ast::clause_kind::weight)
      add_numbers_in(c.divisor, joined(called, both("over")));
    else
      add_numbers_in(c.divisor, joined(called, word(lang::word::per)));
    for (const ast::expr_id key : c.by)
      if (c.kind == ast::clause_kind::by) add_numbers_in(key, called);
    const bool is_condition =
        c.kind == ast::clause_kind::when || c.kind == ast::clause_kind::unless;
    add_numbers_in(c.when, is_condition ? called : joined(called, word(lang::word::when)));
  }

  /// -4 is a number, too, and not the 4 in it.
  bool is_literal(ast::expr_id id) {
    const ast::expr& e = at(id);
    if (e.kind == ast::expr_kind::number) return true;
    return e.kind == ast::expr_kind::negate && at(e.args[0]).kind == ast::expr_kind::number;
  }

  void add_literal(ast::expr_id id, const paths& called) {
    if (id == ast::no_expr || !is_literal(id)) return;
    const ast::expr& e = at(id);
    const decimal value = e.kind == ast::expr_kind::number
                              ? e.number
                              : decimal::from_millionths(-at(e.args[0]).number.millionths());
    out_.push_back({called, value, e.where, id, nullptr});
  }

  /// One number is called as the expression is; of several the n-th is `.n2`. Rows of tables have
  /// names of their own.
  void add_numbers_in(ast::expr_id id, const paths& called) {
    if (id == ast::no_expr) return;
    std::vector<ast::expr_id> literals, tables;
    find(id, literals, tables);
    for (std::size_t i = 0; i < literals.size(); ++i) {
      paths names = literals.size() == 1 ? called : paths();
      for (const message& m : called) names.push_back(numbered(m, ".n", i + 1));
      add_literal(literals[i], names);
    }
    for (const ast::expr_id t : tables)
      for (ast::table_row& row : at(t).rows) add_row(row, called);
  }

  void find(ast::expr_id id, std::vector<ast::expr_id>& literals,
            std::vector<ast::expr_id>& tables) {
    if (id == ast::no_expr) return;
    if (is_literal(id)) return literals.push_back(id);
    const ast::expr& e = at(id);
    if (e.kind == ast::expr_kind::table) tables.push_back(id);
    for (const ast::expr_id arg : e.args) find(arg, literals, tables);
    find(e.filter, literals, tables);
    find(e.otherwise, literals, tables);
  }

  std::string cell_text(const ast::table_cell& c, language lang) {
    if (c.kind == ast::cell_kind::otherwise)
      return std::string(lang::entry(lang::word::otherwise).in(lang));
    const ast::expr& e = at(c.value);
    if (e.kind == ast::expr_kind::text) return e.text.value;
    if (e.kind == ast::expr_kind::number) return e.number.to_string();
    return std::string(document_.where->text(e.where));
  }

  void add_row(ast::table_row& row, const paths& called) {
    message cells;
    for (const ast::table_cell& c : row.cells) {
      cells.en += (cells.en.empty() ? "" : ",") + cell_text(c, language::en);
      cells.zh += (cells.zh.empty() ? "" : ",") + cell_text(c, language::zh);
    }
    const paths of_row = joined(called, cells);
    add_numbers_in(row.value, of_row);
    std::size_t bounds = 0;
    for (const ast::table_cell& c : row.cells)
      if (c.kind == ast::cell_kind::from) {
        const message from = word(lang::word::from_row);
        add_literal(c.value, joined(of_row, ++bounds == 1 ? from : numbered(from, "", bounds)));
      }
  }

  ast::document& document_;
  std::vector<place> out_;
};

using index = std::map<std::string, std::size_t, std::less<>>;
inline constexpr std::size_t ambiguous = static_cast<std::size_t>(-1);

/// Every path, with the number that it names.
DUTYSCORE_INLINE index index_of(const std::vector<place>& places) {
  index out;
  for (std::size_t i = 0; i < places.size(); ++i)
    for (const message& path : places[i].paths)
      for (const std::string& text : {path.en, path.zh}) {
        const auto [known, is_new] = out.emplace(text, i);
        if (!is_new && known->second != i) known->second = ambiguous;
      }
  return out;
}

DUTYSCORE_INLINE std::optional<message> path_of(const std::vector<place>& places,
                                                const index& by_path, std::size_t i) {
  for (const message& path : places[i].paths)
    if (by_path.find(path.en)->second == i && by_path.find(path.zh)->second == i) return path;
  return std::nullopt;
}

DUTYSCORE_INLINE std::vector<named_number> named(const std::vector<place>& places) {
  const index by_path = index_of(places);
  std::vector<named_number> out;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (auto path = path_of(places, by_path, i))
      out.push_back({*std::move(path), places[i].value, places[i].where});
  return out;
}

DUTYSCORE_INLINE std::string first_part(std::string_view path) {
  return std::string(path.substr(0, path.find('.')));
}

/// `visit.award, visit.cap.month`: the paths of the block that was named; of an unknown one the
/// first of all.
DUTYSCORE_INLINE message paths_to_show(const std::vector<named_number>& all,
                                       const std::string& asked) {
  constexpr std::size_t most = 24;
  const auto is_near = [&](const named_number& n) {
    return first_part(n.path.en) == first_part(asked);
  };
  const bool has_block = std::any_of(all.begin(), all.end(), is_near);
  message out;
  std::size_t shown = 0, left = 0;
  for (const named_number& n : all) {
    if (has_block && !is_near(n)) continue;
    if (shown == most) {
      ++left;
      continue;
    }
    out.en += (shown ? ", " : "") + n.path.en;
    out.zh += (shown++ ? "、" : "") + n.path.zh;
  }
  if (left == 0) return out;
  return {out.en + " … (" + std::to_string(left) + " more)",
          out.zh + "……（另有" + std::to_string(left) + "项）"};
}

DUTYSCORE_INLINE diagnostic unknown_path(const std::vector<place>& places,
                                         const std::string& asked, bool is_ambiguous) {
  diagnostic d = make_diagnostic(is_ambiguous ? "DS0961" : "DS0960", {asked});
  const std::vector<named_number> all = named(places);
  std::vector<std::string> candidates;
  for (const named_number& n : all) candidates.insert(candidates.end(), {n.path.en, n.path.zh});
  if (const auto like = closest(asked, candidates); like && !is_ambiguous)
    d.hints.push_back(did_you_mean(*like));
  if (!all.empty()) d.hints.push_back(phrase("paths of numbers", {paths_to_show(all, asked)}));
  return d;
}

/// `duty.duty (visit.award=6)`. The parser knows Markdown by the end of its name.
DUTYSCORE_INLINE std::string name_with(const std::string& name,
                                       std::span<const number_change> changes) {
  std::string list;
  for (const number_change& c : changes)
    list += (list.empty() ? "" : ", ") + c.path + "=" + c.value.to_string();
  const std::size_t end = lang::is_markdown(name) ? name.rfind('.') : name.size();
  return name.substr(0, end) + " (" + list + ")" + name.substr(end);
}

DUTYSCORE_INLINE void set(ast::document& document, const place& p, decimal value) {
  if (p.slot) {
    *p.slot = value;
    return;
  }
  ast::expr& e = document.expressions[p.expression];
  e.kind = ast::expr_kind::number;
  e.number = value;
  e.args.clear();
}

}  // namespace detail::numbers

DUTYSCORE_INLINE std::vector<named_number> numbers_of(const ast::document& document) {
  ast::document copy = document;
  return detail::numbers::named(detail::numbers::collector(copy).run());
}

DUTYSCORE_INLINE result<ast::document> with_numbers(const ast::document& document,
                                                    std::span<const number_change> changes) {
  ast::document copy = document;
  const auto places = detail::numbers::collector(copy).run();
  const auto by_path = detail::numbers::index_of(places);
  diagnostics unknown;
  for (const number_change& change : changes) {
    const auto found = by_path.find(change.path);
    const bool is_known = found != by_path.end();
    if (is_known && found->second != detail::numbers::ambiguous)
      detail::numbers::set(copy, places[found->second], change.value);
    else
      unknown.push_back(detail::numbers::unknown_path(places, change.path, is_known));
  }
  if (!unknown.empty()) return unknown;
  return parse(std::make_shared<const source>(
      detail::numbers::name_with(document.where->name(), changes), print(copy)));
}

}  // namespace dutyscore
