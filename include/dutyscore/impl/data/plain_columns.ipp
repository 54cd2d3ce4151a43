#pragma once

#include <algorithm>
#include <new>

#include "dutyscore/core/huge_memory.hpp"
#include "dutyscore/data/plain_columns.hpp"

namespace dutyscore::detail {

constexpr std::uint64_t bit_of(column_id c) { return std::uint64_t{1} << c; }
constexpr std::uint64_t bit_of(fixed_column c) { return bit_of(column_of(c)); }

inline constexpr std::size_t spellings_per_column = 1024;

/// What a new text has until it gets its code.
constexpr text_pool::code stand_in_of(std::size_t new_text) {
  return text_pool::unknown - 1 - static_cast<text_pool::code>(new_text);
}

DUTYSCORE_INLINE plain_columns::plain_columns(batch_builder& to)
    : to_(to), is_usable_(is_little_endian && to.columns_.size() <= 64) {
  if (!is_usable_) return;
  plan_kinds();
  for (std::size_t i = 0; i < to.schema_.activity.size(); ++i)
    fields_ |= bit_of(column_of_field(i));
  rooms_.resize(to.columns_.size());
  for (column_id c = 0; c < rooms_.size(); ++c) {
    column_room& room = rooms_[c];
    room.bit = bit_of(c);
    switch (to.columns_[c].rule.type) {
      case cell_type::integer:
      case cell_type::decimal:
        room.numbers.resize(block_rows);
        break;
      case cell_type::date:
        room.days.resize(block_rows);
        break;
      case cell_type::text:
        room.texts.resize(block_rows);
        break;
      case cell_type::flag:
      case cell_type::standing:
        room.flags.resize(block_rows);
        break;
    }
  }
}

DUTYSCORE_INLINE plain_columns::cell_plan plain_columns::plan(header_use use,
                                                              column_id column) const {
  cell_plan cell;
  cell.use = use;
  if (use != header_use::column) return cell;
  cell.column = column;
  cell.type = to_.columns_[column].rule.type;
  const bool is_spelled = cell.type == cell_type::text || cell.type == cell_type::flag ||
                          cell.type == cell_type::standing;
  if (is_spelled) cell.spellings.resize(spellings_per_column);
  return cell;
}

DUTYSCORE_INLINE void plain_columns::plan_kinds() {
  kinds_.push_back(plan_kind(std::nullopt));
  for (const schema_field& f : to_.schema_.activity)
    for (const std::string& kind : f.kinds) {
      const text_pool::code code = *to_.data_->texts.find(kind);
      if (code >= kind_of_code_.size()) kind_of_code_.resize(code + 1);
      if (kind_of_code_[code] != 0) continue;
      kind_of_code_[code] = static_cast<std::uint32_t>(kinds_.size());
      kinds_.push_back(plan_kind(code));
    }
}

DUTYSCORE_INLINE plain_columns::kind_plan plain_columns::plan_kind(
    std::optional<text_pool::code> kind) const {
  kind_plan out;
  for (std::size_t i = 0; i < to_.schema_.activity.size(); ++i) {
    const column_id c = column_of_field(i);
    const auto& of = to_.columns_[c];
    const bool belongs = !of.has_kinds || (kind && of.kinds.contains(*kind));
    if (belongs) out.belong |= bit_of(c);
    if (belongs && !of.has_default) out.required |= bit_of(c);
    out.absent.push_back(belongs && of.has_default ? of.default_value : 0);
  }
  return out;
}

// ---- blocks of rows ----

DUTYSCORE_INLINE std::size_t plain_columns::wanted_rows() const {
  const std::size_t most = to_.limits_.rows, have = to_.data_->rows;
  return have < most ? std::min(most - have, block_limit_) : 0;
}

DUTYSCORE_INLINE void plain_columns::expect_rows(std::size_t rows, std::size_t read,
                                                 std::size_t left) {
  if (expected_ != 0) return;
  const std::size_t later = left / std::max<std::size_t>(1, read / rows);
  expected_ = to_.data_->rows + later + later / 16;
}

DUTYSCORE_INLINE std::size_t plain_columns::take(std::span<cell_plan> cells,
                                                 const cell_places& places, std::size_t rows) {
  const std::size_t asked = rows;
  begin_block(cells, rows);
  for (std::size_t i = 0; i < cells.size(); ++i)
    rows = read_column(cells[i], i, cell_places::column(places, i), rows);
  return end_block(cells, asked, rows);
}

DUTYSCORE_INLINE void plain_columns::begin_block(std::span<const cell_plan> cells,
                                                 std::size_t rows) {
  new_texts_.clear();
  present_ = 0;
  for (const cell_plan& c : cells)
    if (c.use == header_use::column) present_ |= bit_of(c.column);
  absent_ = 0;
  std::fill_n(filled_.begin(), rows, present_);
}

DUTYSCORE_INLINE std::size_t plain_columns::end_block(std::span<const cell_plan> cells,
                                                      std::size_t asked, std::size_t rows) {
  rows = check_rows(rows);
  intern_new(cells, rows);
  if (rows > 0) append(rows);
  // One doubt seldom comes alone, and what was read behind it is read again.
  block_limit_ = rows < asked ? std::clamp<std::size_t>(rows, 4, block_rows)
                              : std::min(block_rows, 2 * block_limit_);
  return rows;
}

// ---- columns of cells: each returns the first row about which there is doubt, or `rows` ----

template <class Texts>
std::size_t plain_columns::read_column(cell_plan& cell, std::size_t number, Texts texts,
                                       std::size_t rows) {
  if (cell.use == header_use::ignored) return rows;
  if (cell.use == header_use::nameless) return read_nameless(texts, rows);
  column_room& room = rooms_[cell.column];
  switch (cell.type) {
    case cell_type::integer:
    case cell_type::decimal:
      return read_cells(cell, texts, rows, room.numbers.data(),
                        [&rule = to_.columns_[cell.column].rule](std::string_view text, std::int64_t& n) {
                          return plain_number(text.data(), text.size(), n) && admits(rule, n);
                        });
    case cell_type::date:
      return read_cells(cell, texts, rows, room.days.data(),
                        [&days = cell.days](std::string_view text, std::int32_t& day) {
                          return text.size() == 10 && days.read(text.data(), day);
                        });
    case cell_type::text:
      if (cell.has_many) return find_texts(cell, number, texts, rows, room.texts.data());
      return read_spelled(cell, number, texts, rows, room.texts.data());
    case cell_type::flag:
    case cell_type::standing:
      break;
  }
  return read_spelled(cell, number, texts, rows, room.flags.data());
}

template <class Texts>
std::size_t plain_columns::read_nameless(Texts texts, std::size_t rows) {
  for (std::size_t row = 0; row < rows; ++row)
    if (!trim_cell(texts.next()).empty()) return row;
  return rows;
}

template <class T, class Texts, class Quick>
std::size_t plain_columns::read_cells(const cell_plan& cell, Texts texts, std::size_t rows, T* to,
                                      Quick quick) {
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string_view text = texts.next();
    T value = 0;
    if (!text.empty() && !quick(text, value) && !read_slowly(cell, row, text, value)) return row;
    if (text.empty()) leave_out(cell, row);
    to[row] = value;
  }
  return rows;
}

