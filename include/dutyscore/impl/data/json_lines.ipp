#pragma once

#include <algorithm>
#include <cstring>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/data/delimiters.hpp"
#include "dutyscore/data/json_lines.hpp"
#include "dutyscore/impl/data/line_shape.ipp"

namespace dutyscore::detail {

DUTYSCORE_INLINE const char* find_line_end(const char* at, const char* end) {
  const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
  return found ? static_cast<const char*>(found) : end;
}

// ---- the quick way ----

DUTYSCORE_INLINE plain_lines::plain_lines(batch_builder& to, const csv_limits& limits,
                                          const char* readable)
    : limits_(limits), readable_(readable), columns_(to) {}

DUTYSCORE_INLINE void plain_lines::learn(const std::vector<known_key>& keys) {
  if (!columns_.is_usable()) return;
  const std::size_t before = keys_.size();
  const bool is_merged = merge(keys);
  if (is_merged && keys_.size() == before) return;
  // Shapes number the keys.
  shapes_.clear();
  shape_ = learned_ = 0;
  if (is_merged) return;
  keys_.clear();
  cells_.clear();
  if (merge(keys)) return;
  keys_.clear();
  cells_.clear();
}

/// A key that is new is put behind the one that it followed, so that lines which leave out one or
/// another still have their keys in this order. False when they stand in another order, or when two
/// keys mean one column: the strict way must see both.
DUTYSCORE_INLINE bool plain_lines::merge(const std::vector<known_key>& keys) {
  std::size_t next = 0;
  for (const known_key& k : keys) {
    const std::size_t found = index_of(k.text);
    if (found < next) return false;
    if (found == keys_.size()) {
      const bool is_twice = std::any_of(cells_.begin(), cells_.end(), [&](const auto& other) {
        return k.use == header_use::column && other.use == k.use && other.column == k.column;
      });
      if (is_twice) return false;
      const auto here = static_cast<std::ptrdiff_t>(next);
      const bool is_short = k.text.size() <= text_words::bytes;
      keys_.insert(keys_.begin() + here,
                   {k.text, is_short ? words_of(k.text) : text_words{}});
      auto cell = columns_.plan(k.use, k.column);
      cell.takes_words = k.use == header_use::column && cell.type == cell_type::flag;
      cells_.insert(cells_.begin() + here, std::move(cell));
    }
    next = index_of(k.text) + 1;
  }
  return true;
}

DUTYSCORE_INLINE std::size_t plain_lines::index_of(std::string_view key) const {
  const auto found =
      std::find_if(keys_.begin(), keys_.end(), [&](const key_plan& k) { return k.text == key; });
  return static_cast<std::size_t>(found - keys_.begin());
}

DUTYSCORE_INLINE void plain_lines::take(csv_cursor& cursor, std::uint64_t& row) {
  if (keys_.empty()) return;
  if (!last_) find_last(cursor);
  columns_.number_from(row + 1);
  for (std::size_t wanted; (wanted = columns_.wanted_rows()) > 0;) {
    const std::size_t asked = find_lines(cursor.at, wanted);
    const cell_places places{block_, places_.data(), 2 * keys_.size(), 2};
    const std::size_t taken = asked ? columns_.take(cells_, places, asked) : 0;
    row += taken;
    if (taken > 0) cursor.at = block_ + ends_[taken - 1] + 1;
    if (taken == 0 || taken < asked) return;
  }
}

DUTYSCORE_INLINE void plain_lines::find_last(const csv_cursor& cursor) {
  const char* const safe = readable_ - cursor.at > std::ptrdiff_t{line_shape::slack}
                               ? std::min(cursor.end, readable_ - line_shape::slack)
                               : cursor.at;
  const std::string_view text(cursor.at, static_cast<std::size_t>(safe - cursor.at));
  last_ = cursor.at + (text.rfind('\n') + 1);
}

/// How many lines from this one on have their keys in order; where their values and ends are.
DUTYSCORE_INLINE std::size_t plain_lines::find_lines(const char* at, std::size_t most) {
  const std::size_t step = 2 * keys_.size();
  if (places_.size() < step * plain_columns::block_rows)
    places_.resize(step * plain_columns::block_rows);
  block_ = at;
  const std::size_t lines = std::min(most, find_ends(most));
  for (std::size_t line = 0; line < lines; ++line) {
    // Where a line begins is known before the one before it has been read.
    const char* const begin = line == 0 ? at : block_ + ends_[line - 1] + 1;
    const char* const end = find_line(begin, places_.data() + line * step);
    if (end != block_ + ends_[line] || static_cast<std::size_t>(end - begin) > limits_.row_bytes)
      return line;
  }
  return lines;
}

/// Of so many lines or a few more, if there are as many: the places of their LF.
DUTYSCORE_INLINE std::size_t plain_lines::find_ends(std::size_t most) {
  if (ends_.empty()) ends_.resize(plain_columns::block_rows + searched_bytes + delimiter_slack);
  std::size_t count = 0;
  for (const char* from = block_; from < last_ && count < most; from += searched_bytes) {
    if (count > 0 && from - block_ > std::ptrdiff_t{block_bytes}) break;
    const auto bytes = std::min(searched_bytes, static_cast<std::size_t>(last_ - from));
    count += find_line_ends({from, bytes}, static_cast<std::uint32_t>(from - block_),
                            ends_.data() + count);
  }
  return count;
}

/// As find_cells; a line that is written like one before is not searched.
DUTYSCORE_INLINE const char* plain_lines::find_line(const char* at, std::uint32_t* places) {
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    if (const char* const end = shapes_[shape_].match(block_, at, places)) return end;
    if (++shape_ == shapes_.size()) shape_ = 0;
  }
  const char* const end = find_cells(at, places);
  if (end && *end == '\n') learn_shape({at, static_cast<std::size_t>(end + 1 - at)}, places);
  return end;
}

