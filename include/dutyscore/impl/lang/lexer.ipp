#pragma once

#include <algorithm>
#include <array>

#include "dutyscore/core/calendar.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/lang/lexer.hpp"

namespace dutyscore::lang {
namespace detail {

constexpr bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
constexpr bool is_ascii_word(char32_t c) {
  return is_digit(c) || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_';
}

struct stretch {
  char32_t first, last;
};
// Blocks of characters above ASCII that hold no letters; everything else there may be part of a
// name.
inline constexpr stretch no_letters[] = {
    {0x80, 0xA9},       {0xAB, 0xB4},        {0xB6, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},
    {0xF7, 0xF7},       {0x2000, 0x206F},    {0x20A0, 0x20CF}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F},
    {0x3000, 0x3004},   {0x3008, 0x3020},    {0x3030, 0x3030}, {0x303D, 0x303F}, {0xD800, 0xF8FF},
    {0xFE10, 0xFE1F},   {0xFE30, 0xFE6F},    {0xFEFF, 0xFEFF}, {0xFF5F, 0xFF65}, {0xFFE0, 0xFFFF},
    {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF},
};

DUTYSCORE_INLINE bool is_letter(char32_t c) {
  if (c < 0x80) return is_ascii_word(c);
  for (const stretch& s : no_letters)
    if (c >= s.first && c <= s.last) return false;
  return true;
}

DUTYSCORE_INLINE bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\r' || c == U'\n' || c == U'\v' || c == U'\f' ||
         c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x205F || c == 0x3000 ||
         c == 0xFEFF;
}

/// Quotation marks of other habits.
struct mistaken_quotes {
  std::string_view open, close;
};
inline constexpr mistaken_quotes other_quotes[] = {
    {"'", "'"}, {"‘", "’"}, {"「", "」"}, {"『", "』"}, {"«", "»"}, {"＇", "＇"},
    {"《", "》"}};

/// What people write for a sign of the language.
struct mistaken_sign {
  std::string_view found, meant;
};
inline constexpr mistaken_sign mistaken_signs[] = {
    {"=", "=="}, {"≥", ">="}, {"≤", "<="}, {"≠", "!="}, {"×", "*"}, {"÷", "/"},
    {"&", "&&"}, {"|", "||"}, {"=>", ">="}, {"=<", "<="}, {"＝", "=="}, {"＆", "&&"}, {"｜", "||"},
};

/// One piece of a run: bytes [begin, end) of it.
struct piece {
  token_kind kind = token_kind::name;
  spelling spelt = no_spelling;
  std::size_t begin = 0, end = 0;
};

/// The pieces that a run may go on with at one place, longest first.
struct choices {
  std::array<piece, 12> list;
  std::size_t count = 0;
  void add(piece p) {
    if (count < list.size()) list[count++] = p;
  }
};

/// Reads digits, and the 年月日 between them.
struct digit_reader {
  std::string_view text;
  std::size_t at;

  std::size_t digits() {
    const std::size_t from = at;
    while (at < text.size() && is_digit(static_cast<unsigned char>(text[at]))) ++at;
    return at - from;
  }
  bool literal(std::string_view s) {
    if (text.substr(at, s.size()) != s) return false;
    at += s.size();
    return true;
  }
  /// Up to `most` digits and then `s`.
  bool part(std::size_t least, std::size_t most, std::string_view s) {
    const std::size_t n = digits();
    return n >= least && n <= most && literal(s);
  }
};

DUTYSCORE_INLINE bool iso_date_at(std::string_view text, std::size_t at) {
  digit_reader r{text, at};
  return r.part(4, 4, "-") && r.part(2, 2, "-") && r.digits() == 2;
}

DUTYSCORE_INLINE void add_digit_pieces(std::string_view text, std::size_t at, choices& out) {
  digit_reader r{text, at};
  if (iso_date_at(text, at)) out.add({token_kind::date, no_spelling, at, at + 10});
  std::size_t year_end = 0, month_end = 0;
  if (r.part(4, 4, "年")) {
    year_end = r.at;
    if (r.part(1, 2, "月")) {
      month_end = r.at;
      if (r.part(1, 2, "日")) out.add({token_kind::date, no_spelling, at, r.at});
    }
  }
  if (month_end) out.add({token_kind::period, no_spelling, at, month_end});
  if (year_end) out.add({token_kind::period, no_spelling, at, year_end});
  r.at = at;
  if (r.part(1, 2, "月") && r.part(1, 2, "日"))
    out.add({token_kind::month_day, no_spelling, at, r.at});
  r.at = at;
  r.digits();
  if (digit_reader point{text, r.at}; point.literal(".") && point.digits() > 0) r.at = point.at;
  out.add({token_kind::number, no_spelling, at, r.at});
}

