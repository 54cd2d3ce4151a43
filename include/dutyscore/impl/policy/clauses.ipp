// Which clause may stand where and how often, which ones are evaluated, and the clauses that blocks
// of all kinds share: in force, cite, on, accept.
#pragma once

#include "dutyscore/impl/policy/fields.ipp"

namespace dutyscore::detail::checking {

enum place : unsigned {
  in_policy = 1,
  in_category = 2,
  in_indicator = 4,
  in_veto = 8,
  in_list = 16
};
inline constexpr unsigned in_block = in_policy | in_category | in_indicator;

enum class how_often : unsigned char { any, once };
enum class is_evaluated : unsigned char { yes, no };

struct clause_rule {
  ast::clause_kind kind;
  std::string_view en, zh;
  unsigned places;
  how_often often = how_often::any;
  is_evaluated evaluated = is_evaluated::yes;
};
inline constexpr clause_rule clause_rules[] = {
    {ast::clause_kind::category, "category", "大类", in_policy | in_category},
    {ast::clause_kind::indicator, "indicator", "指标", in_policy | in_category},
    {ast::clause_kind::veto, "veto", "一票否决", in_block},
    {ast::clause_kind::list, "list", "名单", in_policy},
    {ast::clause_kind::grade, "grade", "等次", in_policy},
    {ast::clause_kind::amend, "amend", "修订", in_policy, how_often::any, is_evaluated::no},
    {ast::clause_kind::activity_block, "activity", "登记", in_policy, how_often::once},
    {ast::clause_kind::subject_block, "subject", "对象", in_policy, how_often::once},
    {ast::clause_kind::in_force, "in force", "施行", in_block | in_veto | in_list, how_often::once},
    {ast::clause_kind::cite, "cite", "依据", in_block | in_veto | in_list, how_often::once},
    {ast::clause_kind::decimals, "decimals", "保留", in_policy, how_often::once},
    {ast::clause_kind::year_starts, "year starts", "年度始于", in_policy, how_often::any,
     is_evaluated::no},
    {ast::clause_kind::term, "term", "届期", in_policy, how_often::any, is_evaluated::no},
    {ast::clause_kind::accept, "accept", "认定", in_block | in_veto},
    {ast::clause_kind::on, "on", "事项", in_indicator | in_veto},
    {ast::clause_kind::award, "award", "计分", in_indicator},
    {ast::clause_kind::deduct, "deduct", "扣分", in_indicator},
    {ast::clause_kind::times, "times", "乘以", in_indicator},
    {ast::clause_kind::once, "once", "只计一次", in_indicator, how_often::any, is_evaluated::no},
    {ast::clause_kind::first, "first", "前 N 次", in_indicator, how_often::any, is_evaluated::no},
    {ast::clause_kind::after, "after", "第 N 次之后", in_indicator, how_often::any,
     is_evaluated::no},
    {ast::clause_kind::highest, "highest", "就高", in_indicator | in_category, how_often::any,
     is_evaluated::no},
    {ast::clause_kind::best, "best", "取高", in_indicator, how_often::any, is_evaluated::no},
    {ast::clause_kind::cap, "cap", "上限", in_block},
    {ast::clause_kind::floor, "floor", "下限", in_block},
    {ast::clause_kind::base, "base", "基础分", in_block},
    {ast::clause_kind::weight, "weight", "权重", in_block, how_often::once, is_evaluated::no},
    {ast::clause_kind::require, "require", "应完成", in_indicator, how_often::any,
     is_evaluated::no},
    {ast::clause_kind::effect, "effect", "处理", in_veto},
    {ast::clause_kind::top, "top", "前 N 名", in_list, how_often::once},
    {ast::clause_kind::within, "within", "范围", in_list, how_often::once, is_evaluated::no},
    {ast::clause_kind::by, "by", "按", in_list, how_often::once, is_evaluated::no},
    {ast::clause_kind::ties, "ties", "并列", in_list, how_often::once},
    {ast::clause_kind::when, "when", "当", in_list, how_often::once},
    {ast::clause_kind::unless, "unless", "不含", in_list, how_often::once},
};

DUTYSCORE_INLINE const clause_rule& rule_of(ast::clause_kind kind) {
  return clause_rules[static_cast<std::size_t>(kind)];
}

DUTYSCORE_INLINE constexpr bool is_in_order() {
  for (std::size_t i = 0; i < std::size(clause_rules); ++i)
    if (static_cast<std::size_t>(clause_rules[i].kind) != i) return false;
  return true;
}
static_assert(is_in_order(), "rule_of looks clauses up by their number");

DUTYSCORE_INLINE message name_of(ast::clause_kind kind) {
  return {std::string(rule_of(kind).en), std::string(rule_of(kind).zh)};
}

DUTYSCORE_INLINE message name_of(place where) {
  switch (where) {
    case in_policy:
      return phrase("a policy");
    case in_category:
      return phrase("a category");
    case in_indicator:
      return phrase("an indicator");
    case in_veto:
      return phrase("a veto");
    case in_list:
      break;
  }
  return phrase("a list");
}

/// Marks what the clause and all below it read.
DUTYSCORE_INLINE void mark_read(checker& c, const ast::clause& clause) {
  for (const ast::expr_id id : {clause.value, clause.amount, clause.when, clause.divisor})
    mark_read(c, id);
  for (const ast::expr_id id : clause.by) mark_read(c, id);
  for (const ast::grade_row& row : clause.grade_rows) mark_read(c, row.when);
  if (clause.counted) mark_field(c.activity, clause.counted->text);
  for (const ast::clause& inner : clause.body) mark_read(c, inner);
}

DUTYSCORE_INLINE void refuse(checker& c, const ast::clause& clause, const message& what) {
  refuse(c, clause.keyword, message_argument(what));
  mark_read(c, clause);
}

/// The clauses of a block that can be worked with; reports the others.
DUTYSCORE_INLINE std::vector<const ast::clause*> usable_clauses(
    checker& c, const std::vector<ast::clause>& body, place where) {
  std::vector<const ast::clause*> out;
  std::map<ast::clause_kind, span> seen;
  for (const ast::clause& clause : body) {
    const clause_rule& rule = rule_of(clause.kind);
    const auto [earlier, is_first] = seen.emplace(clause.kind, clause.keyword);
    if (!(rule.places & where))
      report(c, "DS0260", clause.keyword, {name_of(clause.kind), name_of(where)});
    else if (rule.often == how_often::once && !is_first)
      also(report(c, "DS0261", clause.keyword, {name_of(clause.kind)}), earlier->second,
           "first here");
    else if (rule.evaluated == is_evaluated::no)
      refuse(c, clause, name_of(clause.kind));
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

DUTYSCORE_INLINE selector lower_selector(checker& c, const ast::clause& clause) {
  selector out;
  out.kinds = distinct_texts(c, clause.texts);
  out.where = clause.where;
  scope s;
  s.kinds = &out.kinds;
  out.when = lower_condition(c, clause.when, s);
  return out;
}

DUTYSCORE_INLINE std::vector<selector> lower_selectors(
    checker& c, const std::vector<const ast::clause*>& clauses) {
  std::vector<selector> out;
  for (const ast::clause* clause : clauses)
    if (clause->kind == ast::clause_kind::on) out.push_back(lower_selector(c, *clause));
  return out;
}

DUTYSCORE_INLINE std::vector<std::string> sorted_kinds(std::vector<std::string> kinds) {
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return kinds;
}

DUTYSCORE_INLINE std::vector<std::string> kinds_of(const std::vector<selector>& selectors) {
  std::vector<std::string> out;
  for (const selector& s : selectors) out.insert(out.end(), s.kinds.begin(), s.kinds.end());
  return sorted_kinds(std::move(out));
}

DUTYSCORE_INLINE std::vector<acceptance> lower_accepts(
    checker& c, const std::vector<const ast::clause*>& clauses, const scope& s) {
  std::vector<acceptance> out;
  for (const ast::clause* clause : clauses) {
    if (clause->kind != ast::clause_kind::accept) continue;
    acceptance a;
    a.when = lower_condition(c, clause->when, s);
    if (!clause->texts.empty()) a.reason = clause->texts[0].value;
    a.where = clause->where;
    out.push_back(std::move(a));
  }
  return out;
}

}  // namespace dutyscore::detail::checking
