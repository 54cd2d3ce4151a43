// The reader's part that reports mistakes and finds where to go on. Included by grammar.ipp only.
#pragma once

#include "dutyscore/impl/lang/hints.ipp"

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
  // Words of one language only are for its readers, unless nothing else is expected.
  const auto lacks = [&](const expectation& e, std::string_view word_entry::* spelt) {
    return e.what == thing::word && expected_.size() > 1 && (entry(e.which).*spelt).empty() &&
           !lang::fits(spellings.of[static_cast<std::size_t>(e.which)][0], word_class::sign);
  };
  for (const expectation& e : expected_) {
    const message m = expectation_text(e);
    if (!lacks(e, &word_entry::en)) add(en, m.en);
    if (!lacks(e, &word_entry::zh)) add(zh, m.zh);
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

/// A word in the middle of a line that goes on with what stands before it: one that is nearly what
/// could stand there, or a part in the wrong order.
DUTYSCORE_INLINE bool reader::is_misspelt(place at) const {
  if (at->first_on_line || farthest_ != at || at[-1].is(word::semicolon) ||
      at[-1].is(word::open_brace))
    return false;
  if (at->kind == token_kind::keyword) return lang::fits(at->spelt, word_class::reserved);
  if (at->kind != token_kind::name || at[-1].is(word::comma)) return false;
  const std::vector<std::string> words_there = expected_words();
  return closest(all_.text(*at), words_there) || meant_by(all_.text(*at), words_there);
}

/// Is something wrong before this, on its line?
DUTYSCORE_INLINE bool reader::is_on_line_of_mistake(place at) const {
  if (last_shown_.begin >= at->where.begin) return false;
  const std::string_view between = all_.where->text({last_shown_.begin, at->where.begin});
  return between.find('\n') == std::string_view::npos;
}

/// What is missing at the end of a line is missing there, and not at the next line's first word.
DUTYSCORE_INLINE void reader::report_expected(place start) {
  const place at = farthest_ ? farthest_ : last_;
  if (at->bad || at->where == last_error_) return;
  // 每年 同一事由 只计一次: what follows a mistake may be a part of the same clause.
  const bool is_choice = choice_after(start - (start != begin())) == start;
  if (is_choice && !start->first_on_line && is_on_line_of_mistake(start)) return;
  const bool line_ended = at->first_on_line && at != begin();
  const span where = line_ended ? span{at[-1].where.end, at[-1].where.end} : at->where;
  const message found =
      line_ended && at != end() ? message{"the end of the line", "本行末尾"} : found_text(at);
  add_word_hints(complain("DS0110", {expected_text(), found}, where), at, line_ended);
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
  if (is_on_line_of_mistake(at)) return;
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
    add_word_hints(d, at, false);
}

/// Reads a misspelt clause keyword as what it was meant to be, so that what follows is still
/// checked.
DUTYSCORE_INLINE bool reader::repair(place at) {
  if (at->kind != token_kind::name || repaired_ == at || spaced_run(all_.text(*at))) return false;
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
  const open_block& block = blocks_.back();
  if (at->where == last_error_ || at->bad || block.inserted) return;
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

/// Where a clause of this kind stands.
DUTYSCORE_INLINE message places_of(ast::clause_kind kind) {
  std::vector<std::string> en, zh;
  for (const unsigned bit : {in_policy, in_category, in_indicator, in_veto, in_list, in_amend})
    if (blocks_of(kind) & bit) {
      en.push_back(block_kind_text(bit).en);
      zh.push_back(block_kind_text(bit).zh);
    }
  return {"it stands in " + enumeration(en, ", ", " or "),
          "它应写在" + enumeration(zh, "、", "或") + "中"};
}

/// A clause in a block that cannot hold it is reported and read; what it lacks besides is not said.
DUTYSCORE_INLINE void reader::check_placement(ast::clause_kind kind, place at) {
  if (blocks_.empty() || (blocks_of(kind) & blocks_.back().bit) != 0 || at == repaired_) return;
  const open_block& block = blocks_.back();
  diagnostic& d = complain(
      "DS0112", {std::string(all_.where->text(at->where)), block_kind_text(block.bit)}, at->where);
  d.spans.push_back({block.opened, {"this block", "此块"}});
  misplaced_ = at;
  const bool is_first = kind == ast::clause_kind::first || kind == ast::clause_kind::best;
  if (block.bit == in_list && is_first)
    d.hints.push_back({"did you mean “top”?", "您是否想写“前 N 名”？"});
  else if (kind == ast::clause_kind::when)
    d.hints.push_back({"a condition stands behind what it belongs to, and before its text",
                       "条件写在它所属的内容之后、说明文字之前"});
  else
    d.hints.push_back(places_of(kind));
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
  if (!is_fields(block.head) && !is_out_of_place(at, block.bit)) return false;
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

/// Does this `}` close what encloses a block whose `{` was forgotten? Then it stands on a line of
/// its own, less indented than the block.
DUTYSCORE_INLINE bool reader::closes_another(place at) const {
  return blocks_.back().inserted && at->first_on_line &&
         indentation(*all_.where, at->where) < indentation(*all_.where, blocks_.back().opened);
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
  if (head_ && head_->is(word::by)) return false;
  if (at->is(word::close_brace) || (starts_clause(*at) && at->first_on_line)) return true;
  const bool is_sign = at->kind == token_kind::keyword && lang::fits(at->spelt, word_class::sign);
  if (at == end() || is_sign || !head_) return false;
  place p = at;
  do ++p;
  while (p != end() && !p->first_on_line && !p->is(word::open_brace) && !p->is(word::close_brace));
  return p == end() || !p->is(word::open_brace);
}

}  // namespace dutyscore::lang::detail