DUTYSCORE_INLINE void plain_lines::learn_shape(std::string_view line,
                                               const std::uint32_t* places) {
  if (learned_ == most_learned) return;  // few lines are alike
  std::vector<line_shape::found_value> values;
  for (std::size_t key = 0; key < keys_.size(); ++key)
    values.push_back({block_ + places[2 * key] + 1, block_ + places[2 * key + 1]});
  shape_ = learned_++ % most_shapes;
  if (shapes_.size() < most_shapes) shapes_.emplace_back();
  shapes_[shape_] = line_shape(line, values);
}

inline const char* skip_blanks(const char* at) {
  while (*at == ' ' || *at == '\t') ++at;
  return at;
}

/// The line's end; nullptr when the line is not plain. Whatever stands in its way, the line end is
/// never passed.
DUTYSCORE_INLINE const char* plain_lines::find_cells(const char* at, std::uint32_t* places) const {
  const std::size_t keys = keys_.size();
  const auto leave_out = [this, at](std::uint32_t* place) {
    place[0] = static_cast<std::uint32_t>(at - block_);
    place[1] = place[0] + 1;
  };
  at = skip_blanks(at);
  if (*at++ != '{') return nullptr;
  for (std::size_t key = 0;; ++key) {
    at = skip_blanks(at);
    while (key < keys && !is_key(keys_[key], at)) leave_out(places + 2 * key++);
    if (key == keys) return nullptr;
    at = skip_blanks(at + keys_[key].text.size());
    if (*at++ != ':') return nullptr;
    at = find_value(key, skip_blanks(at), places + 2 * key);
    if (!at) return nullptr;
    at = skip_blanks(at);
    if (*at == '}') {
      while (++key < keys) leave_out(places + 2 * key);
      break;
    }
    if (*at++ != ',') return nullptr;
  }
  at = skip_blanks(at + 1);
  return *at == '\r' ? at + 1 : at;
}

DUTYSCORE_INLINE bool plain_lines::is_key(const key_plan& key, const char* at) const {
  const std::size_t size = key.text.size();
  if (size <= text_words::bytes) return load_words(at, size) == key.words;
  return size <= static_cast<std::size_t>(readable_ - at) &&
         std::memcmp(at, key.text.data(), size) == 0;
}