/// A word of JSON is told from a text by the quotation mark before it, which therefore belongs to
/// the spelling.
template <class T, class Texts>
std::size_t plain_columns::read_spelled(cell_plan& cell, std::size_t number, Texts texts,
                                        std::size_t rows, T* to) {
  constexpr bool is_text = sizeof(T) == sizeof(text_pool::code);
  const std::size_t in_front = cell.takes_words;
  spelling* const spellings = cell.spellings.data();
  std::size_t unknown = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string_view text = texts.next();
    if (text.empty()) {
      leave_out(cell, row);
      to[row] = 0;
      continue;
    }
    const char* const at = text.data() - in_front;
    const std::size_t size = text.size() + in_front;
    spelling* known = nullptr;
    text_words words;
    if (size <= text_words::bytes) {
      words = load_words(at, size);
      const std::uint64_t mixed =
          (words.word[0] ^ std::rotl(words.word[1], 19) ^ std::rotl(words.word[2], 37)) *
          0x9E3779B97F4A7C15u;
      known = &spellings[mixed >> 54];
      if (known->size == size && known->words == words) {
        to[row] = static_cast<T>(known->value);
        continue;
      }
      *known = {words, 0, 0};
    }
    ++unknown;
    if constexpr (is_text) {
      if (!read_text(cell, row, number, text, known, to[row])) return row;
    } else {
      if (!read_slowly(cell, row, text, to[row])) return row;
    }
    if (known && (filled_[row] & bit_of(cell.column)))
      *known = {words, static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(to[row])};
  }
  cell.has_many = is_text && unknown > rows / 4 && rows > 64;
  return rows;
}

