#pragma once

#include <algorithm>
#include <array>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/data/cell.hpp"

namespace dutyscore {
namespace detail {

inline constexpr std::string_view no_break_space = "\u00A0", ideographic_space = "\u3000";
static_assert(static_cast<int>(cell_type::flag) == static_cast<int>(value_type::flag));

DUTYSCORE_INLINE bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// The bytes of the invisible character at the front, or at the back; 0 when there is none.
DUTYSCORE_INLINE std::size_t space_in_front(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text.front())) return 1;
  for (std::string_view wide : {no_break_space, ideographic_space})
    if (text.front() == wide.front() && text.substr(0, wide.size()) == wide) return wide.size();
  return 0;
}

DUTYSCORE_INLINE std::size_t space_at_back(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text.back())) return 1;
  for (std::string_view wide : {no_break_space, ideographic_space})
    if (text.back() == wide.back() && text.size() >= wide.size() &&
        text.substr(text.size() - wide.size()) == wide)
      return wide.size();
  return 0;
}

DUTYSCORE_INLINE std::string_view trim_spaces(std::string_view text) {
  while (const std::size_t n = space_in_front(text)) text.remove_prefix(n);
  while (const std::size_t n = space_at_back(text)) text.remove_suffix(n);
  return text;
}

struct flag_word {
  std::string_view text;
  bool value;
};
inline constexpr flag_word flag_words[] = {
    {"yes", true}, {"no", false}, {"是", true}, {"否", false}};

/// The cell in half-width characters, in `room`; nothing when it is too long to be a number, day or
/// flag.
using half_width_room = std::array<char, 64>;
DUTYSCORE_INLINE std::optional<std::string_view> fold_width(std::string_view text,
                                                            half_width_room& room) {
  if (text.size() > room.size()) return std::nullopt;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const code_point c = decode(text, at);
    if (c.size == 0) return std::nullopt;
    const char32_t narrow = c.value >= 0xFF01 && c.value <= 0xFF5E ? half_width(c.value) : c.value;
    if (narrow < 0x80)
      room[used++] = static_cast<char>(narrow);
    else
      used += text.copy(room.data() + used, c.size, at);
    at += c.size;
  }
  return std::string_view(room.data(), used);
}

