// The reader's part that guesses what a mistake was meant to be: keywords that are misspelt or of
// another language, signs of other habits, words in the wrong place. A message has one guess at
// most; the first rule that fits makes it. Included by grammar.ipp only.
#pragma once

#include "dutyscore/impl/lang/builder.ipp"

namespace dutyscore::lang::detail {

/// May a word have been meant where this was expected?
DUTYSCORE_INLINE bool is_meant(const expectation& e, const word_entry& w) {
  switch (e.what) {
    case thing::word:
      return w.id == e.which;
    case thing::field_type:
      return w.kind == word_class::type;
    case thing::per_period:
      return w.id == word::per || w.kind == word_class::unit;
    case thing::effect_period:
      return w.kind == word_class::unit;
    case thing::rounding:
      return w.id >= word::rounded_up && w.id <= word::half_even;
    case thing::cell:
      return w.id == word::from_row || w.id == word::otherwise;
    case thing::program:
      return w.id == word::policy || w.id == word::scenario || w.id == word::todo;
    case thing::literal:
      return w.id == word::yes || w.id == word::no;
    case thing::basis:
      return w.kind == word_class::standing;
    default:
      return false;
  }
}

/// The words that are expected at the farthest place, in both spellings.
DUTYSCORE_INLINE std::vector<std::string> reader::expected_words() const {
  std::vector<std::string> out;
  for (const expectation& e : expected_) {
    if (e.what == thing::clause)
      out.insert(out.end(), clause_words().begin(), clause_words().end());
    for (const word_entry& w : words)
      if (w.kind != word_class::sign && is_meant(e, w))
        for (const std::string_view s : {w.en, w.zh})
          if (!s.empty()) out.emplace_back(s);
  }
  return out;
}

DUTYSCORE_INLINE bool reader::expects(thing what) const {
  return std::find(expected_.begin(), expected_.end(), expectation{what}) != expected_.end();
}

DUTYSCORE_INLINE bool starts_clause(const token& t) {
  return t.kind == token_kind::keyword &&
         (lang::fits(t.spelt, word_class::clause) || lang::fits(t.spelt, word_class::opener) ||
          find_period(period_words, t) != nullptr);
}

DUTYSCORE_INLINE bool is_fields(spelling head) {
  return lang::fits(head, word::activity) || lang::fits(head, word::subject);
}

/// `每月 上限 30`: in a limit the word of the clause comes first.
DUTYSCORE_INLINE std::optional<std::string> limit_first(place at, const token_list& all) {
  if (!at->is(word::cap) && !at->is(word::floor) && !at->is(word::base)) return std::nullopt;
  return all.text(*at) + " " + all.text(at[-1]) + " …";
}

/// `分数9.5`, `走访10分`: one name, where a name and its value were meant.
DUTYSCORE_INLINE std::optional<std::string> value_apart(std::string_view name) {
  for (const word w : {word::points_of, word::occasions, word::persons, word::pieces})
    if (name.ends_with(entry(w).zh)) {
      const auto apart = value_apart(name.substr(0, name.size() - entry(w).zh.size()));
      return apart ? std::optional(*apart + " " + std::string(entry(w).zh)) : std::nullopt;
    }
  const std::size_t last = name.find_last_not_of("0123456789.");
  if (last == std::string_view::npos || last + 1 == name.size()) return std::nullopt;
  return std::string(name.substr(0, last + 1)) + " " + std::string(name.substr(last + 1));
}

/// What `per` is followed by.
DUTYSCORE_INLINE std::vector<std::string> unit_words() {
  std::vector<std::string> out;
  for (const word_entry& w : words)
    if (w.kind == word_class::unit && w.en.starts_with("per ")) out.emplace_back(w.en.substr(4));
  return out;
}

/// `上限 每年 不超过 100`, `cap at 100 per year`.
DUTYSCORE_INLINE bool reader::is_word_too_many(place at) const {
  return at->kind == token_kind::number && !at->first_on_line && at - begin() >= 2 &&
         at[-1].kind == token_kind::name && !declared_.contains(all_.text(at[-1])) &&
         (find_period(period_words, at[-2]) || starts_clause(at[-2]));
}

/// The sense of a token is the name before it: `上限 每约 30 分`, `按金额 { … }`. Any word can be a
/// name, so the place of the mistake is known only afterwards.
DUTYSCORE_INLINE void reader::blame_name_before(diagnostic& d, place at) {
  const std::string name = all_.text(at[-1]);
  diagnostic better = make_diagnostic("DS0128", {name}, all_.where, at[-1].where);
  better.hints = std::move(d.hints);
  d = std::move(better);
  last_shown_ = at[-1].where;
}

/// Words of other languages and habits, and ours for them.
struct other_word {
  std::string_view found, meant;
};
inline constexpr other_word other_words[] = {
    {"string", "text"},     {"int", "integer"},    {"number", "decimal"},  {"float", "decimal"},
    {"double", "decimal"},  {"bool", "flag"},      {"boolean", "flag"},    {"rule", "indicator"},
    {"group", "category"},  {"score", "award"},    {"give", "award"},      {"add", "award"},
    {"bonus", "award"},     {"subtract", "deduct"}, {"penalty", "deduct"}, {"max", "cap"},
    {"maximum", "cap"},     {"limit", "cap"},      {"min", "floor"},       {"minimum", "floor"},
    {"if", "when"},         {"where", "when"},     {"multiply", "times"},  {"ban", "bar"},
    {"test", "scenario"},   {"else", "otherwise"}, {"otherwise", "else"},  {"否则", "其余"},
    {"其余", "否则"},   {"字符串", "文字"},    {"文本", "文字"},       {"小数", "数值"},
    {"数字", "数值"},       {"布尔", "是否"},      {"加分", "计分"},       {"得分", "计分"},
    {"减分", "扣分"},       {"扣", "扣分"},        {"乘", "乘以"},         {"封顶", "上限"},
    {"最多", "上限"},       {"最高", "上限"},      {"最低", "下限"},       {"如果", "当"},
    {"min", "from"},        {"minimum", "from"},   {"max", "to"},          {"maximum", "to"},
    {"since", "from"},      {"until", "to"},       {"till", "to"},         {"until", "through"},
    {"then", "expect"},     {"of", "for"},         {"unit", "org_unit"},   {"except", "unless"},
    {"zero", "void"},       {"clear", "void"},     {"lose", "deduct"},     {"false", "no"},
    {"true", "yes"},        {"到", "至"},          {"如", "当"},           {"条件", "当"},
    {"大于", "不小于"},     {"大于等于", "不小于"}, {"不低于", "不小于"},   {"最小", "不小于"},
    {"小于", "不大于"},     {"小于等于", "不大于"}, {"不超过", "不大于"},   {"最大", "不大于"},
    {"归零", "清零"},       {"扣完", "清零"},      {"扣光", "清零"},       {"除", "不含"},
    {"除了", "不含"},       {"除外", "不含"},      {"适用", "用于"},       {"给定", "已知"},
    {"假设", "已知"},       {"期望", "应为"},      {"预期", "应为"},       {"应得", "应为"},
    {"街道", "单位"},       {"类别", "大类"},      {"分类", "大类"},       {"规则", "指标"},
    {"测试", "算例"},       {"来源", "依据"},      {"每季", "每季度"},
};

/// Is a name there most likely a text whose quotation marks are missing?
DUTYSCORE_INLINE bool wants_quotes(thing what) {
  return what == thing::text || what == thing::cell || what == thing::row;
}

DUTYSCORE_INLINE std::optional<std::string> meant_by(const std::string& name,
                                                     const std::vector<std::string>& candidates) {
  for (const other_word& o : other_words)
    if (name == o.found &&
        std::find(candidates.begin(), candidates.end(), o.meant) != candidates.end())
      return std::string(o.meant);
  return std::nullopt;
}

// Habits: what is right in another language, on paper, or in another order.

DUTYSCORE_INLINE bool is_unit(place at) {
  return at->kind == token_kind::keyword && lang::fits(at->spelt, word_class::unit);
}

/// The word for the same period in the other list: 每年 for 当年, `year` for `per year`.
template <std::size_t From, std::size_t To>
std::optional<message> same_period(const period_word (&from)[From], const period_word (&to)[To],
                                   place at) {
  const period_word* found = find_period(from, *at);
  if (!found || find_period(to, *at)) return std::nullopt;
  for (const period_word& p : to)
    if (p.unit == found->unit)
      return did_you_mean(
          entry(p.which).in(is_chinese(at->spelt) ? language::zh : language::en));
  return std::nullopt;
}

/// `a year`, `each year`, `5 each`, `for each event`; 当年 where 每年 stands, and the reverse; a
/// key before its period.
DUTYSCORE_INLINE std::optional<message> reader::period_habit(place at) const {
  if (at->is(word::per) && at[1].kind == token_kind::name && find_period(period_words, at[-1]))
    return did_you_mean((is_chinese(at->spelt) ? "按 " : "by ") + all_.text(at[1]));
  if (at[-1].is(word::slash) && at->is(word::event)) return did_you_mean("per event");
  if (expects(thing::effect_period)) return same_period(period_words, effect_period_words, at);
  if (!expects(thing::per_period)) return std::nullopt;
  if (at->is(word::by))
    return message{"the period stands before `by`: per year by …", "期间写在“按”之前：每年 按 ……"};
  place p = at;
  while (p - at < 2 && !is_unit(p) && !p[1].first_on_line &&
         (p->kind == token_kind::name || p->is(word::each) || p->is(word::for_)))
    ++p;
  if (const auto other = same_period(effect_period_words, period_words, p)) return other;
  const bool each = at->is(word::each) || (at->is(word::for_) && at[1].is(word::each));
  return each || p->is(word::event) ? std::optional(did_you_mean("per event")) : std::nullopt;
}

/// `2022`, `3月25日`, `"2022-03-25"`, `自2022年3月25日起` where a day is wanted.
DUTYSCORE_INLINE std::optional<message> reader::date_habit(place at) const {
  if (at->is(word::minus) && at[1].kind == token_kind::date)
    return did_you_mean(all_.where->text(at[-1].where).ends_with("日") ? "至" : "to");
  if (!expects(thing::date) || expects(thing::column)) return std::nullopt;
  if (at[1].kind == token_kind::date)
    if (const auto meant = meant_by(all_.text(*at), {"from", "to"})) return did_you_mean(*meant);
  if (at->kind == token_kind::number || at->kind == token_kind::period)
    return message{"a date goes down to the day, as 2022-03-25", "日期要写到日，如 2022年3月25日"};
  if (at->kind == token_kind::month_day)
    return message{"a date begins with its year, as 2022-03-25", "日期要写年份，如 2022年3月25日"};
  const std::string text = all_.text(*at);
  if (at->kind == token_kind::text && dutyscore::date::parse(text))
    return message{"a date has no quotation marks", "日期不加引号"};
  const bool in_given = !blocks_.empty() && lang::fits(blocks_.back().head, word::given);
  if (at->kind == token_kind::text && in_given)
    return message{"a row begins with its date; then come the person and the kind",
                   "每行先写日期，再写人和事项"};
  const std::size_t digit = text.find_first_of("0123456789"), day = text.find("日");
  if (at->kind != token_kind::name || digit == std::string::npos || day == std::string::npos)
    return std::nullopt;
  const std::string inside = text.substr(digit, day + 3 - digit);
  return dutyscore::date::parse(inside) ? std::optional(did_you_mean(inside)) : std::nullopt;
}

DUTYSCORE_INLINE bool is_comparison(place at) {
  for (const word w : {word::equal, word::not_equal, word::less_equal, word::greater_equal,
                       word::less, word::greater})
    if (at->is(w)) return true;
  return false;
}

DUTYSCORE_INLINE bool reader::expects(word which) const {
  return std::find(expected_.begin(), expected_.end(), expectation{thing::word, which}) !=
         expected_.end();
}

/// `>= 5` in a table, `1 < n < 5`, `total >= 5` in an expectation, `is` for `==`.
DUTYSCORE_INLINE std::optional<message> reader::comparison_habit(place at) const {
  const bool fields = !blocks_.empty() && is_fields(blocks_.back().head);
  if (at->is(word::is) && !fields) return did_you_mean("==");
  static constexpr std::pair<std::string_view, std::string_view> spoken[] = {
      {"大于", ">"}, {"小于", "<"}, {"大于等于", ">="}, {"小于等于", "<="}, {"不等于", "!="}};
  for (const auto& [found, sign] : spoken)
    if (!fields && at->kind == token_kind::name && all_.text(*at) == found)
      return did_you_mean(sign);
  if (!is_comparison(at)) return std::nullopt;
  if (at->is(word::greater_equal) && (expects(thing::cell) || expects(word::from_row)))
    return message{"write “from” for at least: from 5", "“至少”写作“满”：满 5"};
  if (at->is(word::greater_equal) && fields)
    return message{"write “from” for at least: from 0", "“至少”写作“不小于”：不小于 0"};
  if (expects(thing::number))
    return message{"an expectation is exact: write the number alone, as total 18",
                   "应写明确切的数，如 总分 18"};
  if (expects(thing::value) || expects(thing::literal)) return std::nullopt;
  return message{"comparisons do not go on: join two with `and`", "比较不能连写：请用“且”连接两个比较"};
}

/// Percent signs, colons, plus signs, ranges, the stroke of a period.
DUTYSCORE_INLINE std::optional<message> reader::sign_habit(place at) const {
  if (at->is(word::percent))
    return message{"write a share as a number: 30 % is 0.3", "百分数写成小数：30% 写作 0.3"};
  const bool after_keyword =
      at[-1].kind == token_kind::keyword && lang::fits(at[-1].spelt, word_class::reserved);
  if (at->is(word::colon) && !after_keyword && (expects(thing::number) || expects(thing::literal)))
    return message{"nothing stands between a name and its value: total 18",
                   "名称和值之间不用符号，如 总分 18"};
  if (at->is(word::colon) && expects(word::open_brace))
    return message{"no colon stands after a name", "名称之后不用冒号"};
  if (all_.text(*at) == "percent") return did_you_mean("%");
  const bool before_number = at[1].kind == token_kind::number;
  if (at->is(word::plus) && before_number && (expects(thing::value) || expects(thing::number)))
    return did_you_mean(all_.where->text(at[1].where));
  if (at->is(word::slash) && at[-1].kind == token_kind::number && before_number &&
      expects(word::open_brace))
    return did_you_mean(std::string(all_.where->text(at[-1].where)) + "-" +
                        std::string(all_.where->text(at[1].where)));
  const bool range = at->is(word::to) || (at->is(word::minus) && before_number);
  if (range && (expects(word::colon) || expects(thing::row)))
    return message{"write where a bracket begins, as from 1: the next one ends it",
                   "只写每档的起点，如 满 1：下一档即为终点"};
  return std::nullopt;
}

/// Words that people put between the parts of a clause.
DUTYSCORE_INLINE std::optional<message> reader::word_habit(place at) const {
  const std::string name = all_.text(*at);
  const auto is_any = [&](std::initializer_list<std::string_view> list) {
    return at->kind == token_kind::name && std::find(list.begin(), list.end(), name) != list.end();
  };
  const bool joins = at->is(word::or_) || at->is(word::and_) || is_any({"和", "与", "及", "以及"});
  if (joins && at[-1].kind == token_kind::text && at[1].kind == token_kind::text)
    return message{"several texts are separated by commas", "多个文字之间用逗号或顿号分开"};
  if (at->is(word::in) && at[1].is(word::org_unit)) return did_you_mean("within");
  const bool measure = at->is(word::places) ||
                       is_any({"个", "人", "条", "倍", "元", "天", "年", "项", "篇", "times"});
  if (measure && at[-1].kind == token_kind::number)
    return message{"only 分, 次, 名 and 件 may stand behind a number", "数之后只能写“分”“次”“名”“件”"};
  if (expects(thing::rounding))
    for (const word w : {word::rounded_up, word::rounded_down, word::rounded_half_up,
                         word::rounded_half_even})
      if (at->is(w) && !is_chinese(at->spelt)) return did_you_mean(name.substr(name.find(' ') + 1));
  if (expects(thing::number) && at->kind == token_kind::name && name.size() > 3 &&
      is_numeral(std::string_view(name).substr(0, name.size() - 3)))
    return phrase("write digits");
  if (name == "位小数") return did_you_mean("位");
  if (name == "次以后") return did_you_mean("次之后");
  const bool of_list = at->kind == token_kind::keyword && !blocks_.empty() &&
                       lang::fits(blocks_.back().head, word::expect) &&
                       expectation_.kind == ast::expect_kind::list;
  if (of_list && !lang::fits(at->spelt, word_class::sign))
    return phrase("read as a list", {expectation_.list.text});
  const bool early = at->is(word::per_event) || find_period(period_words, *at);
  if (early && !at[1].first_on_line && (at[1].is(word::award) || at[1].is(word::deduct)))
    return did_you_mean(all_.text(at[1]) + " " + name + " …");
  return std::nullopt;
}

DUTYSCORE_INLINE bool reader::add_habit_hint(diagnostic& d, place at) const {
  if (at == end()) return false;
  using habit = std::optional<message> (reader::*)(place) const;
  for (const habit h : {&reader::period_habit, &reader::date_habit, &reader::comparison_habit,
                        &reader::sign_habit, &reader::word_habit})
    if (const auto found = (this->*h)(at)) {
      d.hints.push_back(*found);
      return true;
    }
  return false;
}

/// `pr` for `per`, `按金额` for `按 金额`; a name just before may be the culprit, because any word
/// can be one.
DUTYSCORE_INLINE void reader::add_word_hints(diagnostic& d, place at, bool line_ended) {
  if (at == begin()) return void(add_word_hint(d, at, expected_words()));
  if (add_name_hint(d, at) || add_number_hint(d, at)) return;
  const std::vector<std::string> words_there = expected_words();
  if (const auto meant = meant_by(all_.text(*at), words_there))
    return d.hints.push_back(did_you_mean(*meant));
  if (!line_ended && add_habit_hint(d, at)) return;
  if (add_word_hint(d, at, words_there)) return;
  if (at->is(word::per) && add_word_hint(d, at + 1, unit_words())) return;
  if (find_period(period_words, at[-1]) && !line_ended)
    if (const auto better = limit_first(at, all_)) return d.hints.push_back(did_you_mean(*better));
  std::vector<std::string> periods;
  for (const word_entry& w : words)
    if (w.kind == word_class::unit && !w.zh.empty()) periods.emplace_back(w.zh);
  const std::string before = all_.text(at[-1]);
  const bool is_name = at[-1].kind == token_kind::name;
  if (is_name && static_cast<unsigned char>(before[0]) >= 0x80) {
    const auto meant = meant_by(before, periods);
    const auto like = meant ? meant : closest(before, periods);
    const auto apart = value_apart(before);
    if (like || apart) {
      d.hints.push_back(did_you_mean(like ? *like : *apart));
      return blame_name_before(d, at);
    }
    if (add_word_hint(d, at - 1, periods)) return blame_name_before(d, at);
  }
  if (!is_word_too_many(at)) return;
  d.hints.push_back({"no word stands before this number", "这个数之前不写别的词"});
  blame_name_before(d, at);
}

/// Names are one word, and stand before their label.
DUTYSCORE_INLINE bool reader::add_name_hint(diagnostic& d, place at) const {
  const auto& before = clauses_.empty() ? policy_.body : clauses_.back().clause.body;
  const bool is_list = (!before.empty() && before.back().kind == ast::clause_kind::on) ||
                       (!blocks_.empty() && is_fields(blocks_.back().head));
  if (is_list && at->kind == token_kind::text && at[-1].kind == token_kind::text &&
      !expects(thing::field_type)) {
    if (at[-2].is(word::default_))
      d.hints.push_back({"a label stands behind the name of its field", "标签写在字段名之后"});
    else
      d.hints.push_back({"several texts are separated by commas", "多个文字之间用逗号或顿号分开"});
    return true;
  }
  if (at->is(word::colon) && starts_clause(at[-1])) {
    d.hints.push_back({"no colon stands after a keyword", "关键词之后不用冒号"});
    return true;
  }
  const bool opens = std::find(expected_.begin(), expected_.end(),
                               expectation{thing::word, word::open_brace}) != expected_.end();
  if (expects(thing::field_type) && at->kind == token_kind::name &&
      lang::fits(at[-1].spelt, word_class::type)) {
    d.hints.push_back(did_you_mean(all_.text(*at) + " " + all_.text(at[-1])));
    return true;
  }
  if (at[-1].kind == token_kind::keyword && lang::fits(at[-1].spelt, word_class::function) &&
      at->kind == token_kind::name && !at->first_on_line) {
    d.hints.push_back(did_you_mean(all_.text(at[-1]) + "(…)"));
    return true;
  }
  const bool in_grade =
      !clauses_.empty() && clauses_.back().clause.kind == ast::clause_kind::grade;
  const bool name_first = expects(thing::name) && (expected_.size() == 1 || in_grade);
  if (name_first && at->kind == token_kind::text) {
    const std::string label(all_.where->text(at->where));
    if (at[1].kind != token_kind::name && is_plain_name(all_.text(*at))) {
      d.hints.push_back({"names stand without quotation marks: " + all_.text(*at),
                         "名称不加引号：" + all_.text(*at)});
      return true;
    }
    d.hints.push_back({"the name comes first, and what people see after it: NAME " + label,
                       "先写名称，再写给人看的标签：名称 " + label});
    return true;
  }
  if (!opens || at[-1].kind != token_kind::name) return false;
  const bool hyphen = at->is(word::minus) && at[1].kind == token_kind::name;
  const place second = hyphen ? at + 1 : at;
  if (second->kind != token_kind::name || second->first_on_line) return false;
  d.hints.push_back(did_you_mean(all_.text(at[-1]) + "_" + all_.text(*second)));
  return true;
}

/// `1,000` and `1,5`; `2022/3/25`.
DUTYSCORE_INLINE bool reader::add_number_hint(diagnostic& d, place at) const {
  const auto touches = [&](place p) { return p->where.end == p[1].where.begin; };
  const auto raw = [&](place p) { return std::string(all_.where->text(p->where)); };
  const auto is_number = [](place p) { return p->kind == token_kind::number; };
  if (at->is(word::comma) && is_number(at - 1) && is_number(at + 1) && touches(at - 1) &&
      touches(at)) {
    const bool thousands = raw(at + 1).size() == 3;
    d.hints.push_back(did_you_mean(raw(at - 1) + (thousands ? "" : ".") + raw(at + 1)));
    return true;
  }
  if (at->is(word::dot) && is_number(at + 1) && touches(at)) {
    d.hints.push_back(did_you_mean("0." + raw(at + 1)));
    return true;
  }
  if (!expects(thing::date) || end() - at < 5 || !is_number(at) || raw(at).size() != 4)
    return false;
  for (int i = 0; i < 2; ++i)
    if (!(at[2 * i + 1].is(word::slash) || at[2 * i + 1].is(word::minus)) ||
        !is_number(at + 2 * i + 2))
      return false;
  const auto two = [](const std::string& s) { return (s.size() < 2 ? "0" : "") + s; };
  d.hints.push_back(did_you_mean(raw(at) + "-" + two(raw(at + 2)) + "-" + two(raw(at + 4))));
  return true;
}

/// `ties` for `ties all` and `ties none`, 否决 for 一票否决: a part of at most two keywords.
DUTYSCORE_INLINE std::vector<std::string> whole_words(const std::string& part,
                                                      const std::vector<std::string>& candidates) {
  const bool chinese = static_cast<unsigned char>(part[0]) >= 0x80;
  std::vector<std::string> out;
  for (const std::string& c : candidates) {
    const bool holds = chinese ? part.size() >= 6 && c.size() > part.size() &&
                                     c.find(part) != std::string::npos
                               : c.starts_with(part + " ");
    if (holds && std::find(out.begin(), out.end(), c) == out.end()) out.push_back(c);
  }
  if (out.size() > 2) out.clear();
  return out;
}

/// Words of two letters are alike too easily: `of` is not `on`.
DUTYSCORE_INLINE bool is_alike(const std::string& word, const std::string& like) {
  return word.size() > 2 || like.size() > 2;
}

/// Was nothing but a text expected, or a text after an end that may be left out?
DUTYSCORE_INLINE bool reader::only_text_expected() const {
  const bool of_text_field = !blocks_.empty() && is_fields(blocks_.back().head) &&
                             field_.type == ast::field_type::text && expects(thing::literal);
  const bool has_text =
      of_text_field || std::any_of(expected_.begin(), expected_.end(),
                                   [](const expectation& e) { return wants_quotes(e.what); });
  return has_text && (expected_.size() == 1 ||
                      (expected_.size() == 2 && expected_[0] == expectation{thing::word, word::to}));
}

/// Where a text without quotation marks ends: `may.csv`, `cite Article 6`.
DUTYSCORE_INLINE place reader::last_of_text(place at) const {
  const bool words = !clauses_.empty() && (clauses_.back().clause.kind == ast::clause_kind::cite ||
                                           clauses_.back().clause.kind == ast::clause_kind::accept);
  place last = at;
  const auto goes_on = [&](place next) {
    const bool is_word = next->kind == token_kind::name || next->kind == token_kind::number;
    if (last->where.end == next->where.begin) return next->is(word::dot) || is_word;
    return words && is_word && !next->first_on_line;
  };
  while (goes_on(last + 1)) ++last;
  return last;
}

DUTYSCORE_INLINE bool reader::add_word_hint(diagnostic& d, place at,
                                            const std::vector<std::string>& candidates) const {
  if (at->kind != token_kind::name) return false;
  const std::string name = all_.text(*at);
  if (const auto whole = whole_words(name, candidates); !whole.empty()) {
    d.hints.push_back(whole.size() == 1 ? did_you_mean(whole[0])
                                        : phrase("either was meant", {whole[0], whole[1]}));
  } else if (const auto like = closest(name, candidates); like && is_alike(name, *like)) {
    d.hints.push_back(did_you_mean(*like));
  } else if (is_numeral(name)) {
    d.hints.push_back(phrase("write digits"));
  } else if (only_text_expected()) {
    const std::string all(all_.where->text(join(at->where, last_of_text(at)->where)));
    d.hints.push_back(phrase("with quotes", {all}));
  } else if (const auto better = spaced_run(name)) {
    d.hints.push_back(phrase("spaces needed", {*better}));
  } else {
    return false;
  }
  return true;
}

}  // namespace dutyscore::lang::detail