/// Texts that are nearly all different from those around them: the pool is asked for many at once,
/// so that its memory comes while others are compared.
template <class Texts>
std::size_t plain_columns::find_texts(const cell_plan& cell, std::size_t number, Texts texts,
                                      std::size_t rows, text_pool::code* to) {
  const text_pool& pool = to_.data_->texts;
  constexpr std::size_t distance = 64;  // so many are on their way
  std::array<std::uint64_t, block_rows> hashes;
  std::size_t asked = 0;
  Texts ahead = texts;
  const auto ask = [&] {
    const std::string_view text = ahead.next();
    const std::size_t row = asked++;
    if (text.size() > text_words::bytes) return;
    hashes[row] = hash_words(load_words(text.data(), text.size()), text.size());
    pool.prefetch(hashes[row]);
  };
  const bool is_open = to_.columns_[cell.column].rule.one_of.empty();
  for (std::size_t row = 0; row < rows; ++row) {
    while (asked < std::min(rows, row + distance)) ask();
    const std::string_view text = texts.next();
    if (text.empty()) {
      leave_out(cell, row);
      to[row] = 0;
      continue;
    }
    if (is_open && text.size() <= text_words::bytes) {
      to[row] = pool.find_short(load_words(text.data(), text.size()), text.size(), hashes[row]);
      if (to[row] != text_pool::unknown) continue;
    }
    if (!read_text(cell, row, number, text, nullptr, to[row])) return row;
  }
  return rows;
}

DUTYSCORE_INLINE void plain_columns::leave_out(const cell_plan& cell, std::size_t row) {
  filled_[row] &= ~bit_of(cell.column);
  absent_ |= bit_of(cell.column);
}

/// What is no text. False when there is doubt.
template <class T>
bool plain_columns::read_slowly(const cell_plan& cell, std::size_t row, std::string_view text,
                                T& to) {
  to = 0;
  const bool is_word = cell.takes_words && text.data()[-1] != '"';
  if (is_word && (text == "true" || text == "false")) return to = text == "true", true;
  text = trim_cell(text);
  if (text.empty()) return leave_out(cell, row), true;
  const auto value = read_cell(to_.columns_[cell.column].rule, text);
  if (value) to = static_cast<T>(*value);
  return value.has_value();
}

DUTYSCORE_INLINE bool plain_columns::read_text(const cell_plan& cell, std::size_t row,
                                               std::size_t number, std::string_view text,
                                               spelling* known, text_pool::code& to) {
  to = 0;
  text = trim_cell(text);
  if (text.empty()) return leave_out(cell, row), true;
  const auto& of = to_.columns_[cell.column];
  const bool is_open = of.rule.one_of.empty();
  if (const auto code = to_.data_->texts.find(text)) {
    to = *code;
    return is_open || of.allowed.contains(*code);
  }
  if (!is_open || !is_clean_text(text)) return false;
  to = stand_in_of(new_texts_.size());
  new_texts_.push_back(
      {static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(number), text, known});
  return true;
}

// ---- rows: what check_row of the builder asks, and the values of cells that are absent ----

DUTYSCORE_INLINE std::size_t plain_columns::check_rows(std::size_t rows) {
  rows = check_kinds(rows);
  fill_absent(rows);
  rows = check_days(rows);
  return check_standings(rows);
}

DUTYSCORE_INLINE std::size_t plain_columns::check_kinds(std::size_t rows) {
  constexpr std::uint64_t needed =
      bit_of(fixed_column::subject) | bit_of(fixed_column::kind) | bit_of(fixed_column::date);
  const bool is_whole = !((needed | fields_) & ~(present_ & ~absent_));
  if (is_whole && kinds_.size() == 1) return rows;
  const std::vector<text_pool::code>& kinds = room(fixed_column::kind).texts;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t kind = kinds[row];
    const kind_plan& may = kinds_[kind < kind_of_code_.size() ? kind_of_code_[kind] : 0];
    const std::uint64_t filled = filled_[row];
    if ((filled & fields_ & ~may.belong) | ((may.required | needed) & ~filled)) return row;
    kind_plans_[row] = &may;
  }
  return rows;
}

