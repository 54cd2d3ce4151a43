#pragma once

#include <algorithm>
#include <charconv>
#include <limits>
#include <type_traits>

#include "dutyscore/data/arrow_columns.hpp"
#include "dutyscore/impl/data/plain_columns.ipp"

namespace dutyscore::detail {

/// The cells of one column, row after row, as plain_columns reads them.
template <class Texts>
class arrow_cursor {
 public:
  arrow_cursor(const arrow_cells& cells, const Texts& texts, std::int64_t row, std::size_t rows)
      : cells_(&cells), texts_(&texts), row_(row), is_full_(cells.are_all_there(row, rows)) {}

  std::string_view next() {
    const std::int64_t row = row_++;
    return is_full_ || !cells_->is_absent(row) ? texts_->at(row) : no_text();
  }

 private:
  const arrow_cells* cells_;
  const Texts* texts_;
  std::int64_t row_;
  bool is_full_;
};

/// A dictionary's texts by the rows that name them.
struct entry_texts {
  const arrow_cells& cells;
  std::string_view at(std::int64_t row) const {
    const std::uint64_t entry = cells.entry(row);
    return entry < cells.entries() ? cells.entry_text(entry) : std::string_view(flawed_text, 1);
  }
};

/// Integers as their digits, which stay until the block has ended.
struct digit_texts {
  const arrow_cells& cells;
  char* room;  // for a block of rows
  std::string_view at(std::int64_t row) const {
    const auto slot = static_cast<std::size_t>(row) % plain_columns::block_rows;
    return cells.number(row, room + slot * arrow_cells::number_room);
  }
};

// What is known of an entry in a column of flags or standings, besides its value.
inline constexpr std::uint8_t unmet_flag = 0xFF, absent_flag = 0xFE;

inline bool has_flags(cell_type type) {
  return type == cell_type::flag || type == cell_type::standing;
}

DUTYSCORE_INLINE arrow_columns::arrow_columns(batch_builder& to,
                                              const std::vector<header_cell>& header,
                                              std::span<const arrow_cells> cells)
    : plain_columns(to), cells_(cells), states_(cells.size()) {
  if (!is_usable()) return;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    plans_.push_back(plan(header[i].use, header[i].column));
    const bool has_digits = plans_[i].type == cell_type::text && !cells[i].type().is_text() &&
                            cells[i].type().is_integer();
    if (has_digits) states_[i].digits.resize(block_rows * arrow_cells::number_room);
  }
}

DUTYSCORE_INLINE void arrow_columns::start(std::uint64_t number, std::int64_t rows,
                                           const std::vector<bool>& shares_entries) {
  next_number_ = number;
  if (!is_usable()) return;
  const std::size_t all = taken() + static_cast<std::size_t>(rows);
  if (all > expected()) expect_all(taken() == 0 ? all : rows_after(all));
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const bool is_read = cells_[i].type().is_coded && plans_[i].use == header_use::column;
    if (!is_read || shares_entries[i]) continue;
    const auto entries = static_cast<std::size_t>(cells_[i].entries());
    if (plans_[i].type == cell_type::text)
      states_[i].codes.assign(entries, text_pool::unknown);
    else if (has_flags(plans_[i].type))
      states_[i].flags.assign(entries, unmet_flag);
  }
}

DUTYSCORE_INLINE std::int64_t arrow_columns::take(std::int64_t row, std::int64_t end) {
  if (!is_usable()) return 0;
  number_from(next_number_);
  const std::int64_t from = row;
  for (std::size_t wanted; row < end && (wanted = wanted_rows()) > 0;) {
    const std::size_t asked = std::min(wanted, static_cast<std::size_t>(end - row));
    begin_block(plans_, asked);
    std::size_t rows = asked;
    for (std::size_t i = 0; i < plans_.size() && rows > 0; ++i) rows = read(i, row, rows);
    rows = end_block(plans_, asked, rows);
    settle_entries();
    row += static_cast<std::int64_t>(rows);
    if (rows < asked) break;
  }
  next_number_ += static_cast<std::uint64_t>(row - from);
  return row - from;
}

// ---- columns: each returns the first row about which there is doubt, or `rows` ----