/// Behind the value; nullptr when it is not plain.
DUTYSCORE_INLINE const char* plain_lines::find_value(std::size_t key, const char* at,
                                                     std::uint32_t* place) const {
  const auto is = [at](std::string_view word) {
    return std::memcmp(at, word.data(), word.size()) == 0;
  };
  const auto put = [this, place](const char* from, const char* to) {
    place[0] = static_cast<std::uint32_t>(from - block_) - 1;
    place[1] = static_cast<std::uint32_t>(to - block_);
    return to;
  };
  const plain_columns::cell_plan& cell = cells_[key];
  const bool takes_words = cell.takes_words || cell.use != header_use::column;
  switch (*at) {
    case '"': {
      const char* const end = find_text_end(at + 1);
      return *end == '"' ? put(at + 1, end) + 1 : nullptr;
    }
    case 'n':
      return is("null") ? put(at, at), at + 4 : nullptr;
    case 't':
      return takes_words && is("true") ? put(at, at + 4) : nullptr;
    case 'f':
      return takes_words && is("false") ? put(at, at + 5) : nullptr;
    default: {
      const char* const end = find_number_end(at);
      return end ? put(at, end) : nullptr;
    }
  }
}

// ---- the strict way ----

DUTYSCORE_INLINE json_lines_reader::json_lines_reader(batch_builder& to, std::string_view text,
                                                      const std::string& name,
                                                      const csv_options& options,
                                                      const char* readable)
    : to_(to),
      name_(name),
      options_(options),
      cursor_{text.data(), text.data() + text.size(), {}},
      quick_(to, options.limits, readable ? readable : cursor_.end) {}