inline constexpr std::size_t longest_word = 20;  // no keyword has more bytes of ASCII

DUTYSCORE_INLINE void add_ascii_piece(std::string_view text, std::size_t at, bool measure,
                                      choices& out) {
  std::size_t end = at;
  while (end < text.size() && end - at <= longest_word &&
         is_ascii_word(static_cast<unsigned char>(text[end])))
    ++end;
  const auto s = end - at > longest_word ? std::nullopt : find_spelling(text.substr(at, end - at));
  if (!s) return;
  if (first_word(*s).kind == word_class::measure && !measure) return;
  out.add({token_kind::keyword, *s, at, end});
}

DUTYSCORE_INLINE choices choices_at(std::string_view text, std::size_t at, bool measure) {
  choices out;
  const code_point c = decode(text, at);
  if (is_digit(c.value)) {
    add_digit_pieces(text, at, out);
  } else if (is_ascii_word(c.value)) {
    add_ascii_piece(text, at, measure, out);
  } else {
    for (const spelling s : chinese_spellings(c.value)) {
      if (first_word(s).kind == word_class::measure && !measure) continue;
      const std::string_view word = text_of(s);
      if (text.substr(at, word.size()) == word)
        out.add({token_kind::keyword, s, at, at + word.size()});
    }
  }
  return out;
}

/// A number is never cut.
DUTYSCORE_INLINE bool is_inside_digits(std::string_view run, std::size_t at) {
  return at > 0 && is_digit(static_cast<unsigned char>(run[at])) &&
         is_digit(static_cast<unsigned char>(run[at - 1]));
}

/// Divides a whole run, longest pieces first, going back where the rest does not divide. `measure`:
/// may it begin with a measure word? Empty when it does not divide. Linear: what can be finished
/// from each place is worked out once, from the end, for both answers to "was the piece before a
/// number?".
DUTYSCORE_INLINE std::vector<piece> divide(std::string_view run, bool measure) {
  if (choices_at(run, 0, measure).count == 0) return {};
  std::vector<unsigned char> finishes(run.size() + 1, 0);
  finishes[run.size()] = 3;
  const auto leads_home = [&](const piece& p) {
    return (finishes[p.end] & (p.kind == token_kind::number ? 2 : 1)) != 0;
  };
  for (std::size_t at = run.size(); at-- > 0;) {
    if ((static_cast<unsigned char>(run[at]) & 0xC0) == 0x80 || is_inside_digits(run, at)) continue;
    for (const bool after_number : {false, true}) {
      const choices all = choices_at(run, at, after_number);
      if (std::any_of(all.list.begin(), all.list.begin() + all.count, leads_home))
        finishes[at] = static_cast<unsigned char>(finishes[at] | (after_number ? 2 : 1));
    }
  }
  std::vector<piece> out;
  for (std::size_t at = 0; at < run.size(); at = out.back().end) {
    const choices all = choices_at(run, at, measure);
    const auto next = std::find_if(all.list.begin(), all.list.begin() + all.count, leads_home);
    if (next == all.list.begin() + all.count) return {};
    out.push_back(*next);
    measure = next->kind == token_kind::number;
  }
  return out;
}

class lexer {
 public:
  lexer(source_ptr where, diagnostics& found, std::size_t max_errors)
      : text_(where->text()), found_(found), max_errors_(max_errors) {
    out_.where = std::move(where);
    out_.tokens.reserve(text_.size() / 6 + 16);
  }

  token_list run() {
    read();
    return finish();
  }

  token_list run(const std::vector<span>& blocks) {
    std::uint32_t prose_begin = 0;
    for (const span& block : blocks) {
      take_prose({prose_begin, block.begin});
      text_ = std::string_view(out_.where->text()).substr(0, block.end);
      at_ = block.begin;
      read();
      prose_begin = block.end;
    }
    take_prose({prose_begin, static_cast<std::uint32_t>(out_.where->text().size())});
    return finish();
  }