DUTYSCORE_INLINE std::size_t plain_columns::check_days(std::size_t rows) {
  if (!(present_ & bit_of(fixed_column::end))) return rows;
  const auto& from = room(fixed_column::date).days;
  const auto& to = room(fixed_column::end).days;
  for (std::size_t row = 0; row < rows; ++row)
    if (to[row] < from[row]) return row;
  return rows;
}

DUTYSCORE_INLINE std::size_t plain_columns::check_standings(std::size_t rows) {
  if (!(present_ & bit_of(fixed_column::since))) return rows;
  const auto& reached = room(fixed_column::standing).flags;
  const auto& since = room(fixed_column::since).flags;
  for (std::size_t row = 0; row < rows; ++row) {
    const bool is_rejected = reached[row] == static_cast<std::uint8_t>(standing::rejected);
    if (since[row] > (is_rejected ? 0 : reached[row])) return row;
  }
  return rows;
}

/// Absent codes, and days in which standing something began, are zeros already where there is a
/// column.
DUTYSCORE_INLINE void plain_columns::fill_absent(std::size_t rows) {
  fill_days(fixed_column::end, rows);
  fill_days(fixed_column::credited, rows);
  constexpr auto confirmed = static_cast<std::uint8_t>(standing::confirmed);
  column_room& reached = room(fixed_column::standing);
  if (!(present_ & reached.bit))
    std::fill_n(reached.flags.begin(), rows, confirmed);
  else if (absent_ & reached.bit)
    for (std::size_t row = 0; row < rows; ++row)
      if (!(filled_[row] & reached.bit)) reached.flags[row] = confirmed;
  column_room& since = room(fixed_column::since);
  if (!(present_ & since.bit)) std::fill_n(since.flags.begin(), rows, std::uint8_t{0});
  for (std::size_t i = 0; i < to_.schema_.activity.size(); ++i) fill_field(i, rows);
}

DUTYSCORE_INLINE void plain_columns::fill_days(fixed_column c, std::size_t rows) {
  column_room& to = room(c);
  const auto& dates = room(fixed_column::date).days;
  if (!(present_ & to.bit))
    std::copy_n(dates.begin(), rows, to.days.begin());
  else if (absent_ & to.bit)
    for (std::size_t row = 0; row < rows; ++row)
      to.days[row] = filled_[row] & to.bit ? to.days[row] : dates[row];
}

DUTYSCORE_INLINE void plain_columns::fill_field(std::size_t index, std::size_t rows) {
  column_room& to = rooms_[column_of_field(index)];
  if ((present_ & ~absent_) & to.bit) return;
  fill_values(index, rows, to.numbers);
  fill_values(index, rows, to.texts);
  fill_values(index, rows, to.days);
  fill_values(index, rows, to.flags);
}

template <class T>
void plain_columns::fill_values(std::size_t index, std::size_t rows, std::vector<T>& to) {
  if (to.empty()) return;
  const std::uint64_t bit = bit_of(column_of_field(index));
  for (std::size_t row = 0; row < rows; ++row)
    if (!(filled_[row] & bit)) to[row] = static_cast<T>(kind_plans_[row]->absent[index]);
}

/// Gives codes to the new texts of the rows that count, as if these had been read one by one.
DUTYSCORE_INLINE void plain_columns::intern_new(std::span<const cell_plan> cells,
                                                std::size_t rows) {
  if (new_texts_.empty()) return;
  std::vector<std::uint32_t> order(new_texts_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
    return std::pair(new_texts_[a].row, new_texts_[a].cell) <
           std::pair(new_texts_[b].row, new_texts_[b].cell);
  });
  std::vector<text_pool::code> codes(order.size());
  std::uint64_t columns = 0;
  for (const std::uint32_t i : order) {
    const new_text& n = new_texts_[i];
    const bool counts = n.row < rows;
    if (counts) codes[i] = to_.data_->texts.intern(n.text);
    if (counts) columns |= bit_of(cells[n.cell].column);
    if (n.known && n.known->value == stand_in_of(i)) {
      n.known->value = codes[i];
      if (!counts) n.known->size = 0;
    }
  }
  const text_pool::code last = stand_in_of(order.size() - 1);
  for (column_room& room : rooms_) {
    if (!(columns & room.bit)) continue;
    for (text_pool::code& c : std::span(room.texts).first(rows))
      if (c >= last) c = codes[text_pool::unknown - 1 - c];
  }
}