DUTYSCORE_INLINE std::optional<diagnostic> json_lines_reader::read_piece(std::uint64_t row,
                                                                         bool may_be_quick) {
  row_ = row;
  while (!cursor_.is_at_end()) {
    const std::uint64_t before = row_;
    if (may_be_quick) quick_.take(cursor_, row_);
    rows_ += row_ - before;
    if (cursor_.is_at_end()) break;
    if (auto stop = read_line()) return stop;
  }
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<diagnostic> json_lines_reader::read_line() {
  const std::size_t limit = options_.limits.row_bytes;
  const bool is_cut = static_cast<std::size_t>(cursor_.end - cursor_.at) > limit;
  const char* const last = is_cut ? cursor_.at + limit + 1 : cursor_.end;
  const char* const end = find_line_end(cursor_.at, last);
  ++row_;
  if (end == last && is_cut)
    return make_diagnostic("DS0307", {std::to_string(limit)}, data_place{name_, row_, {}, {}});
  to_.begin_row(row_);
  read_object({cursor_.at, static_cast<std::size_t>(end - cursor_.at)});
  cursor_.at = end == cursor_.end ? end : end + 1;
  const auto passed = end_line();
  // What this line called its columns says nothing of the next.
  for (column_id c = 0; c < titles_.size(); ++c)
    if (!titles_[c].empty())
      to_.call_column(c, column_title(to_.schema(), table_kind::activities, c, language::en));
  return passed;
}

DUTYSCORE_INLINE std::optional<diagnostic> json_lines_reader::end_line() {
  if (broken_) {
    ++rows_;
    to_.reject_row(*std::move(broken_));
  } else if (has_content_) {
    ++rows_;
    if (to_.end_row()) quick_.learn(seen_);
  }
  return to_.passed_limit();
}

DUTYSCORE_INLINE void json_lines_reader::read_object(std::string_view line) {
  constexpr std::string_view byte_order_mark = "\uFEFF";
  if (row_ == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  line_ = line;
  at_ = 0;
  has_content_ = false;
  broken_.reset();
  seen_.clear();
  titles_.assign(titles_.size(), {});
  skip_spaces();
  if (at_ == line_.size() || !expect('{')) return;
  if (!take('}')) {
    do {
      if (!read_member()) return;
    } while (take(','));
    if (!expect('}')) return;
  }
  if (at_ != line_.size()) expected(phrase("json line end"));
}

/// False when the line is broken.
DUTYSCORE_INLINE bool json_lines_reader::read_member() {
  const std::size_t from = (skip_spaces(), at_);
  if (!read_text(key_)) return false;
  const std::string written(line_.substr(from, at_ - from));
  const std::string title(trim_cell(key_));
  skip_spaces();
  if (!expect(':')) return false;
  const json_key& key = key_of(title);
  if (key.problem) {
    has_content_ = true;
    to_.refuse(*key.problem, title);
  }
  if (key.use == header_use::column && !key.problem) {
    if (key.column >= titles_.size()) titles_.resize(key.column + 1);
    std::string& earlier = titles_[key.column];
    if (!earlier.empty()) to_.refuse(make_diagnostic("DS0305", {earlier, title}), title);
    earlier = title;
    to_.call_column(key.column, title);
  }
  seen_.push_back({written, key.use, key.column});
  return read_value(key, title);
}

DUTYSCORE_INLINE bool json_lines_reader::read_value(const json_key& key, const std::string& title) {
  skip_spaces();
  const char first = at_ < line_.size() ? line_[at_] : '\0';
  if (first == '"') {
    if (!read_text(text_)) return false;
    put(key, text_);
  } else if (first == '-' || (first >= '0' && first <= '9')) {
    const std::string_view number = read_number();
    if (number.empty()) return expected(phrase("json number"));
    put(key, number);
  } else if (first == '{' || first == '[') {
    if (!skip_nested()) return false;
    has_content_ = true;
    if (key.use == header_use::column && !key.problem)
      to_.refuse(make_diagnostic("DS0342", {title}), title);
  } else {
    return read_word(key, title);
  }
  skip_spaces();
  return true;
}

DUTYSCORE_INLINE bool json_lines_reader::read_word(const json_key& key, const std::string& title) {
  const std::string_view rest = line_.substr(at_);
  for (const std::string_view word : {"null", "true", "false"}) {
    if (!rest.starts_with(word)) continue;
    at_ += word.size();
    if (word != "null") put_flag(key, title, word == "true");
    skip_spaces();
    return true;
  }
  return expected(phrase("json value"));
}

DUTYSCORE_INLINE void json_lines_reader::put(const json_key& key, std::string_view cell) {
  if (key.use == header_use::ignored || key.problem)
    has_content_ |= !trim_cell(cell).empty();
  else
    has_content_ |= to_.read(key.column, cell);
}

DUTYSCORE_INLINE void json_lines_reader::put_flag(const json_key& key, const std::string& title,
                                                  bool flag) {
  has_content_ = true;
  if (key.use == header_use::ignored || key.problem) return;
  const cell_type own = to_.type_of(key.column);
  if (own == cell_type::flag) return to_.set(key.column, flag);
  to_.refuse(make_diagnostic("DS0343", {title, words_for(own), flag ? "true" : "false"}), title);
}

/// A list or an object whose text is JSON, so far as its brackets and texts say.
DUTYSCORE_INLINE bool json_lines_reader::skip_nested() {
  std::string open;
  do {
    skip_spaces();
    if (at_ == line_.size()) return expected(phrase("json bracket"));
    const char c = line_[at_];
    if (c == '"') {
      if (!read_text(text_)) return false;
      continue;
    }
    ++at_;
    if (c == '{' || c == '[') open += c == '{' ? '}' : ']';
    if (c != '}' && c != ']') continue;
    if (open.empty() || open.back() != c) return expected(phrase("json bracket"));
    open.pop_back();
  } while (!open.empty());
  return true;
}

DUTYSCORE_INLINE bool json_lines_reader::read_text(std::string& out) {
  out.clear();
  if (at_ == line_.size() || line_[at_] != '"') return expected(phrase("json text"));
  for (++at_; at_ < line_.size(); ++at_) {
    const char c = line_[at_];
    if (static_cast<unsigned char>(c) < 0x20) return expected(phrase("json no control"));
    if (c == '"') return ++at_, true;
    if (c != '\\')
      out += c;
    else if (!read_escape(out))
      return false;
  }
  return expected(phrase("json quote"));
}

/// The escape at the backslash; stands on its last byte afterwards.
DUTYSCORE_INLINE bool json_lines_reader::read_escape(std::string& out) {
  constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
  const char c = ++at_ < line_.size() ? line_[at_] : '\0';
  if (const std::size_t found = letters.find(c); c != '\0' && found != std::string_view::npos) {
    out += meant[found];
    return true;
  }
  auto unit = c == 'u' ? read_hex() : std::nullopt;
  if (unit && *unit >= 0xD800 && *unit < 0xDC00 && line_.substr(at_ + 1, 2) == "\\u") {
    at_ += 2;
    const auto low = read_hex();
    const bool is_low = low && *low >= 0xDC00 && *low < 0xE000;
    unit = is_low ? std::optional(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00))
                  : std::nullopt;
  }
  if (!unit || (*unit >= 0xD800 && *unit < 0xE000)) return expected(phrase("json escape"));
  append_utf8(out, *unit);
  return true;
}

DUTYSCORE_INLINE std::optional<char32_t> json_lines_reader::read_hex() {
  char32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = ++at_ < line_.size() ? line_[at_] : '\0';
    const std::size_t digit = std::string_view("0123456789abcdefABCDEF").find(c);
    if (c == '\0' || digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit < 16 ? digit : digit - 6);
  }
  return value;
}