DUTYSCORE_INLINE std::size_t arrow_columns::read(std::size_t i, std::int64_t from,
                                                 std::size_t rows) {
  const cell_plan& plan = plans_[i];
  if (plan.use == header_use::ignored) return rows;
  const arrow_cells& cells = cells_[i];
  if (cells.type().is_text()) return read_texts(i, from, rows);
  if (plan.use == header_use::column) return read_typed(i, from, rows);
  for (std::size_t row = 0; row < rows; ++row)
    if (!cells.is_absent(from + static_cast<std::int64_t>(row))) return row;
  return rows;
}

DUTYSCORE_INLINE std::size_t arrow_columns::read_texts(std::size_t i, std::int64_t from,
                                                       std::size_t rows) {
  const arrow_cells& cells = cells_[i];
  cell_plan& plan = plans_[i];
  const auto read = [&](const auto& texts) {
    return read_column(plan, i, arrow_cursor(cells, texts, from, rows), rows);
  };
  if (cells.type().is_coded) {
    const bool is_column = plan.use == header_use::column;
    if (is_column && plan.type == cell_type::text) return read_codes(i, from, rows);
    if (is_column && has_flags(plan.type)) return read_flags(i, from, rows);
    return read(entry_texts{cells});
  }
  return std::visit(
      [&](const auto& texts) -> std::size_t {
        if constexpr (std::is_same_v<std::decay_t<decltype(texts)>, std::monostate>)
          return 0;
        else
          return read(texts);
      },
      cells.texts());
}

/// `read` turns a row that is there into its value, and returns false when there is doubt.
template <class T, class Read>
std::size_t arrow_columns::read_values(std::size_t i, std::int64_t from, std::size_t rows, T* to,
                                       Read read) {
  const arrow_cells& cells = cells_[i];
  const bool is_full = cells.are_all_there(from, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::int64_t at = from + static_cast<std::int64_t>(row);
    T value = 0;
    if (!is_full && cells.is_absent(at))
      leave_out(plans_[i], row);
    else if (!read(at, value))
      return row;
    to[row] = value;
  }
  return rows;
}

DUTYSCORE_INLINE std::size_t arrow_columns::read_typed(std::size_t i, std::int64_t from,
                                                       std::size_t rows) {
  const arrow_cells& cells = cells_[i];
  column_room& to = room(plans_[i].column);
  const auto leave_all = [&](auto& values) {
    for (std::size_t row = 0; row < rows; ++row) leave_out(plans_[i], row);
    std::fill_n(values.begin(), rows, 0);
    return rows;
  };
  const bool is_empty = cells.type().layout == arrow_layout::nothing;
  switch (plans_[i].type) {
    case cell_type::integer:
    case cell_type::decimal:
      return is_empty ? leave_all(to.numbers) : read_numbers(i, from, rows);
    case cell_type::text:
      if (is_empty) return leave_all(to.texts);
      return read_column(
          plans_[i], i,
          arrow_cursor(cells, digit_texts{cells, states_[i].digits.data()}, from, rows), rows);
    case cell_type::date:
      if (is_empty) return leave_all(to.days);
      return read_values(i, from, rows, to.days.data(), [&](std::int64_t row, std::int32_t& day) {
        const std::int64_t found = cells.day(row);
        day = static_cast<std::int32_t>(found);
        return found >= date::min().days() && found <= date::max().days();
      });
    case cell_type::flag:
    case cell_type::standing:
      break;
  }
  if (is_empty) return leave_all(to.flags);
  return read_values(i, from, rows, to.flags.data(), [&](std::int64_t row, std::uint8_t& flag) {
    flag = cells.bit(row);
    return true;
  });
}

// ---- numbers, in millionths ----

DUTYSCORE_INLINE std::size_t arrow_columns::read_numbers(std::size_t i, std::int64_t from,
                                                         std::size_t rows) {
  const arrow_type& type = cells_[i].type();
  if (type.layout == arrow_layout::fixed) return read_decimals(i, from, rows);
  if (type.layout == arrow_layout::floating)
    return read_values(
        i, from, rows, room(plans_[i].column).numbers.data(),
        [&cells = cells_[i], &rule = rule_of(plans_[i])](std::int64_t row, std::int64_t& n) {
          const auto found = cells.floating(row);
          n = found.value_or(0);
          return found && admits(rule, n);
        });
  const bool has_sign = type.layout == arrow_layout::signed_int;
  switch (type.bytes) {
    case 1:
      return has_sign ? read_whole<std::int8_t>(i, from, rows)
                      : read_whole<std::uint8_t>(i, from, rows);
    case 2:
      return has_sign ? read_whole<std::int16_t>(i, from, rows)
                      : read_whole<std::uint16_t>(i, from, rows);
    case 4:
      return has_sign ? read_whole<std::int32_t>(i, from, rows)
                      : read_whole<std::uint32_t>(i, from, rows);
    default:
      return has_sign ? read_whole<std::int64_t>(i, from, rows)
                      : read_whole<std::uint64_t>(i, from, rows);
  }
}