 private:
  void read() {
    while (skip_blanks() && found_.size() < max_errors_) next();
    at_ = text_.size();
  }

  token_list finish() {
    token& last = push(token_kind::end, at_, at_);
    last.first_on_line = true;
    return std::move(out_);
  }

  /// Prose goes the way of comments, so that it keeps its place in the tree.
  void take_prose(span where) {
    out_.comments.push_back({next_index(), false, false, ++proses_, where});
    newlines_ = 1;
  }

  std::uint32_t here() const { return static_cast<std::uint32_t>(at_); }
  std::uint32_t next_index() const { return static_cast<std::uint32_t>(out_.tokens.size()); }

  token& push(token_kind kind, std::size_t begin, std::size_t end) {
    token& t = out_.tokens.emplace_back();
    t.kind = kind;
    t.where = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    t.first_on_line = newlines_ > 0 || out_.tokens.size() == 1;
    t.blank_before = newlines_ > 1;
    t.bad = after_mistake_;
    after_mistake_ = false;
    newlines_ = 0;
    return t;
  }

  diagnostic& complain(std::string_view code, std::initializer_list<message_argument> arguments,
                       span at) {
    return found_.emplace_back(make_diagnostic(code, arguments, out_.where, at));
  }

  /// False at the end of the text.
  bool skip_blanks() {
    while (at_ < text_.size()) {
      const code_point c = decode(text_, at_);
      if (c.value == U'\n') ++newlines_;
      if (half_width(c.value) == U'#') {
        take_comment();
      } else if (is_blank(c.value)) {
        at_ += c.size;
      } else {
        return true;
      }
    }
    return false;
  }

  void take_comment() {
    const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
    std::size_t end = line_end;
    while (end > at_ && (text_[end - 1] == ' ' || text_[end - 1] == '\t' || text_[end - 1] == '\r'))
      --end;
    comment& c = out_.comments.emplace_back();
    c.trailing = newlines_ == 0 && !out_.tokens.empty();
    c.token = c.trailing ? next_index() - 1 : next_index();
    c.blank_before = newlines_ > 1;
    c.where = {here(), static_cast<std::uint32_t>(end)};
    newlines_ = 0;
    at_ = line_end;
  }

  void next() {
    const code_point c = decode(text_, at_);
    const char32_t folded = half_width(c.value);
    if (folded == U'"' || c.value == U'“') return take_text(c);
    if (is_letter(folded)) return take_run();
    if (!take_sign() && !take_other_quotes()) take_unknown();
  }

  void take_text(code_point opening) {
    const std::size_t begin = at_;
    const bool curly = opening.value == U'“';
    int depth = 1;
    for (at_ += opening.size; at_ < text_.size() && text_[at_] != '\n';) {
      const code_point c = decode(text_, at_);
      at_ += c.size;
      if (curly && c.value == U'“') ++depth;
      if (curly ? c.value == U'”'
                : half_width(c.value) == U'"' && (c.value == U'"' || c.value == opening.value))
        --depth;
      if (depth == 0) break;
    }
    push(token_kind::text, begin, at_).curly = curly;
    if (depth == 0) return;
    complain("DS0105", {curly ? "”" : "\""}, out_.tokens.back().where);
    after_mistake_ = true;
    at_ = std::max(at_, end_on_next_line(curly ? "”" : "\""));
  }

  /// Where a text over two lines ends: behind a quotation mark that closes more likely than it
  /// opens. 0 without one.
  std::size_t end_on_next_line(std::string_view closing) const {
    const std::size_t begin = at_ + 1, line_end = std::min(text_.find('\n', begin), text_.size());
    const std::size_t mark = text_.find(closing, begin);
    if (mark >= line_end || mark == begin) return 0;
    const auto is_open = [&](std::size_t i) {
      return i >= line_end || std::string_view(" \t\r},;").find(text_[i]) != std::string::npos;
    };
    const std::size_t end = mark + closing.size();
    return !is_open(mark - 1) && is_open(end) ? end : 0;
  }

