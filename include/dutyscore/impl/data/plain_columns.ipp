#pragma once

#include <algorithm>

#include "dutyscore/data/plain_columns.hpp"

namespace dutyscore::detail {

constexpr std::uint64_t bit_of(column_id c) { return std::uint64_t{1} << c; }
constexpr std::uint64_t bit_of(fixed_column c) { return bit_of(column_of(c)); }

DUTYSCORE_INLINE plain_columns::plain_columns(batch_builder& to)
    : to_(to),
      is_usable_(is_little_endian && to.columns_.size() <= 64),
      values_(to.columns_.size() * block_rows) {
  if (is_usable_) plan_kinds();
}

DUTYSCORE_INLINE plain_columns::cell_plan plain_columns::plan(header_use use, column_id column) {
  cell_plan cell;
  cell.use = use;
  if (use != header_use::column) return cell;
  cell.column = column;
  cell.of = &to_.columns_[column];
  cell.type = cell.of->rule.type;
  cell.values = values(column);
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

// ---- rows ----

DUTYSCORE_INLINE std::size_t plain_columns::room() const {
  const std::size_t most = to_.limits_.rows, have = to_.data_->rows;
  return most > have ? most - have : 0;
}

DUTYSCORE_INLINE void plain_columns::expect_rows(std::size_t read, std::size_t left) {
  const std::size_t later = left / std::max<std::size_t>(1, read / block_rows);
  expected_ = to_.data_->rows + block_rows + later + later / 16;
}

DUTYSCORE_INLINE bool plain_columns::read(cell_plan& cell, const char* at, std::size_t size) {
  if (cell.use == header_use::ignored || size == 0) return true;
  if (may_begin_space(*at) || may_end_space(at[size - 1])) {
    const std::string_view text = trim_cell({at, size});
    if (text.empty()) return true;
    at = text.data();
    size = text.size();
  }
  if (cell.use == header_use::nameless) return false;
  if (!read_value(cell, at, size, cell.values[pending_])) return false;
  filled_ |= bit_of(cell.column);
  return true;
}

/// The value goes where it belongs rather than back as an optional, which would take the way
/// through the stack for every cell.
DUTYSCORE_INLINE bool plain_columns::read_value(cell_plan& cell, const char* at, std::size_t size,
                                                std::int64_t& to) {
  switch (cell.type) {
    case cell_type::integer:
    case cell_type::decimal:
      if (const auto number = plain_number(at, size); number && admits(cell.of->rule, *number))
        return to = *number, true;
      break;
    case cell_type::date:
      if (size != 10) break;
      if (const auto day = plain_day(at)) return to = *day, true;
      break;
    case cell_type::text:
    case cell_type::flag:
    case cell_type::standing:
      return read_spelling(cell, at, size, to);
  }
  return put(read_cell(cell.of->rule, {at, size}), to);
}

DUTYSCORE_INLINE bool plain_columns::put(std::optional<std::int64_t> value, std::int64_t& to) {
  if (value) to = *value;
  return value.has_value();
}

DUTYSCORE_INLINE std::optional<std::int64_t> plain_columns::code_of(const cell_plan& cell,
                                                                 std::string_view text,
                                                                 text_pool::code known) {
  if (known == text_pool::unknown) {
    const auto found = to_.code_of(text);
    if (!found) return std::nullopt;
    known = *found;
  }
  const bool allowed = cell.of->rule.one_of.empty() || cell.of->allowed.contains(known);
  return allowed ? std::optional<std::int64_t>(known) : std::nullopt;
}

DUTYSCORE_INLINE bool plain_columns::read_spelling(cell_plan& cell, const char* at,
                                                   std::size_t size, std::int64_t& to) {
  const std::string_view text(at, size);
  const bool is_text = cell.type == cell_type::text;
  if (size > text_words::bytes)
    return put(is_text ? code_of(cell, text, text_pool::unknown) : read_cell(cell.of->rule, text),
               to);
  const text_words words = load_words(at, size);
  const std::uint64_t mixed = (words.word[0] ^ std::rotl(words.word[1], 19)) * 0x9E3779B97F4A7C15u;
  spelling& known = cell.spellings[mixed >> 57];
  if (known.size == size && known.words == words) return to = known.value, true;
  if (!put(is_text ? code_of(cell, text, to_.data_->texts.find_short(words, size))
                   : read_cell(cell.of->rule, text),
           to))
    return false;
  known = {words, size, to};
  return true;
}

DUTYSCORE_INLINE bool plain_columns::read_flag(cell_plan& cell, bool flag) {
  if (cell.use != header_use::column) return cell.use == header_use::ignored;
  if (cell.type != cell_type::flag) return false;
  cell.values[pending_] = flag;
  filled_ |= bit_of(cell.column);
  return true;
}

/// What check_row of the builder asks of a row, and the values of cells that are absent; false when
/// it would refuse it.
DUTYSCORE_INLINE bool plain_columns::end_row() {
  constexpr std::uint64_t needed =
      bit_of(fixed_column::subject) | bit_of(fixed_column::kind) | bit_of(fixed_column::date);
  constexpr std::uint64_t fields = ~std::uint64_t{0} << fixed_column_count;
  const auto has = [this](fixed_column c) { return (filled_ & bit_of(c)) != 0; };
  if ((filled_ & needed) != needed) return false;
  const auto kind = static_cast<std::size_t>(value(fixed_column::kind));
  const kind_plan& may = kinds_[kind < kind_of_code_.size() ? kind_of_code_[kind] : 0];
  if ((filled_ & fields & ~may.belong) | (may.required & ~filled_)) return false;
  for (std::size_t i = 0; i < may.absent.size(); ++i) {
    std::int64_t& v = values(column_of_field(i))[pending_];
    v = filled_ & bit_of(column_of_field(i)) ? v : may.absent[i];
  }
  const std::int64_t day = value(fixed_column::date);
  if (!has(fixed_column::end)) value(fixed_column::end) = day;
  if (!has(fixed_column::credited)) value(fixed_column::credited) = day;
  if (!has(fixed_column::standing))
    value(fixed_column::standing) = static_cast<std::int64_t>(standing::confirmed);
  for (const fixed_column c : {fixed_column::since, fixed_column::title, fixed_column::id,
                               fixed_column::reason, fixed_column::evidence})
    if (!has(c)) value(c) = 0;
  const std::int64_t reached = value(fixed_column::standing);
  const bool is_rejected = reached == static_cast<std::int64_t>(standing::rejected);
  if (value(fixed_column::end) < day || value(fixed_column::since) > (is_rejected ? 0 : reached))
    return false;
  any_filled_ |= filled_;
  ++pending_;
  return true;
}

// ---- blocks of rows ----

DUTYSCORE_INLINE void plain_columns::flush() {
  if (pending_ == 0) return;
  batch_data& to = *to_.data_;
  flush_place();
  append(to.subject, column_of(fixed_column::subject));
  append(to.kind, column_of(fixed_column::kind));
  append(to.date, column_of(fixed_column::date));
  append(to.end, column_of(fixed_column::end));
  flush_credited();
  append(to.standing, column_of(fixed_column::standing));
  append(to.since, column_of(fixed_column::since));
  flush_texts(to.title, fixed_column::title);
  flush_texts(to.id, fixed_column::id);
  flush_texts(to.reason, fixed_column::reason);
  flush_texts(to.evidence, fixed_column::evidence);
  for (std::size_t i = 0; i < to.fields.size(); ++i) flush_field(i);
  to.rows += pending_;
  first_ += pending_;
  pending_ = 0;
  any_filled_ = 0;
}

template <class T>
void plain_columns::append(std::vector<T>& to, column_id c) const {
  const std::int64_t* const from = values(c);
  const std::size_t before = to.size();
  if (before + pending_ > to.capacity())
    to.reserve(std::max({2 * before, before + pending_, expected_}));
  to.resize(before + pending_);
  for (std::size_t i = 0; i < pending_; ++i) to[before + i] = static_cast<T>(from[i]);
}

/// Places, credited days and texts as append_row of the builder leaves them out.
DUTYSCORE_INLINE void plain_columns::flush_place() {
  batch_data& to = *to_.data_;
  const auto file = static_cast<std::uint32_t>(to.files.size() - 1);
  if (!to.file.empty() || file > 0) {
    to.file.resize(to.rows, 0);
    to.file.resize(to.rows + pending_, file);
  }
  if (to.rows == 0) to.first_row = first_;
  if (to.row_number.empty() && first_ == to.first_row + to.rows) return;
  for (std::size_t i = to.row_number.size(); i < to.rows; ++i)
    to.row_number.push_back(to.first_row + i);
  for (std::size_t i = 0; i < pending_; ++i) to.row_number.push_back(first_ + i);
}

DUTYSCORE_INLINE void plain_columns::flush_credited() {
  batch_data& to = *to_.data_;
  const std::int64_t* const days = values(column_of(fixed_column::credited));
  const std::int64_t* const dates = values(column_of(fixed_column::date));
  if (to.credited.empty() && std::equal(days, days + pending_, dates)) return;
  if (to.credited.empty())
    to.credited.assign(to.date.begin(), to.date.begin() + static_cast<std::ptrdiff_t>(to.rows));
  append(to.credited, column_of(fixed_column::credited));
}

DUTYSCORE_INLINE void plain_columns::flush_texts(std::vector<text_pool::code>& to, fixed_column c) {
  if (to.empty() && !(any_filled_ & bit_of(c))) return;
  to.resize(to_.data_->rows, 0);
  append(to, column_of(c));
}

DUTYSCORE_INLINE void plain_columns::flush_field(std::size_t index) {
  field_column& to = to_.data_->fields[index];
  const column_id c = column_of_field(index);
  switch (to_.schema_.activity[index].type) {
    case value_type::integer:
    case value_type::decimal:
      return append(to.numbers, c);
    case value_type::text:
      return append(to.texts, c);
    case value_type::date:
      return append(to.days, c);
    case value_type::flag:
      return append(to.flags, c);
  }
}

}  // namespace dutyscore::detail
