// The reader's part that reports mistakes and finds where to go on. Included by grammar.ipp only.
#pragma once

#include <cstring>

#include "dutyscore/impl/lang/builder.ipp"

namespace dutyscore::lang::detail {

DUTYSCORE_INLINE diagnostic& reader::complain(std::string_view code,
                                              std::initializer_list<message_argument> arguments,
                                              span at) {
  if (found_.size() >= limits_.errors) throw stop_reading{};
  last_error_ = last_shown_ = at;
  return found_.emplace_back(make_diagnostic(code, arguments, all_.where, at));
}

DUTYSCORE_INLINE void reader::too_deep(span at) {
  complain("DS0115", {std::to_string(limits_.depth)}, at);
  throw depth_failure{};
}

DUTYSCORE_INLINE std::string clipped(const std::string& text) {
  if (text.size() <= 60) return text;
  std::size_t end = 54;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

DUTYSCORE_INLINE message reader::found_text(place at) const {
  if (at->kind == token_kind::end) return {"the end of the text", "文本末尾"};
  const bool odd_period =
      at->is(word::per) && at[1].kind == token_kind::name && !at[1].first_on_line;
  const span shown = odd_period ? join(at->where, at[1].where) : at->where;
  const std::string raw = clipped(std::string(all_.where->text(shown)));
  if (at->kind == token_kind::text) return {raw, raw};
  return {"`" + raw + "`", "“" + raw + "”"};
}

DUTYSCORE_INLINE message word_text(word w) {
  return {"`" + std::string(entry(w).in(language::en)) + "`",
          "“" + std::string(entry(w).in(language::zh)) + "”"};
}

DUTYSCORE_INLINE message expectation_text(const expectation& e) {
  if (e.what == thing::word) return word_text(e.which);
  for (const thing_entry& t : things)
    if (t.id == e.what) return {std::string(t.en), std::string(t.zh)};
  return {};
}

/// One part of an enumeration after the others: `a, b or c`.
DUTYSCORE_INLINE std::string enumeration(const std::vector<std::string>& parts,
                                         std::string_view comma, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? last : comma;
    out += parts[i];
  }
  return out;
}

DUTYSCORE_INLINE message reader::expected_text() const {
  std::vector<std::string> en, zh;
  const auto add = [](std::vector<std::string>& list, std::string s) {
    if (std::find(list.begin(), list.end(), s) == list.end()) list.push_back(std::move(s));
  };
  for (const expectation& e : expected_) {
    const message m = expectation_text(e);
    add(en, m.en);
    add(zh, m.zh);
  }
  constexpr std::size_t most = 8;
  if (en.size() > most) {
    en.resize(most);
    en.emplace_back("…");
  }
  if (zh.size() > most) {
    zh.resize(most);
    zh.emplace_back("…");
  }
  return {enumeration(en, ", ", " or "), enumeration(zh, "、", "或")};
}

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
    case thing::basis:
      return w.kind == word_class::standing;
    default:
      return false;
  }
}