  /// A text in quotation marks that the language does not know is one mistake, and a text.
  bool take_other_quotes() {
    for (const mistaken_quotes& q : other_quotes) {
      if (text_.substr(at_, q.open.size()) != q.open) continue;
      const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
      const std::size_t close = text_.find(q.close, at_ + q.open.size());
      if (close >= line_end) return false;
      const std::size_t begin = at_, inside = at_ + q.open.size();
      at_ = close + q.close.size();
      while (q.open == "《" && at_ < text_.size() && is_letter(half_width(decode(text_, at_).value)))
        at_ += decode(text_, at_).size;  // 《办法》第六条
      token& t = push(token_kind::text, begin, at_);
      t.bad = true;
      diagnostic& d = complain("DS0127", {q.open, q.close}, t.where);
      const bool is_title = q.open == "《";  // whose marks are part of it
      const std::string better =
          "“" + std::string(is_title ? text_.substr(begin, at_ - begin)
                                     : text_.substr(inside, close - inside)) + "”";
      d.hints.push_back({"write " + better, "请写作" + better});
      return true;
    }
    return false;
  }

  bool take_sign() {
    std::string two;  // the next two characters, folded; no sign is longer
    std::size_t ends[3] = {at_, 0, 0};
    int count = 0;
    for (std::size_t i = at_; count < 2 && i < text_.size(); ++count) {
      const code_point c = decode(text_, i);
      const char32_t folded = half_width(c.value);
      if (folded >= 0x80) break;
      two += static_cast<char>(folded);
      ends[count + 1] = i += c.size;
    }
    for (int n = count; n > 0; --n) {
      const auto s = sign(std::string_view(two).substr(0, static_cast<std::size_t>(n)));
      if (!s) continue;
      push(token_kind::keyword, at_, ends[n]).spelt = *s;
      at_ = ends[n];
      return true;
    }
    return false;
  }

  static std::optional<spelling> sign(std::string_view s) {
    if (s == "&&") s = "and";
    if (s == "||") s = "or";
    if (s == "!") s = "not";
    return find_spelling(s);
  }

  /// Neighbours that belong to no token are one mistake.
  void take_unknown() {
    const std::size_t begin = at_;
    do {
      at_ += decode(text_, at_).size;
    } while (at_ < text_.size() && is_unknown(decode(text_, at_)) && at_ - begin < 64);
    const bool turned = text_[begin] == '=' && at_ == begin + 1 && at_ < text_.size() &&
                        (text_[at_] == '>' || text_[at_] == '<');
    if (turned) ++at_;
    const std::string found(text_.substr(begin, at_ - begin));
    diagnostic& d = complain("DS0104", {found}, {static_cast<std::uint32_t>(begin), here()});
    after_mistake_ = true;
    for (const mistaken_sign& m : mistaken_signs)
      if (found == m.found) take_as_meant(m, d, begin);
  }

  void take_as_meant(const mistaken_sign& m, diagnostic& d, std::size_t begin) {
    if (m.meant == "==")
      d.hints.push_back({"“==” compares; a computed field takes `is`; between a name and its value nothing stands: total 18",
                         "比较用“==”；字段算出来的用“等于”；名称和值之间不用等号，如 总分 18"});
    else
      d.hints.push_back(did_you_mean(m.meant));
    if (const auto s = sign(m.meant)) push(token_kind::keyword, begin, at_).spelt = *s;
  }

  static bool is_unknown(code_point c) {
    const char32_t folded = half_width(c.value);
    if (is_blank(c.value) || is_letter(folded) || folded == U'"' || folded == U'#' ||
        c.value == U'“')
      return false;
    return folded >= 0x80 || !sign(std::string(1, static_cast<char>(folded)));
  }

  // A run: a maximal stretch of letters and digits, with `.` between digits and the `-` of dates.
  struct run_text {
    std::string text;  // folded
    std::vector<std::uint32_t>
        places;  // where each byte of `text` stands in the source; empty: at begin + i
    std::size_t begin = 0, end = 0;
    std::size_t place(std::size_t i) const {
      return i == text.size() ? end : places.empty() ? begin + i : places[i];
    }
  };

  run_text read_run() const {
    run_text run;
    run.begin = run.end = at_;
    char32_t before = 0;
    bool changed = false;
    while (run.end < text_.size()) {
      if (!is_digit(before) && iso_date_at(text_, run.end)) {
        run.end += 10;
        before = U'0';
        continue;
      }
      const code_point c = decode(text_, run.end);
      const char32_t folded = half_width(c.value);
      const bool is_point = folded == U'.' && is_digit(before) &&
                            is_digit(half_width(decode(text_, run.end + c.size).value));
      if (!is_letter(folded) && !is_point) break;
      changed = changed || folded != c.value;
      before = folded;
      run.end += c.size;
    }
    run.text = std::string(text_.substr(run.begin, run.end - run.begin));
    if (changed) fold(run);
    return run;
  }