// ---- into the batch ----

DUTYSCORE_INLINE void plain_columns::append(std::size_t rows) {
  batch_data& to = *to_.data_;
  append_place(rows);
  append(to.subject, room(fixed_column::subject).texts, rows);
  append(to.kind, room(fixed_column::kind).texts, rows);
  append(to.date, room(fixed_column::date).days, rows);
  append(to.end, room(fixed_column::end).days, rows);
  append_credited(rows);
  append(to.standing, room(fixed_column::standing).flags, rows);
  append(to.since, room(fixed_column::since).flags, rows);
  append_texts(to.title, fixed_column::title, rows);
  append_texts(to.id, fixed_column::id, rows);
  append_texts(to.reason, fixed_column::reason, rows);
  append_texts(to.evidence, fixed_column::evidence, rows);
  for (std::size_t i = 0; i < to.fields.size(); ++i) append_field(i, rows);
  to.rows += rows;
  next_row_ += rows;
}

template <class T>
void plain_columns::append(std::vector<T>& to, const std::vector<T>& from,
                           std::size_t rows) const {
  const std::size_t before = to.size();
  if (before + rows > to.capacity()) {
    try {
      grow(to, std::max({2 * before, before + rows, expected_}));
    } catch (const std::bad_alloc&) {
      grow(to, before + rows);  // the guess was too much
    }
  }
  to.insert(to.end(), from.begin(), from.begin() + static_cast<std::ptrdiff_t>(rows));
}

/// New memory is asked for in large pages before anything is written to it.
template <class T>
void plain_columns::grow(std::vector<T>& to, std::size_t rows) {
  std::vector<T> larger;
  larger.reserve(rows);
  huge_memory::advise(larger.data(), rows * sizeof(T));
  larger.insert(larger.end(), to.begin(), to.end());
  to.swap(larger);
}

/// Places, credited days and texts as append_row of the builder leaves them out.
DUTYSCORE_INLINE void plain_columns::append_place(std::size_t rows) {
  batch_data& to = *to_.data_;
  const auto file = static_cast<std::uint32_t>(to.files.size() - 1);
  if (!to.file.empty() || file > 0) {
    to.file.resize(to.rows, 0);
    to.file.resize(to.rows + rows, file);
  }
  if (to.rows == 0) to.first_row = next_row_;
  if (to.row_number.empty() && next_row_ == to.first_row + to.rows) return;
  for (std::size_t i = to.row_number.size(); i < to.rows; ++i)
    to.row_number.push_back(to.first_row + i);
  for (std::size_t i = 0; i < rows; ++i) to.row_number.push_back(next_row_ + i);
}

DUTYSCORE_INLINE void plain_columns::append_credited(std::size_t rows) {
  batch_data& to = *to_.data_;
  const auto& days = room(fixed_column::credited).days;
  const auto end = days.begin() + static_cast<std::ptrdiff_t>(rows);
  if (to.credited.empty() && std::equal(days.begin(), end, room(fixed_column::date).days.begin()))
    return;
  if (to.credited.empty())
    to.credited.assign(to.date.begin(), to.date.begin() + static_cast<std::ptrdiff_t>(to.rows));
  append(to.credited, days, rows);
}

DUTYSCORE_INLINE void plain_columns::append_texts(std::vector<text_pool::code>& to, fixed_column c,
                                                  std::size_t rows) {
  const column_room& from = room(c);
  const auto end = filled_.begin() + static_cast<std::ptrdiff_t>(rows);
  const bool is_filled =
      std::any_of(filled_.begin(), end, [&](std::uint64_t f) { return (f & from.bit) != 0; });
  if (to.empty() && !is_filled) return;
  to.resize(to_.data_->rows, 0);
  if (is_filled)
    append(to, from.texts, rows);
  else
    to.resize(to_.data_->rows + rows, 0);
}

DUTYSCORE_INLINE void plain_columns::append_field(std::size_t index, std::size_t rows) {
  field_column& to = to_.data_->fields[index];
  const column_room& from = rooms_[column_of_field(index)];
  if (!from.numbers.empty()) append(to.numbers, from.numbers, rows);
  if (!from.texts.empty()) append(to.texts, from.texts, rows);
  if (!from.days.empty()) append(to.days, from.days, rows);
  if (!from.flags.empty()) append(to.flags, from.flags, rows);
}

}  // namespace dutyscore::detail