DUTYSCORE_INLINE std::optional<std::int64_t> parse_standing(std::string_view text) {
  for (const standing_name& s : standing_names)
    if (text == s.en || text == s.zh) return static_cast<std::int64_t>(s.value);
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<std::int64_t> parse_flag(std::string_view text) {
  for (const flag_word& w : flag_words)
    if (text == w.text) return w.value;
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<std::int64_t> parse_day(std::string_view text) {
  const auto d = date::parse(text);
  return d ? std::optional<std::int64_t>(d->days()) : std::nullopt;
}

DUTYSCORE_INLINE std::optional<std::int64_t> parse_number(std::string_view text) {
  const auto n = decimal::parse(text);
  return n ? std::optional(n->millionths()) : std::nullopt;
}

DUTYSCORE_INLINE std::optional<std::int64_t> parse_cell(cell_type type, std::string_view text) {
  switch (type) {
    case cell_type::integer:
    case cell_type::decimal:
      return parse_number(text);
    case cell_type::date:
      return parse_day(text);
    case cell_type::flag:
      return parse_flag(text);
    case cell_type::standing:
      return parse_standing(text);
    case cell_type::text:
      break;
  }
  return std::nullopt;
}

/// Digits with at most one point and a sign: a number that may be too large or too fine.
DUTYSCORE_INLINE bool looks_like_number(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point == std::string_view::npos ? "0" : text.substr(point + 1);
  const auto digits = [](std::string_view s) {
    return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return digits(whole) && digits(rest);
}

DUTYSCORE_INLINE bool has_too_many_places(std::string_view text) {
  const std::size_t point = text.find('.');
  return point != std::string_view::npos &&
         text.find_last_not_of('0') > point + static_cast<std::size_t>(decimal::places);
}

DUTYSCORE_INLINE message expected_number(const cell_rule& rule) {
  const bool whole = rule.type == cell_type::integer;
  return phrase(whole ? "cell integer" : "cell number");
}

inline constexpr std::string_view cell_type_phrases[] = {
    "type integer", "type decimal", "type text", "type date", "type flag", "type standing",
};

DUTYSCORE_INLINE message words_for(cell_type type) {
  return phrase(cell_type_phrases[static_cast<std::size_t>(type)]);
}

DUTYSCORE_INLINE message expected_range(const cell_rule& rule) {
  const std::string least = decimal::from_millionths(rule.least).to_string();
  const std::string most = decimal::from_millionths(rule.most).to_string();
  if (rule.most == std::numeric_limits<std::int64_t>::max())
    return phrase("cell at least", {least});
  if (rule.least == std::numeric_limits<std::int64_t>::min()) return phrase("cell at most", {most});
  return phrase("cell between", {least, most});
}

DUTYSCORE_INLINE message quoted_list(const std::vector<std::string>& texts) {
  constexpr std::size_t shown = 12;
  message out;
  for (std::size_t i = 0; i < std::min(texts.size(), shown); ++i) {
    out.en += (i ? ", “" : "“") + texts[i] + "”";
    out.zh += (i ? "、“" : "“") + texts[i] + "”";
  }
  if (texts.size() > shown) {
    out.en += ", …";
    out.zh += "等";
  }
  return out;
}

/// The words of both languages that stand for the values the rule admits.
DUTYSCORE_INLINE message standing_list(const cell_rule& rule) {
  std::vector<std::string> en, zh;
  for (const standing_name& s : standing_names) {
    if (!admits(rule, static_cast<std::int64_t>(s.value))) continue;
    en.emplace_back(s.en);
    zh.emplace_back(s.zh);
  }
  return {quoted_list(en).en + ", " + quoted_list(zh).en,
          quoted_list(zh).zh + "、" + quoted_list(en).zh};
}

DUTYSCORE_INLINE void add_closest(diagnostic& d, std::string_view word,
                                  std::span<const std::string> candidates) {
  if (const auto best = closest(word, candidates)) d.hints.push_back(did_you_mean(*best));
}

DUTYSCORE_INLINE diagnostic refuse_number(const cell_rule& rule, std::string_view text,
                                          std::string_view title) {
  const std::string shown = shown_cell(text), name(title);
  half_width_room room;
  const std::string_view narrow = fold_width(text, room).value_or(text);
  if (!looks_like_number(narrow)) {
    diagnostic d = make_diagnostic("DS0322", {shown, name, expected_number(rule)});
    if (narrow.find(',') != std::string_view::npos) d.hints.push_back(phrase("cell no separators"));
    return d;
  }
  if (has_too_many_places(narrow)) return make_diagnostic("DS0324", {shown, name});
  const auto value = parse_number(narrow);
  if (!value) return make_diagnostic("DS0323", {shown, name});
  if (rule.type == cell_type::integer && *value % decimal::scale != 0)
    return make_diagnostic("DS0325", {shown, name});
  return make_diagnostic("DS0326", {shown, name, expected_range(rule)});
}

DUTYSCORE_INLINE diagnostic refuse_text(const cell_rule& rule, std::string_view text,
                                        std::string_view title) {
  diagnostic d = make_diagnostic("DS0327", {shown_cell(text), title, quoted_list(rule.one_of)});
  add_closest(d, text, rule.one_of);
  return d;
}

}  // namespace detail

DUTYSCORE_INLINE cell_rule rule_of(const schema_field& f) {
  cell_rule rule;
  rule.type = static_cast<cell_type>(f.type);
  if (f.least) rule.least = f.least->millionths();
  if (f.most) rule.most = f.most->millionths();
  rule.one_of = f.one_of;
  return rule;
}

DUTYSCORE_INLINE cell_rule rule_of(fixed_column c) {
  cell_rule rule;
  switch (c) {
    case fixed_column::date:
    case fixed_column::end:
    case fixed_column::credited:
    case fixed_column::from:
    case fixed_column::to:
      rule.type = cell_type::date;
      break;
    case fixed_column::since:
      rule.most = static_cast<std::int64_t>(standing::confirmed);
      [[fallthrough]];
    case fixed_column::standing:
      rule.type = cell_type::standing;
      break;
    default:
      break;
  }
  return rule;
}

DUTYSCORE_INLINE cell_rule rule_of(const schema& s, table_kind table, column_id c) {
  if (c < fixed_column_count) return rule_of(fixed_columns[c].column);
  return rule_of(fields_of(s, table)[c - fixed_column_count]);
}

DUTYSCORE_INLINE std::optional<std::int64_t> read_cell(const cell_rule& rule,
                                                       std::string_view text) {
  auto value = detail::parse_cell(rule.type, text);
  if (!value && !is_ascii(text)) {
    detail::half_width_room room;
    if (const auto narrow = detail::fold_width(text, room))
      value = detail::parse_cell(rule.type, *narrow);
  }
  return value && admits(rule, *value) ? value : std::nullopt;
}

DUTYSCORE_INLINE std::optional<cell_value> read_value(const cell_rule& rule,
                                                      std::string_view text) {
  if (rule.type != cell_type::text) {
    const auto value = read_cell(rule, text);
    return value ? std::optional(cell_value{*value, {}}) : std::nullopt;
  }
  const auto& allowed = rule.one_of;
  const bool is_allowed =
      allowed.empty() || std::find(allowed.begin(), allowed.end(), text) != allowed.end();
  if (!is_allowed || !is_clean_text(text)) return std::nullopt;
  return cell_value{0, std::string(text)};
}

DUTYSCORE_INLINE bool is_clean_text(std::string_view text) {
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 ? c != '\t' && c != '\n' && c != '\r' : c == '\x7F';
  };
  return std::none_of(text.begin(), text.end(), is_control) && !invalid_utf8(text);
}

DUTYSCORE_INLINE std::string shown_cell(std::string_view text, std::size_t limit) {
  std::string out;
  std::size_t shown = 0;
  for (std::size_t at = 0; at < text.size(); ++shown) {
    if (shown == limit) return out + "…";
    const code_point c = decode(text, at);
    if (c.size == 0)
      out += "\uFFFD";
    else if (c.value < 0x20 || c.value == 0x7F)
      out += "·";
    else
      out += text.substr(at, c.size);
    at += c.size ? c.size : 1;
  }
  return out;
}

DUTYSCORE_INLINE diagnostic refuse_cell(const cell_rule& rule, std::string_view text,
                                        std::string_view title) {
  const std::string shown = shown_cell(text), name(title);
  if (invalid_utf8(text)) {
    diagnostic d = make_diagnostic("DS0337", {shown, name});
    d.hints.push_back(phrase("csv save as utf8"));
    return d;
  }
  if (!is_clean_text(text)) return make_diagnostic("DS0338", {shown, name});
  switch (rule.type) {
    case cell_type::integer:
    case cell_type::decimal:
      return detail::refuse_number(rule, text, title);
    case cell_type::text:
      return detail::refuse_text(rule, text, title);
    case cell_type::date:
      return make_diagnostic("DS0329", {shown, name});
    case cell_type::flag:
      return make_diagnostic("DS0328", {shown, name});
    case cell_type::standing:
      break;
  }
  return make_diagnostic("DS0330", {shown, name, detail::standing_list(rule)});
}

}  // namespace dutyscore