/// The number at the cursor as JSON writes them; nothing when it is none.
DUTYSCORE_INLINE std::string_view json_lines_reader::read_number() {
  const std::size_t from = at_;
  const auto digits = [this] {
    const std::size_t first = at_;
    while (at_ < line_.size() && line_[at_] >= '0' && line_[at_] <= '9') ++at_;
    return at_ - first;
  };
  const auto is = [this](std::string_view any) {
    return at_ < line_.size() && any.find(line_[at_]) != std::string_view::npos;
  };
  if (is("-")) ++at_;
  const bool begins_with_zero = is("0");
  const std::size_t whole = digits();
  if (whole == 0 || (begins_with_zero && whole > 1)) return {};
  if (is(".") && (++at_, digits() == 0)) return {};
  if (is("eE")) {
    ++at_;
    if (is("+-")) ++at_;
    if (digits() == 0) return {};
  }
  return line_.substr(from, at_ - from);
}

DUTYSCORE_INLINE void json_lines_reader::skip_spaces() {
  while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r'))
    ++at_;
}

DUTYSCORE_INLINE bool json_lines_reader::take(char c) {
  if (at_ == line_.size() || line_[at_] != c) return false;
  ++at_;
  skip_spaces();
  return true;
}

DUTYSCORE_INLINE bool json_lines_reader::expect(char c) {
  const std::string shown = "“" + std::string(1, c) + "”";
  return take(c) || expected(message{shown, shown});
}

DUTYSCORE_INLINE bool json_lines_reader::expected(const message& what) {
  const std::string_view before = line_.substr(0, std::min(at_, line_.size()));
  broken_ = make_diagnostic(
      "DS0341", {what, std::to_string(before.size() + 1)},
      data_place{name_, row_, {}, shown_cell(line_.substr(before.size()))});
  return false;
}

DUTYSCORE_INLINE const json_key& json_lines_reader::key_of(const std::string& title) {
  const auto found = keys_.find(title);
  return found != keys_.end() ? found->second : keys_.emplace(title, look_up(title)).first->second;
}

DUTYSCORE_INLINE json_key json_lines_reader::look_up(const std::string& title) const {
  const auto& ignored = options_.ignore_columns;
  const schema& s = to_.schema();
  const auto column = find_column(s, table_kind::activities, title);
  const bool is_ambiguous = is_ambiguous_label(s, table_kind::activities, title);
  if (std::find(ignored.begin(), ignored.end(), title) != ignored.end() ||
      (options_.ignore_unknown_columns && !column && !is_ambiguous))
    return {header_use::ignored, 0, std::nullopt};
  if (column) return {header_use::column, *column, std::nullopt};
  diagnostic why = make_diagnostic(is_ambiguous ? "DS0311" : "DS0303", {shown_cell(title)});
  if (!is_ambiguous) {
    add_closest(why, title, column_spellings(s, table_kind::activities));
    why.hints.push_back(phrase("csv ignore column", {shown_cell(title)}));
  }
  return {header_use::column, 0, std::move(why)};
}

}  // namespace dutyscore::detail
