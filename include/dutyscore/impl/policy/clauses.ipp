// How often a clause may stand in a block, and the clauses that blocks of all kinds share: in
// force, cite, on, accept. Where a clause may stand is the grammar's matter.
#pragma once

#include "dutyscore/impl/policy/fields.ipp"
#include "dutyscore/impl/policy/figures.ipp"

namespace dutyscore::detail::checking {

enum class how_often : unsigned char { any, once };

struct clause_rule {
  ast::clause_kind kind;
  lang::word word;
  how_often often = how_often::any;
};
inline constexpr clause_rule clause_rules[] = {
    {ast::clause_kind::category, lang::word::category},
    {ast::clause_kind::indicator, lang::word::indicator},
    {ast::clause_kind::veto, lang::word::veto},
    {ast::clause_kind::list, lang::word::list},
    {ast::clause_kind::grade, lang::word::grade},
    {ast::clause_kind::amend, lang::word::amend},
    {ast::clause_kind::activity_block, lang::word::activity, how_often::once},
    {ast::clause_kind::subject_block, lang::word::subject, how_often::once},
    {ast::clause_kind::in_force, lang::word::in_force, how_often::once},
    {ast::clause_kind::cite, lang::word::cite, how_often::once},
    {ast::clause_kind::decimals, lang::word::decimals, how_often::once},
    {ast::clause_kind::year_starts, lang::word::year_starts, how_often::once},
    {ast::clause_kind::term, lang::word::term},
    {ast::clause_kind::accept, lang::word::accept},
    {ast::clause_kind::on, lang::word::on},
    {ast::clause_kind::award, lang::word::award},
    {ast::clause_kind::deduct, lang::word::deduct},
    {ast::clause_kind::times, lang::word::times},
    {ast::clause_kind::once, lang::word::once},
    {ast::clause_kind::first, lang::word::first},
    {ast::clause_kind::after, lang::word::after},
    {ast::clause_kind::highest, lang::word::highest},
    {ast::clause_kind::best, lang::word::best},
    {ast::clause_kind::cap, lang::word::cap},
    {ast::clause_kind::floor, lang::word::floor},
    {ast::clause_kind::base, lang::word::base},
    {ast::clause_kind::weight, lang::word::weight, how_often::once},
    {ast::clause_kind::require, lang::word::require},
    {ast::clause_kind::effect, lang::word::effect},
    {ast::clause_kind::top, lang::word::top, how_often::once},
    {ast::clause_kind::within, lang::word::within, how_often::once},
    {ast::clause_kind::by, lang::word::by, how_often::once},
    {ast::clause_kind::ties, lang::word::ties_all, how_often::once},
    {ast::clause_kind::when, lang::word::when, how_often::once},
    {ast::clause_kind::unless, lang::word::unless, how_often::once},
};

DUTYSCORE_INLINE const clause_rule& rule_of(ast::clause_kind kind) {
  return clause_rules[static_cast<std::size_t>(kind)];
}

constexpr bool clause_rules_are_in_order() {
  for (std::size_t i = 0; i < std::size(clause_rules); ++i)
    if (static_cast<std::size_t>(clause_rules[i].kind) != i) return false;
  return true;
}
static_assert(clause_rules_are_in_order(), "rule_of looks clauses up by their number");

DUTYSCORE_INLINE message name_of(ast::clause_kind kind) {
  // Two words of these in Chinese, or one that says nothing without its number.
  if (kind == ast::clause_kind::first) return phrase("first N");
  if (kind == ast::clause_kind::after) return phrase("after N");
  if (kind == ast::clause_kind::top) return phrase("top N");
  if (kind == ast::clause_kind::ties) return {"ties", "并列"};
  const lang::word_entry& w = lang::entry(rule_of(kind).word);
  return {std::string(w.en), std::string(w.zh)};
}

/// The clauses of a block that can be worked with; reports the others.
DUTYSCORE_INLINE std::vector<const ast::clause*> usable_clauses(
    checker& c, const std::vector<ast::clause>& body) {
  std::vector<const ast::clause*> out;
  std::map<ast::clause_kind, span> seen;
  for (const ast::clause& clause : body) {
    const clause_rule& rule = rule_of(clause.kind);
    const auto [earlier, is_first] = seen.emplace(clause.kind, clause.keyword);
    if (rule.often == how_often::once && !is_first)
      also(report(c, "DS0261", clause.keyword, {name_of(clause.kind)}), earlier->second,
           "first here");
    else
      out.push_back(&clause);
  }
  return out;
}

/// What a block says in clauses that every kind of block has.
struct block_head {
  std::string cite;
  force in_force;
};

/// The days of `outer` on which the clause holds as well.
DUTYSCORE_INLINE force force_within(checker& c, const ast::clause& clause, const force& outer) {
  force own;
  if (clause.from) own.first = clause.from->value;
  if (clause.to) own.last = clause.to->value;
  if (own.last < own.first) {
    also(report(c, "DS0264", clause.to->where, {own.first.to_string(), own.last.to_string()}),
         clause.from->where, "from here");
    return outer;
  }
  if (own.last < outer.first || outer.last < own.first) {
    report(c, "DS0265", clause.where, {outer.first.to_string(), outer.last.to_string()});
    return outer;
  }
  return {std::max(own.first, outer.first), std::min(own.last, outer.last)};
}

DUTYSCORE_INLINE block_head head_of(checker& c, const std::vector<const ast::clause*>& clauses,
                                    const force& outer) {
  block_head out{{}, outer};
  for (const ast::clause* clause : clauses) {
    if (clause->kind == ast::clause_kind::cite && !clause->texts.empty())
      out.cite = clause->texts[0].value;
    if (clause->kind == ast::clause_kind::in_force) out.in_force = force_within(c, *clause, outer);
  }
  return out;
}

DUTYSCORE_INLINE std::string label_of(const ast::clause& clause) {
  return clause.label ? clause.label->value : clause.name.text;
}

DUTYSCORE_INLINE selector lower_selector(checker& c, const ast::clause& clause,
                                         std::uint32_t version) {
  selector out;
  out.kinds = distinct_texts(c, clause.texts);
  out.where = clause.where;
  out.version = version;
  out.when = lower_condition(c, clause.when, on_activities(out.kinds));
  return out;
}

DUTYSCORE_INLINE void lower_selectors(checker& c, const text_of_block& text,
                                      std::vector<selector>& out) {
  for (const ast::clause* clause : text.clauses)
    if (clause->kind == ast::clause_kind::on)
      out.push_back(lower_selector(c, *clause, text.version));
}

DUTYSCORE_INLINE std::vector<std::string> sorted_kinds(std::vector<std::string> kinds) {
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return kinds;
}

DUTYSCORE_INLINE void lower_accepts(checker& c, const text_of_block& text, const scope& s,
                                    std::vector<acceptance>& out) {
  for (const ast::clause* clause : text.clauses) {
    if (clause->kind != ast::clause_kind::accept) continue;
    acceptance a;
    a.when = lower_condition(c, clause->when, s);
    if (!clause->texts.empty()) a.reason = clause->texts[0].value;
    a.where = clause->where;
    a.version = text.version;
    out.push_back(std::move(a));
  }
}

DUTYSCORE_INLINE bool has_kind(const std::vector<ast::clause>& body, ast::clause_kind kind) {
  return std::any_of(body.begin(), body.end(),
                     [&](const ast::clause& inner) { return inner.kind == kind; });
}
DUTYSCORE_INLINE bool has_kind(const std::vector<const ast::clause*>& clauses,
                               ast::clause_kind kind) {
  return std::any_of(clauses.begin(), clauses.end(),
                     [&](const ast::clause* inner) { return inner->kind == kind; });
}

/// An indicator that only looks at others: its lines are per period, and no clause is about
/// activities of its own.
DUTYSCORE_INLINE bool is_of_finished_periods(const std::vector<ast::clause>& body) {
  bool has_line = false;
  for (const ast::clause& clause : body) switch (clause.kind) {
      case ast::clause_kind::award:
      case ast::clause_kind::deduct:
        if (clause.unit != ast::line_unit::period) return false;
        has_line = true;
        break;
      case ast::clause_kind::cap:
      case ast::clause_kind::floor:
        if (clause.per_event || !clause.by.empty()) return false;
        break;
      case ast::clause_kind::base:
      case ast::clause_kind::weight:
      case ast::clause_kind::cite:
      case ast::clause_kind::in_force:
      case ast::clause_kind::veto:
        break;
      default:
        return false;
    }
  return has_line;
}

DUTYSCORE_INLINE void check_needs(checker& c, const ast::clause& clause, ast::clause_kind needed) {
  if (!has_kind(clause.body, needed))
    report(c, "DS0262", clause.name.where, {clause.name.text, name_of(needed)});
}

}  // namespace dutyscore::detail::checking