  static void fold(run_text& run) {
    const std::string raw = std::move(run.text);
    run.text.clear();
    for (std::size_t i = 0; i < raw.size();) {
      const code_point c = decode(raw, i);
      append_utf8(run.text, half_width(c.value));
      run.places.resize(run.text.size(), static_cast<std::uint32_t>(run.begin + i));
      i += c.size;
    }
  }

  void take_run() {
    const run_text run = read_run();
    at_ = run.end;
    if (const auto s = find_spelling(run.text)) return push_word(run, *s);
    if (is_name_at_once(run.text)) return push_name(run);
    const std::vector<piece> pieces = divide(run.text, measure_may_follow());
    for (std::size_t i = 0; i < pieces.size(); ++i)
      push_piece(run, pieces[i], i > 0, i + 1 < pieces.size());
    if (pieces.empty()) push_undivided(run);
  }

  /// ASCII that begins with a letter is one word.
  static bool is_name_at_once(std::string_view text) {
    return !is_digit(static_cast<unsigned char>(text[0])) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_ascii_word(static_cast<unsigned char>(c)); });
  }

  /// Is a measure word a piece here? After a number, and after the N of `require`, `first`, `best`
  /// …
  bool measure_may_follow() const {
    const auto& all = out_.tokens;
    if (all.empty()) return false;
    if (all.back().kind == token_kind::number || all.back().is(word::close_paren) ||
        all.back().is(word::close_brace))
      return true;
    if (all.back().kind != token_kind::name || all.size() < 2) return false;
    const token& before = all[all.size() - 2];
    for (const word w : {word::require, word::first, word::best, word::after, word::top})
      if (before.is(w)) return true;
    return before.kind == token_kind::keyword && lang::fits(before.spelt, word_class::unit) &&
           all.size() > 2 && all[all.size() - 3].is(word::require);
  }

  void push_word(const run_text& run, spelling s) {
    if (is_second_word(run.text) && joins_last_word(run)) return;
    push(token_kind::keyword, run.begin, run.end).spelt = s;
  }

  /// `in force`, `per month`: two English words are one token.
  bool joins_last_word(const run_text& run) {
    if (out_.tokens.empty()) return false;
    token& last = out_.tokens.back();
    if (last.kind != token_kind::keyword && last.kind != token_kind::name) return false;
    if (last.where.end == run.begin || last.continued) return false;
    const auto s = find_spelling(out_.text(last) + " " + run.text);
    if (!s || prose_follows()) return false;
    for (auto c = out_.comments.rbegin(); c != out_.comments.rend() && c->token == next_index();
         ++c)
      c->token = next_index() - 1;
    last.kind = token_kind::keyword;
    last.spelt = *s;
    last.where.end = static_cast<std::uint32_t>(run.end);
    newlines_ = 0;
    return true;
  }

  /// Does a block of Markdown end after the last token?
  bool prose_follows() const {
    for (auto c = out_.comments.rbegin(); c != out_.comments.rend() && c->token == next_index();
         ++c)
      if (c->prose > 0) return true;
    return false;
  }

  void push_name(const run_text& run) {
    if (is_second_word(run.text) && joins_last_word(run)) return;
    token& t = push(token_kind::name, run.begin, run.end);
    if (run.places.empty()) return;
    t.folded = true;
    t.payload = keep(run.text);
  }

  std::uint32_t keep(std::string text) {
    out_.texts.push_back(std::move(text));
    return static_cast<std::uint32_t>(out_.texts.size() - 1);
  }

  void push_piece(const run_text& run, const piece& p, bool continued, bool joined) {
    const std::string_view text = std::string_view(run.text).substr(p.begin, p.end - p.begin);
    token& t = push(p.kind, run.place(p.begin), run.place(p.end));
    t.continued = continued;
    t.joined = joined;
    t.spelt = p.spelt;
    const span at = t.where;
    std::uint32_t payload = 0;
    if (p.kind == token_kind::number) payload = number(text, at);
    if (p.kind == token_kind::date) payload = day(text, at);
    if (p.kind == token_kind::month_day) payload = month_day(text, at);
    if (p.kind == token_kind::period) payload = period(text, at);
    out_.tokens.back().payload = payload;
  }

  std::uint32_t number(std::string_view text, span at) {
    const auto value = dutyscore::decimal::parse(text);
    if (!value) {
      const std::size_t point = text.find('.');
      const std::string_view places = point == std::string_view::npos ? "" : text.substr(point + 1);
      const bool too_fine = places.find_last_not_of('0') != std::string_view::npos &&
                            places.find_last_not_of('0') >= 6;
      complain(too_fine ? "DS0107" : "DS0106", {shortened(text)}, at);
    }
    out_.numbers.push_back(value.value_or(dutyscore::decimal{}));
    return static_cast<std::uint32_t>(out_.numbers.size() - 1);
  }

  static std::string shortened(std::string_view text) {
    return text.size() <= 40 ? std::string(text) : std::string(text.substr(0, 36)) + "…";
  }

  std::uint32_t day(std::string_view text, span at) {
    const auto value = dutyscore::date::parse(text);
    if (!value) complain("DS0108", {text}, at);
    return static_cast<std::uint32_t>(value.value_or(dutyscore::date{}).days());
  }

  std::uint32_t month_day(std::string_view text, span at) {
    digit_reader r{text, 0};
    const int m = std::stoi(std::string(text.substr(0, r.digits())));
    r.literal("月");
    const int d = std::stoi(std::string(text.substr(r.at)));
    if (m < 1 || m > 12 || d < 1 || d > 31) complain("DS0108", {text}, at);
    return static_cast<std::uint32_t>(m * 100 + d);
  }

  std::uint32_t period(std::string_view text, span at) {
    const auto value = parse_period(text);
    if (!value) complain("DS0108", {text}, at);
    return keep(value ? value->to_string() : std::string(text));
  }

  /// One name, unless it begins with a digit (a mistake), or holds a date (which has edges of its
  /// own).
  void push_undivided(const run_text& run) {
    if (run.places.empty() && split_at_date(run)) return;
    if (!is_digit(static_cast<unsigned char>(run.text[0]))) return push_name(run);
    digit_reader r{run.text, 0};
    r.digits();
    const span at{static_cast<std::uint32_t>(run.begin), static_cast<std::uint32_t>(run.end)};
    diagnostic& d = complain("DS0109", {shortened_text(run.text)}, at);
    if (const auto day = dotted_date(run.text))
      d.hints.push_back(did_you_mean(*day));
    else if (is_called_period(run.text))
      d.hints.push_back({"quarters and halves are written 2023-Q1 and 2023-H1",
                         "季度和半年写作 2023-Q1、2023-H1"});
    else if (const auto from = from_there_on(run.text))
      d.hints.push_back(did_you_mean(*from));
    else if (run.text.substr(r.at) == "月")
      d.hints.push_back({"a month and its day: " + run.text + "1日", "月份之后要写日：" + run.text + "1日"});
    else if (run.text[r.at] != '.')
      d.hints.push_back({"write a space between a number and a word: “" + run.text.substr(0, r.at) +
                             " " + shortened_text(run.text.substr(r.at)) + "”",
                         "数与词之间请加空格：“" + run.text.substr(0, r.at) + " " +
                             shortened_text(run.text.substr(r.at)) + "”"});
    push_piece(run, {token_kind::number, no_spelling, 0, r.at}, false, false);
    out_.tokens.back().where = at;
    out_.tokens.back().bad = true;
  }

  /// `2022.3.25`
  static std::optional<std::string> dotted_date(const std::string& text) {
    digit_reader r{text, 0};
    if (!r.part(4, 4, ".") || !r.part(1, 2, ".") || r.digits() == 0 || r.at != text.size())
      return std::nullopt;
    const std::size_t second = text.find('.', 5);
    const auto two = [](const std::string& s) { return (s.size() < 2 ? "0" : "") + s; };
    return text.substr(0, 4) + "-" + two(text.substr(5, second - 5)) + "-" +
           two(text.substr(second + 1));
  }

  /// `600分以上`: a bracket.
  static std::optional<std::string> from_there_on(const std::string& text) {
    const std::size_t end = text.find_first_not_of("0123456789.");
    std::string rest = end == std::string::npos ? "" : text.substr(end);
    for (const std::string_view unit : {"分", "次", "名", "件", "元", "及"})
      if (rest.starts_with(unit)) rest.erase(0, unit.size());
    if (rest != "以上") return std::nullopt;
    return "满 " + text.substr(0, end);
  }

  /// `2023年第一季度`, `2023年上半年`: how people say it, but no literal.
  static bool is_called_period(std::string_view text) {
    return text.ends_with("季度") || text.ends_with("半年");
  }

  static std::string shortened_text(const std::string& text) {
    if (text.size() <= 60) return text;
    std::size_t end = 56;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "…";
  }

  bool split_at_date(const run_text& run) {
    const std::size_t dash = run.text.find('-');
    if (dash == std::string::npos) return false;
    const std::size_t first = dash - 4;
    if (first > 0) {
      lex_stretch(run.begin, run.begin + first);
      at_ = run.begin + first;
      return true;  // the date is read next
    }
    push_piece(run, {token_kind::date, no_spelling, 0, 10}, false, false);
    at_ = run.begin + 10;
    return true;
  }

  /// A stretch before a date, as a run of its own.
  void lex_stretch(std::size_t begin, std::size_t end) {
    run_text part;
    part.begin = begin;
    part.end = end;
    part.text = std::string(text_.substr(begin, end - begin));
    if (const auto s = find_spelling(part.text)) return push_word(part, *s);
    const std::vector<piece> pieces = divide(part.text, measure_may_follow());
    for (std::size_t i = 0; i < pieces.size(); ++i)
      push_piece(part, pieces[i], i > 0, i + 1 < pieces.size());
    if (pieces.empty()) push_undivided(part);
  }

  std::string_view text_;
  diagnostics& found_;
  std::size_t max_errors_;
  token_list out_;
  std::size_t at_ = 0;
  std::size_t newlines_ = 0;  // since the last token or comment
  std::uint32_t proses_ = 0;
  bool after_mistake_ = false;
};

}  // namespace detail