/// Whether so many units fit, which then become `n`.
template <class Whole>
bool scale_up(Whole count, std::int64_t unit, std::int64_t& n) {
  return !__builtin_mul_overflow(count, unit, &n);
}

template <class Whole>
std::size_t arrow_columns::read_whole(std::size_t i, std::int64_t from, std::size_t rows) {
  const void* const values = cells_[i].values();
  const cell_rule& rule = rule_of(plans_[i]);
  return read_values(
      i, from, rows, room(plans_[i].column).numbers.data(), [&](std::int64_t row, std::int64_t& n) {
        return scale_up(load_value<Whole>(values, row), decimal::scale, n) && admits(rule, n);
      });
}

/// Ten to the power of `digits`; nothing when it takes more than 62 bits.
inline std::optional<std::int64_t> power_of_ten(int digits) {
  std::int64_t out = 1;
  for (; digits > 0; --digits) {
    if (out > std::numeric_limits<std::int64_t>::max() / 20) return std::nullopt;
    out *= 10;
  }
  return out;
}

/// Those that take more than 64 bits are left to the strict way.
DUTYSCORE_INLINE std::size_t arrow_columns::read_decimals(std::size_t i, std::int64_t from,
                                                          std::size_t rows) {
  const arrow_cells& cells = cells_[i];
  const cell_rule& rule = rule_of(plans_[i]);
  const int finer = cells.type().places - decimal::places;
  const auto factor = power_of_ten(-finer), divisor = power_of_ten(finer);
  const auto scaled = [&](std::int64_t count, std::int64_t& n) {
    if (count == 0) return n = 0, true;
    if (finer <= 0) return factor && scale_up(count, *factor, n);
    if (!divisor || count % *divisor != 0) return false;
    return n = count / *divisor, true;
  };
  const auto read = [&](auto low) {
    return read_values(i, from, rows, room(plans_[i].column).numbers.data(),
                       [&](std::int64_t row, std::int64_t& n) {
                         std::int64_t count = 0;
                         return low(row, count) && scaled(count, n) && admits(rule, n);
                       });
  };
  if (cells.type().bytes == 4)
    return read([&](std::int64_t row, std::int64_t& n) {
      return n = cells.value<std::int32_t>(row), true;
    });
  if (cells.type().bytes == 8)
    return read([&](std::int64_t row, std::int64_t& n) {
      return n = cells.value<std::int64_t>(row), true;
    });
  const auto read_wide = [&]<std::int64_t Words>(std::integral_constant<std::int64_t, Words>) {
    return read([&cells](std::int64_t row, std::int64_t& n) {
      n = cells.value<std::int64_t>(row * Words);
      std::int64_t others = 0;
      for (std::int64_t w = 1; w < Words; ++w)
        others |= cells.value<std::int64_t>(row * Words + w) ^ (n >> 63);
      return others == 0;
    });
  };
  return cells.type().bytes == 16 ? read_wide(std::integral_constant<std::int64_t, 2>())
                                  : read_wide(std::integral_constant<std::int64_t, 4>());
}

// ---- dictionaries ----

/// `read` takes a row and the entry that it names, and returns false when there is doubt.
template <class Index, class Read>
std::size_t arrow_columns::read_indexes(std::size_t i, std::int64_t from, std::size_t rows,
                                        Read read) {
  const arrow_cells& cells = cells_[i];
  const void* const indexes = cells.values();
  // An index below zero is read as one in the upper half.
  constexpr std::uint64_t half = std::uint64_t{1} << (8 * sizeof(Index) - 1);
  const std::uint64_t entries =
      cells.type().has_signed_index ? std::min(half, cells.entries()) : cells.entries();
  const bool is_full = cells.are_all_there(from, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::int64_t at = from + static_cast<std::int64_t>(row);
    if (!is_full && cells.is_absent(at)) {
      read.leave_out(row);
      continue;
    }
    const std::uint64_t entry = load_value<Index>(indexes, at);
    if (entry >= entries || !read(row, entry)) return row;
  }
  return rows;
}