/// `按金额` with the spaces that it lacks: `按 金额`. Nothing when it does not begin with keywords.
DUTYSCORE_INLINE std::optional<std::string> reader::spaced(const std::string& name) const {
  if (name.size() > 120 || static_cast<unsigned char>(name[0]) < 0x80) return std::nullopt;
  for (std::size_t cut = name.size() - 1; cut > 0; --cut) {
    if ((static_cast<unsigned char>(name[cut]) & 0xC0) == 0x80) continue;
    const std::vector<std::string> pieces = divide_run(name.substr(0, cut));
    const auto first = static_cast<unsigned char>(name[cut]);
    if (pieces.empty() || first == '_' || (first >= '0' && first <= '9')) continue;
    std::string out;
    for (const std::string& p : pieces) out += p + " ";
    return out + name.substr(cut);
  }
  return std::nullopt;
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

/// `每月 上限 30`: in a limit the word of the clause comes first.
DUTYSCORE_INLINE std::optional<std::string> limit_first(place at, const token_list& all) {
  if (!at->is(word::cap) && !at->is(word::floor) && !at->is(word::base)) return std::nullopt;
  return all.text(*at) + " " + all.text(at[-1]) + " …";
}

/// `分数9.5`: one name, where a name and its value were meant.
DUTYSCORE_INLINE std::optional<std::string> value_apart(std::string_view name) {
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

/// The sense of a token is the name before it: `上限 每约 30 分`, `按金额 { … }`. Any word can be a
/// name, so the place of the mistake is known only afterwards.
DUTYSCORE_INLINE void reader::blame_name_before(diagnostic& d, place at) {
  const std::string name = all_.text(at[-1]);
  diagnostic better = make_diagnostic("DS0128", {name}, all_.where, at[-1].where);
  better.hints = std::move(d.hints);
  d = std::move(better);
  last_shown_ = at[-1].where;
}

/// `pr` for `per`, `按金额` for `按 金额`; a name just before may be the culprit, because any word
/// can be one.
DUTYSCORE_INLINE void reader::add_word_hints(diagnostic& d, place at) {
  if (at != begin() && (add_name_hint(d, at) || add_number_hint(d, at))) return;
  if (add_word_hint(d, at, expected_words()) || at == begin()) return;
  if (at->is(word::per) && add_word_hint(d, at + 1, unit_words())) return;
  if (find_period(period_words, at[-1]))
    if (const auto better = limit_first(at, all_)) return d.hints.push_back(did_you_mean(*better));
  std::vector<std::string> periods;
  for (const word_entry& w : words)
    if (w.kind == word_class::unit && !w.zh.empty()) periods.emplace_back(w.zh);
  const std::string before = all_.text(at[-1]);
  if (before.empty() || static_cast<unsigned char>(before[0]) < 0x80) return;
  const auto like = closest(before, periods);
  const auto apart = at[-1].kind == token_kind::name ? value_apart(before) : std::nullopt;
  if (like && at[-1].kind == token_kind::name)
    d.hints.push_back(did_you_mean(*like));
  else if (apart)
    d.hints.push_back(did_you_mean(*apart));
  else if (!add_word_hint(d, at - 1, periods))
    return;
  blame_name_before(d, at);
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

/// Names are one word, and stand before their label.
DUTYSCORE_INLINE bool reader::add_name_hint(diagnostic& d, place at) const {
  const auto& before = clauses_.empty() ? policy_.body : clauses_.back().clause.body;
  const bool is_list = (!before.empty() && before.back().kind == ast::clause_kind::on) ||
                       (!blocks_.empty() && is_fields(blocks_.back().head));
  if (is_list && at->kind == token_kind::text && at[-1].kind == token_kind::text &&
      !expects(thing::field_type)) {
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
  if (expected_.size() == 1 && expects(thing::name) && at->kind == token_kind::text) {
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
    {"减分", "扣分"},       {"封顶", "上限"},      {"最多", "上限"},       {"最高", "上限"},
    {"最低", "下限"},       {"如果", "当"},        {"条件", "当"},         {"类别", "大类"},
    {"分类", "大类"},       {"规则", "指标"},      {"测试", "算例"},       {"来源", "依据"},
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

DUTYSCORE_INLINE bool reader::add_word_hint(diagnostic& d, place at,
                                            const std::vector<std::string>& candidates) const {
  const std::string name = all_.text(*at);
  if (at->kind == token_kind::keyword)
    if (const auto meant = meant_by(name, candidates)) {
      d.hints.push_back(did_you_mean(*meant));
      return true;
    }
  if (at->kind != token_kind::name) return false;
  if (const auto like = closest(name, candidates)) {
    d.hints.push_back(did_you_mean(*like));
  } else if (const auto meant = meant_by(name, candidates)) {
    d.hints.push_back(did_you_mean(*meant));
  } else if (is_numeral(name)) {
    d.hints.push_back({"numbers are written in digits", "数请用阿拉伯数字书写"});
  } else if (expected_.size() == 1 && wants_quotes(expected_[0].what)) {
    place last = at;  // `may.csv`
    while (last->where.end == last[1].where.begin &&
           (last[1].is(word::dot) || last[1].kind == token_kind::name))
      ++last;
    const std::string all(all_.where->text(join(at->where, last->where)));
    d.hints.push_back({"write it in quotation marks: “" + all + "”", "请加引号：“" + all + "”"});
  } else if (const auto better = spaced(name)) {
    d.hints.push_back({"a keyword needs a space before a name: “" + *better + "”",
                       "关键词与名称之间请加空格：“" + *better + "”"});
  } else {
    return false;
  }
  return true;
}

/// A word in the middle of a line that goes on with what stands before it: one that is nearly what
/// could stand there, or a part in the wrong order.
DUTYSCORE_INLINE bool reader::is_misspelt(place at) const {
  if (at->first_on_line || farthest_ != at || at[-1].is(word::semicolon) ||
      at[-1].is(word::open_brace))
    return false;
  if (at->kind == token_kind::keyword) return lang::fits(at->spelt, word_class::reserved);
  return at->kind == token_kind::name && !at[-1].is(word::comma) &&
         closest(all_.text(*at), expected_words());
}

/// What is missing at the end of a line is missing there, and not at the next line's first word.
DUTYSCORE_INLINE void reader::report_expected() {
  const place at = farthest_ ? farthest_ : last_;
  if (at->bad || at->where == last_error_) return;
  const bool line_ended = at->first_on_line && at != begin();
  const span where = line_ended ? span{at[-1].where.end, at[-1].where.end} : at->where;
  add_word_hints(complain("DS0110", {expected_text(), found_text(at)}, where), at);
  last_error_ = at->where;
}

/// `year start 05-01`: nearly a keyword of two words.
DUTYSCORE_INLINE bool reader::add_two_words_hint(diagnostic& d, place at) const {
  if (at == end() || at[1].kind != token_kind::name || at[1].first_on_line) return false;
  const auto like = closest(all_.text(*at) + " " + all_.text(at[1]), clause_words());
  if (!like || like->find(' ') == std::string::npos) return false;
  d.hints.push_back(did_you_mean(*like));
  return true;
}

/// A place where a clause, a row … must begin and none does.
DUTYSCORE_INLINE void reader::report_unknown(place at, recover_at mode) {
  if (at->bad || at->where == last_error_) return;
  if (last_shown_.begin < at->where.begin) {
    const std::string_view between = all_.where->text({last_shown_.begin, at->where.begin});
    if (between.find('\n') == std::string_view::npos) return;
  }
  if (farthest_ != at) expected_.clear();
  if (mode == recover_at::clause) expected_.push_back({thing::clause});
  const bool is_word = at->kind == token_kind::name || (at->kind == token_kind::keyword &&
                                                        !lang::fits(at->spelt, word_class::sign));
  diagnostic& d = is_word && mode == recover_at::clause && expected_.size() == 1
                      ? complain("DS0111", {found_text(at)}, at->where)
                      : complain("DS0110", {expected_text(), found_text(at)}, at->where);
  const bool is_part_of_field = mode == recover_at::row && at->kind == token_kind::keyword &&
                                !blocks_.empty() && is_fields(blocks_.back().head);
  if (is_part_of_field && lang::fits(at->spelt, word_class::reserved))
    d.hints.push_back({"the parts of a field stand in this order: from, to, one of, default, for",
                       "字段各部分的次序：不小于、不大于、限于、默认、用于"});
  else if (!add_two_words_hint(d, at))
    add_word_hints(d, at);
}

/// Reads a misspelt clause keyword as what it was meant to be, so that what follows is still
/// checked.
DUTYSCORE_INLINE bool reader::repair(place at) {
  if (at->kind != token_kind::name || repaired_ == at || spaced(all_.text(*at))) return false;
  const auto like = closest(all_.text(*at), clause_words());
  if (!like) return false;
  token& t = all_.tokens[index_of(at)];
  t.kind = token_kind::keyword;
  t.spelt = *find_spelling(*like);
  repaired_ = at;
  return true;
}

DUTYSCORE_INLINE message reader::block_name(const open_block& b) const {
  const std::string line = std::to_string(all_.where->locate(b.opened.begin).line);
  const std::string head(text_of(b.head));
  return {"`" + head + "` of line " + line, "第 " + line + " 行的“" + head + "”"};
}

DUTYSCORE_INLINE void reader::report_missing_brace(place at) {
  if (at->where == last_error_ || at->bad) return;
  const open_block& block = blocks_.back();
  diagnostic& d = complain("DS0113", {block_name(block)}, at->where);
  d.spans.push_back({block.opened, {"opened here", "在此开始"}});
}

DUTYSCORE_INLINE message block_kind_text(unsigned bit) {
  switch (bit) {
    case in_policy:
      return word_text(word::policy);
    case in_category:
      return word_text(word::category);
    case in_indicator:
      return word_text(word::indicator);
    case in_veto:
      return word_text(word::veto);
    case in_list:
      return word_text(word::list);
    case in_amend:
      return word_text(word::amend);
    default:
      return {};
  }
}

/// A clause in a block that cannot hold it is reported and read.
DUTYSCORE_INLINE void reader::check_placement(ast::clause_kind kind, place at) {
  if (blocks_.empty() || (blocks_of(kind) & blocks_.back().bit) != 0 || at == repaired_) return;
  const open_block& block = blocks_.back();
  diagnostic& d = complain(
      "DS0112", {std::string(all_.where->text(at->where)), block_kind_text(block.bit)}, at->where);
  d.spans.push_back({block.opened, {"this block", "此块"}});
  message can;
  std::vector<std::string> en, zh;
  for (const unsigned bit : {in_policy, in_category, in_indicator, in_veto, in_list, in_amend})
    if (blocks_of(kind) & bit) {
      en.push_back(block_kind_text(bit).en);
      zh.push_back(block_kind_text(bit).zh);
    }
  d.hints.push_back({"it stands in " + enumeration(en, ", ", " or "),
                     "它应写在" + enumeration(zh, "、", "或") + "中"});
}

// Where to go on.

DUTYSCORE_INLINE bool is_top_level(const token& t) {
  return t.is(word::policy) || t.is(word::scenario) || t.is(word::todo);
}

DUTYSCORE_INLINE bool is_function(place at) {
  return at[1].is(word::open_paren) && lang::fits(at->spelt, word_class::function);
}

/// May a clause that failed have ended before this token? A keyword of its own inside does not
/// count.
DUTYSCORE_INLINE bool is_next_clause(place at, place failing, bool in_list_block) {
  if (!starts_clause(*at)) return false;
  if (at->is(word::when) || at->is(word::by)) return in_list_block && at->first_on_line;
  if (at->first_on_line) return true;
  if (!lang::fits(at->spelt, word_class::clause) || is_function(at)) return false;
  if (at->is(word::deduct)) return !failing->is(word::require);
  return !find_period(period_words, *failing);
}

/// From the start of a clause (or row) that failed to where the next one begins, or the `}` of its
/// block. A misspelt keyword is recognised as the next clause when its line is not indented more.
/// The rest of a run that was divided is left out, because it may have been meant as a name.
DUTYSCORE_INLINE place reader::next_start(place start, place failed, bool rows) const {
  std::size_t depth = 0;
  bool same_run = true;
  for (place p = start; p != end(); ++p) {
    if (p->is(word::open_brace)) ++depth;
    if (p->is(word::close_brace) && depth-- == 0) return p;
    if (p < failed) continue;
    same_run = same_run && p->continued;
    if (depth > 0 || p <= start || same_run) continue;
    if (rows ? p->first_on_line : is_next_clause(p, start, in_block(in_list))) return p;
    if (p->first_on_line && (is_top_level(*p) || is_next_line(p, start))) return p;
  }
  return end();
}

DUTYSCORE_INLINE std::size_t indentation(const source& text, span at) {
  const std::size_t line_end =
      at.begin == 0 ? std::string::npos : text.text().rfind('\n', at.begin - 1);
  const std::size_t start = line_end == std::string::npos ? 0 : line_end + 1;
  return text.text().find_first_not_of(" \t", start) - start;
}

DUTYSCORE_INLINE bool reader::is_next_line(place at, place start) const {
  return at->kind == token_kind::name && start->first_on_line &&
         indentation(*all_.where, at->where) <= indentation(*all_.where, start->where);
}

DUTYSCORE_INLINE place reader::next_top(place from) const {
  place p = from + (from != end());
  while (p != end() && !(is_top_level(*p) && p->first_on_line)) ++p;
  return p;
}

/// A keyword that begins a block (in rows: any clause) where none may stand.
DUTYSCORE_INLINE bool is_out_of_place(place at, unsigned block) {
  if (block == 0) return lang::fits(at->spelt, word_class::clause);
  bool found = false;
  for (const clause_start& c : clause_starts) {
    if (!at->is(c.first)) continue;
    if ((blocks_of(c.kind) & block) != 0) return false;
    found = found || bit_of(c.kind) != 0 || c.kind == ast::clause_kind::grade;
  }
  return found;
}

/// At `}`; where the text ends or a policy begins; or where a `}` was forgotten: at a clause that
/// has no business in this block and is not indented more than the block's head.
DUTYSCORE_INLINE bool reader::block_ends(place at) const {
  if (at == end() || at->is(word::close_brace)) return true;
  if (blocks_.empty()) return false;
  if (is_top_level(*at) && at->first_on_line) return true;
  if (!at->first_on_line || !starts_clause(*at)) return false;
  const open_block& block = blocks_.back();
  if (!is_out_of_place(at, block.bit)) return false;
  return indentation(*all_.where, at->where) <= indentation(*all_.where, block.opened);
}

/// A keyword that also begins clauses, as part of an expression: `floor(x)`, `对象.职务`, `事项 ==
/// …`.
DUTYSCORE_INLINE bool is_operand(place at) {
  if (is_function(at) || at[1].is(word::dot)) return true;
  const bool is_fixed = at->is(word::kind) || at->is(word::grade);
  return is_fixed && at[1].kind == token_kind::keyword && lang::fits(at[1].spelt, word_class::sign);
}

/// Is this `by` that of a table, and not of a list of keys?
DUTYSCORE_INLINE bool reader::table_follows(place by) const {
  std::size_t depth = 0;
  for (place p = by + 1; p != end(); ++p) {
    if (p->is(word::open_brace)) return true;
    if (p->is(word::open_paren)) ++depth;
    if (p->is(word::close_paren) && depth > 0) --depth;
    const bool keyword_ends = depth == 0 && starts_clause(*p) && !is_operand(p);
    if (keyword_ends || p->is(word::close_brace) || p->is(word::semicolon)) return false;
  }
  return false;
}

/// Does a period begin a selection here? In English spelling only when a choice follows: `cap 30
/// per month per year` is no selection.
DUTYSCORE_INLINE bool reader::may_begin_selection(place at) const {
  return find_period(period_words, *at) && (is_chinese(at->spelt) || choice_after(at));
}

/// The choice of a selection whose period comes first, or nothing.
DUTYSCORE_INLINE place reader::choice_after(place period) const {
  place p = period + 1;
  if (p->is(word::by)) {
    do p += 2;
    while (p < end() && p->is(word::comma));
  }
  if (p >= end()) return nullptr;
  const bool choice = p->is(word::once) || p->is(word::highest) || p->is(word::first) ||
                      p->is(word::best) || p->is(word::after);
  return choice ? p : nullptr;
}

/// A period, perhaps keys, and a choice: in Chinese spelling, or after a line in Chinese.
DUTYSCORE_INLINE bool reader::selection_follows(place at) const {
  if (!find_period(period_words, *at)) return false;
  const bool chinese_order = clauses_.back().clause.chinese && is_chinese(at->spelt);
  const place choice = choice_after(at);
  return choice && (chinese_order || is_chinese(choice->spelt));
}

/// Was a `{` forgotten here? Not when one follows on the line: then something stands before it that
/// should not.
DUTYSCORE_INLINE bool reader::may_insert_brace(place at) const {
  if (at->is(word::close_brace) || (starts_clause(*at) && at->first_on_line)) return true;
  const bool is_sign = at->kind == token_kind::keyword && lang::fits(at->spelt, word_class::sign);
  if (at == end() || is_sign || !head_ || head_->is(word::by)) return false;
  place p = at;
  do ++p;
  while (p != end() && !p->first_on_line && !p->is(word::open_brace) && !p->is(word::close_brace));
  return p == end() || !p->is(word::open_brace);
}

}  // namespace dutyscore::lang::detail