DUTYSCORE_INLINE std::string token_list::text(const token& t) const {
  if (t.folded || t.kind == token_kind::period) return texts[t.payload];
  if (t.kind == token_kind::keyword) return std::string(text_of(t.spelt));
  const std::string_view raw = where->text(t.where);
  if (t.kind != token_kind::text) return std::string(raw);
  const std::size_t opening = decode(raw, 0).size;
  std::size_t end = raw.size();
  for (const std::string_view closing : {"”", "\"", "＂"}) {
    if (raw.size() < opening + closing.size() || !raw.ends_with(closing)) continue;
    end -= closing.size();
    break;
  }
  return std::string(raw.substr(opening, end - opening));
}

DUTYSCORE_INLINE token_list lex(source_ptr where, diagnostics& found, std::size_t max_errors) {
  return detail::lexer(std::move(where), found, max_errors).run();
}

DUTYSCORE_INLINE token_list lex_blocks(source_ptr where, const std::vector<span>& blocks,
                                       diagnostics& found, std::size_t max_errors) {
  return detail::lexer(std::move(where), found, max_errors).run(blocks);
}

DUTYSCORE_INLINE bool is_plain_name(std::string_view text) {
  if (text.empty() || detail::is_digit(decode(text, 0).value) || find_spelling(text) ||
      !divide_run(text).empty())
    return false;
  for (std::size_t at = 0; at < text.size(); at += decode(text, at).size)
    if (!detail::is_letter(half_width(decode(text, at).value))) return false;
  return true;
}

DUTYSCORE_INLINE bool is_numeral(std::string_view text) {
  for (const std::string_view word : {"one", "two", "three", "four", "five", "six", "seven", "eight",
                                      "nine", "ten"})
    if (text == word) return true;
  constexpr std::u32string_view numerals = U"零〇一二两三四五六七八九十百千万";
  constexpr std::string_view share = "百分之";
  if (text.starts_with(share)) text.remove_prefix(share.size());
  for (std::size_t at = 0; at < text.size();) {
    const code_point c = decode(text, at);
    if (numerals.find(c.value) == std::u32string_view::npos) return false;
    at += c.size;
  }
  return !text.empty();
}

DUTYSCORE_INLINE std::vector<std::string> divide_run(std::string_view run) {
  std::vector<std::string> out;
  if (run.empty()) return out;
  for (const detail::piece& p : detail::divide(run, false))
    out.emplace_back(run.substr(p.begin, p.end - p.begin));
  return out;
}

DUTYSCORE_INLINE std::optional<std::string> spaced_run(const std::string& name) {
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

}  // namespace dutyscore::lang