template <class Read>
std::size_t arrow_columns::read_entries(std::size_t i, std::int64_t from, std::size_t rows,
                                        Read read) {
  switch (cells_[i].type().bytes) {
    case 1:
      return read_indexes<std::uint8_t>(i, from, rows, read);
    case 2:
      return read_indexes<std::uint16_t>(i, from, rows, read);
    case 4:
      return read_indexes<std::uint32_t>(i, from, rows, read);
    default:
      return read_indexes<std::uint64_t>(i, from, rows, read);
  }
}

DUTYSCORE_INLINE std::size_t arrow_columns::read_codes(std::size_t i, std::int64_t from,
                                                       std::size_t rows) {
  struct reader {
    arrow_columns& self;
    std::size_t i;
    const text_pool::code* codes;
    text_pool::code* to;
    void leave_out(std::size_t row) const {
      to[row] = 0;
      self.leave_out(self.plans_[i], row);
    }
    bool operator()(std::size_t row, std::uint64_t entry) const {
      to[row] = codes[entry];
      if (to[row] == text_pool::unknown) return self.meet_text(i, row, entry, to[row]);
      if (to[row] == 0) leave_out(row);
      return true;
    }
  };
  return read_entries(
      i, from, rows,
      reader{*this, i, states_[i].codes.data(), room(plans_[i].column).texts.data()});
}

DUTYSCORE_INLINE std::size_t arrow_columns::read_flags(std::size_t i, std::int64_t from,
                                                       std::size_t rows) {
  struct reader {
    arrow_columns& self;
    std::size_t i;
    const std::uint8_t* flags;
    std::uint8_t* to;
    void leave_out(std::size_t row) const {
      to[row] = 0;
      self.leave_out(self.plans_[i], row);
    }
    bool operator()(std::size_t row, std::uint64_t entry) const {
      if (flags[entry] == unmet_flag && !self.meet_flag(i, entry)) return false;
      to[row] = flags[entry];
      if (to[row] == absent_flag) leave_out(row);
      return true;
    }
  };
  return read_entries(
      i, from, rows,
      reader{*this, i, states_[i].flags.data(), room(plans_[i].column).flags.data()});
}

/// False when the column does not take it: the strict way says why, each time.
DUTYSCORE_INLINE bool arrow_columns::meet_flag(std::size_t i, std::uint64_t entry) {
  const std::string_view text = cells_[i].entry_text(entry);
  if (is_flawed(text)) return false;
  const std::string_view trimmed = trim_cell(text);
  const auto value = trimmed.empty() ? std::optional<std::int64_t>(absent_flag)
                                     : read_cell(rule_of(plans_[i]), trimmed);
  if (value) states_[i].flags[entry] = static_cast<std::uint8_t>(*value);
  return value.has_value();
}

/// A text that is new has a stand-in until the block has ended.
DUTYSCORE_INLINE bool arrow_columns::meet_text(std::size_t i, std::size_t row, std::uint64_t entry,
                                               text_pool::code& to) {
  column_state& state = states_[i];
  const std::string_view text = cells_[i].entry_text(entry);
  if (is_flawed(text)) return false;
  state.fresh.reserve(block_rows);  // the block holds on to where they are
  spelling& known = state.fresh.emplace_back(spelling{{}, 1, 0});
  if (!read_text(plans_[i], row, i, text, &known, to)) return state.fresh.pop_back(), false;
  state.fresh_entries.push_back(entry);
  known.value = to;
  state.codes[entry] = to;
  return true;
}

/// An entry that only rows behind the last one taken have named is not known yet.
DUTYSCORE_INLINE void arrow_columns::settle_entries() {
  for (column_state& state : states_) {
    for (std::size_t k = 0; k < state.fresh.size(); ++k)
      state.codes[state.fresh_entries[k]] =
          state.fresh[k].size ? state.fresh[k].value : text_pool::unknown;
    state.fresh.clear();
    state.fresh_entries.clear();
  }
}

}  // namespace dutyscore::detail
