#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/arrow_cells.hpp"
#include "dutyscore/data/rows.hpp"

namespace dutyscore::detail {

// ---- which rows hold something ----

DUTYSCORE_INLINE bool arrow_validity::holds_all(std::int64_t row, std::size_t rows) const {
  if (!bits_) return true;
  std::uint64_t at = static_cast<std::uint64_t>(first_ + row);
  const std::uint64_t end = at + rows;
  for (; at < end && at % 8; ++at)
    if (!(bits_[at / 8] >> at % 8 & 1)) return false;
  for (; at + 8 <= end; at += 8)
    if (bits_[at / 8] != 0xFF) return false;
  for (; at < end; ++at)
    if (!(bits_[at / 8] >> at % 8 & 1)) return false;
  return true;
}

// ---- texts ----

template <class Offset>
std::optional<message> offset_texts<Offset>::open(const ArrowArray& array, std::int64_t first,
                                                  std::int64_t rows) {
  *this = offset_texts(longest_);
  if (rows == 0) return std::nullopt;
  if (!array.buffers[1]) return phrase("arrow no buffer");
  offsets_ =
      static_cast<const char*>(array.buffers[1]) + static_cast<std::size_t>(first) * sizeof(Offset);
  bytes_ = static_cast<const char*>(array.buffers[2]);
  last_ = load_value<Offset>(offsets_, rows);
  if (last_ < 0) return phrase("arrow text outside");
  if (last_ > 0 && !bytes_) return phrase("arrow no buffer");
  tail_from_ = std::max<Offset>(0, last_ - static_cast<Offset>(text_slack));
  if (last_ > 0)
    std::memcpy(tail_.data(), bytes_ + tail_from_, static_cast<std::size_t>(last_ - tail_from_));
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<message> view_texts::open(const ArrowArray& array,
                                                         std::int64_t first, std::int64_t rows) {
  views_ = nullptr;
  buffers_.clear();
  if (rows == 0) return std::nullopt;
  if (!array.buffers[1]) return phrase("arrow no buffer");
  views_ = static_cast<const char*>(array.buffers[1]) + first * view_bytes;
  tail_from_ = std::max<std::int64_t>(0, rows - 2);
  tail_ = {};
  std::memcpy(tail_.data(), views_ + tail_from_ * view_bytes,
              static_cast<std::size_t>((rows - tail_from_) * view_bytes));
  const std::int64_t count = array.n_buffers - 3;
  const void* const sizes = array.buffers[array.n_buffers - 1];
  if (count > 0 && !sizes) return phrase("arrow no buffer");
  for (std::int64_t i = 0; i < count; ++i) {
    buffer b;
    b.bytes = static_cast<const char*>(array.buffers[2 + i]);
    b.size = load_value<std::int64_t>(sizes, i);
    if (b.size < 0) return phrase("arrow negative");
    if (b.size > 0 && !b.bytes) return phrase("arrow no buffer");
    const auto kept = std::min<std::int64_t>(b.size, text_slack);
    if (kept > 0)
      std::memcpy(b.tail.data(), b.bytes + (b.size - kept), static_cast<std::size_t>(kept));
    buffers_.push_back(b);
  }
  return std::nullopt;
}

DUTYSCORE_INLINE std::string_view view_texts::long_text(const char* view, std::int32_t size) const {
  const auto number = load_value<std::int32_t>(view, 2), from = load_value<std::int32_t>(view, 3);
  const bool is_there =
      size > 12 && number >= 0 && from >= 0 && static_cast<std::size_t>(number) < buffers_.size();
  if (!is_there) return size >= 0 && size <= 12 ? text_too_long() : text_outside();
  const buffer& b = buffers_[static_cast<std::size_t>(number)];
  if (std::int64_t{from} + size > b.size) return text_outside();
  if (static_cast<std::size_t>(size) > longest_) return text_too_long();
  const std::int64_t tail_from = std::max<std::int64_t>(0, b.size - std::int64_t{text_slack});
  const char* const begin = from < tail_from ? b.bytes + from : b.tail.data() + (from - tail_from);
  return {begin, static_cast<std::size_t>(size)};
}

// ---- the shape of a column ----

/// How many buffers the layout has; of views, at least.
DUTYSCORE_INLINE std::int64_t buffers_of(arrow_layout layout) {
  if (layout == arrow_layout::nothing) return 0;
  return layout >= arrow_layout::texts32 ? 3 : 2;
}

/// What is wrong with the numbers in an array's head.
DUTYSCORE_INLINE std::optional<message> flaw_of_head(const ArrowArray& array, arrow_layout layout) {
  constexpr std::int64_t most = std::int64_t{1} << 56;  // so that no sum of them wraps
  const bool is_negative = array.length < 0 || array.offset < 0 || array.n_buffers < 0 ||
                           array.n_children < 0 || array.null_count < -1;
  if (is_negative) return phrase("arrow negative");
  if (array.length > most || array.offset > most) return phrase("arrow too long");
  const std::int64_t buffers = buffers_of(layout);
  const bool is_open = layout == arrow_layout::text_views || layout == arrow_layout::unread;
  if (is_open ? array.n_buffers < buffers && layout != arrow_layout::unread
              : array.n_buffers != buffers)
    return phrase("arrow buffers", {std::to_string(array.n_buffers), std::to_string(buffers)});
  if (array.n_buffers > 0 && !array.buffers) return phrase("arrow no buffer");
  return std::nullopt;
}

DUTYSCORE_INLINE arrow_validity validity_of(const ArrowArray& array, std::int64_t first) {
  return array.n_buffers > 0 ? arrow_validity(array.buffers[0], first) : arrow_validity();
}

/// Nulls that no bitmap tells of.
DUTYSCORE_INLINE bool hides_nulls(const ArrowArray& array) {
  return array.null_count > 0 && array.n_buffers > 0 && !array.buffers[0];
}

DUTYSCORE_INLINE std::optional<message> arrow_cells::open(const ArrowArray& table,
                                                          const ArrowArray& column) {
  const arrow_layout head = type_.is_coded ? arrow_layout::signed_int : type_.layout;
  if (auto flaw = flaw_of_head(column, head)) return flaw;
  if (column.length < table.offset + table.length)
    return phrase("arrow short column",
                  {std::to_string(column.length), std::to_string(table.offset + table.length)});
  const std::int64_t first = table.offset + column.offset;
  table_ = validity_of(table, table.offset);
  own_ = type_.has_validity ? validity_of(column, first) : arrow_validity();
  if (type_.layout == arrow_layout::unread) return std::nullopt;
  if (hides_nulls(column)) return phrase("arrow no validity");
  if (type_.is_text() && !type_.is_coded) return open_texts(column, first, table.length);
  if (type_.is_coded)
    if (auto flaw = open_dictionary(column)) return flaw;
  return open_values(column, first);
}

DUTYSCORE_INLINE std::optional<message> arrow_cells::open_values(const ArrowArray& array,
                                                                 std::int64_t first) {
  values_ = nullptr;
  has_no_values_ = type_.layout == arrow_layout::nothing;
  if (has_no_values_) return std::nullopt;
  const void* const values = array.buffers[1];
  if (!values) {
    // A column of nulls alone may have nothing where its values would be.
    has_no_values_ = array.length == 0 || array.null_count == array.length;
    return has_no_values_ ? std::nullopt : std::optional(phrase("arrow no buffer"));
  }
  bits_ = arrow_validity(values, first);
  values_ = static_cast<const char*>(values) + static_cast<std::size_t>(first) * type_.bytes;
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<message> arrow_cells::open_texts(const ArrowArray& array,
                                                                std::int64_t first,
                                                                std::int64_t rows) {
  if (type_.layout == arrow_layout::texts32)
    return texts_.emplace<offset_texts<std::int32_t>>(longest_).open(array, first, rows);
  if (type_.layout == arrow_layout::texts64)
    return texts_.emplace<offset_texts<std::int64_t>>(longest_).open(array, first, rows);
  return texts_.emplace<view_texts>(longest_).open(array, first, rows);
}

DUTYSCORE_INLINE std::optional<message> arrow_cells::open_dictionary(const ArrowArray& column) {
  if (!column.dictionary) return phrase("arrow no dictionary");
  const ArrowArray& entries = *column.dictionary;
  if (auto flaw = flaw_of_head(entries, type_.layout)) return flaw;
  if (hides_nulls(entries)) return phrase("arrow no validity");
  entries_ = static_cast<std::uint64_t>(entries.length);
  of_entries_ = validity_of(entries, entries.offset);
  return open_texts(entries, entries.offset, entries.length);
}

DUTYSCORE_INLINE bool arrow_cells::share_entries(const ArrowArray& a, const ArrowArray& b) {
  if (!a.dictionary || !b.dictionary) return false;
  const ArrowArray &x = *a.dictionary, &y = *b.dictionary;
  return x.length == y.length && x.offset == y.offset && x.n_buffers == y.n_buffers && x.buffers &&
         y.buffers && std::equal(x.buffers, x.buffers + x.n_buffers, y.buffers);
}

// ---- single cells ----

DUTYSCORE_INLINE std::string_view arrow_cells::text(std::int64_t row) const {
  return std::visit(
      [row](const auto& texts) {
        if constexpr (std::is_same_v<std::decay_t<decltype(texts)>, std::monostate>)
          return no_text();
        else
          return texts.at(row);
      },
      texts_);
}

DUTYSCORE_INLINE std::uint64_t arrow_cells::entry(std::int64_t row) const {
  const auto read = [&]<class Signed>(Signed) -> std::uint64_t {
    if (type_.has_signed_index) return static_cast<std::uint64_t>(value<Signed>(row));
    return value<std::make_unsigned_t<Signed>>(row);
  };
  switch (type_.bytes) {
    case 1:
      return read(std::int8_t{});
    case 2:
      return read(std::int16_t{});
    case 4:
      return read(std::int32_t{});
    default:
      return read(std::int64_t{});
  }
}

DUTYSCORE_INLINE std::string_view arrow_cells::entry_text(std::uint64_t entry) const {
  const auto row = static_cast<std::int64_t>(entry);
  return of_entries_.holds(row) ? text(row) : no_text();
}

DUTYSCORE_INLINE std::int64_t arrow_cells::day(std::int64_t row) const {
  if (type_.layout == arrow_layout::days) return value<std::int32_t>(row);
  const auto floor = [](std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); };
  std::int64_t instant = value<std::int64_t>(row), per_day = type_.per_day;
  if (!zone_ || type_.zone.empty()) return floor(instant, per_day);
  constexpr std::int64_t far = std::int64_t{1} << 50;  // seconds: beyond any day that there is
  instant = std::clamp(floor(instant, per_day / seconds_per_day), -far, far);
  return floor(instant + zone_->offset_at(instant), seconds_per_day);
}

DUTYSCORE_INLINE std::string arrow_cells::day_text(std::int64_t row) const {
  const std::int64_t count = day(row);
  constexpr std::int64_t shown = 11'000'000;  // years of at most five digits
  if (std::abs(count) > shown) return "day " + std::to_string(count);
  return text_of(std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(count))));
}

/// A whole number of up to 256 bits, in words from the lowest on, as the digits of its magnitude.
/// Returns where they begin, before `end`.
inline char* write_digits(std::array<std::uint64_t, 4> words, char* end) {
  constexpr std::uint64_t chunk = 10'000'000'000'000'000'000u;  // 19 digits
  const auto is_zero = [&] { return !(words[0] | words[1] | words[2] | words[3]); };
  do {
    uint128 rest = 0;
    for (std::size_t i = 4; i-- > 0;) {
      rest = rest << 64 | words[i];
      words[i] = static_cast<std::uint64_t>(rest / chunk);
      rest %= chunk;
    }
    auto digits = static_cast<std::uint64_t>(rest);
    for (int i = 0; i < 19 && (digits || !is_zero()); ++i, digits /= 10)
      *--end = static_cast<char>('0' + digits % 10);
  } while (!is_zero());
  return end;
}

/// A whole number of that many bytes as four words from the lowest on.
inline std::array<std::uint64_t, 4> load_whole(const char* at, std::size_t bytes, bool has_sign) {
  std::array<std::uint64_t, 4> words{};
  const auto extend = [&]<class Signed>(Signed) {
    const auto low = load_value<Signed>(at, 0);
    words.fill(has_sign && low < 0 ? ~std::uint64_t{0} : 0);
    words[0] = has_sign
                   ? static_cast<std::uint64_t>(low)
                   : static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<Signed>>(low));
    return words;
  };
  if (bytes == 1) return extend(std::int8_t{});
  if (bytes == 2) return extend(std::int16_t{});
  if (bytes == 4) return extend(std::int32_t{});
  if (bytes == 8) return extend(std::int64_t{});
  const std::size_t count = bytes / 8;
  for (std::size_t i = 0; i < count; ++i)
    words[i] = load_value<std::uint64_t>(
        at, static_cast<std::int64_t>(is_little_endian ? i : count - 1 - i));
  if (words[count - 1] >> 63)
    for (std::size_t i = count; i < words.size(); ++i) words[i] = ~std::uint64_t{0};
  return words;
}

DUTYSCORE_INLINE std::string_view arrow_cells::number(std::int64_t row, char* room) const {
  const bool has_sign = type_.layout != arrow_layout::unsigned_int;
  const char* const from = values_ + static_cast<std::size_t>(row) * type_.bytes;
  auto words = load_whole(from, type_.bytes, has_sign);
  const bool is_negative = has_sign && words[3] >> 63;
  if (is_negative) {
    bool carries = true;
    for (std::uint64_t& w : words) {
      w = ~w + carries;
      carries = carries && w == 0;
    }
  }
  // At the end of the room: 78 digits of the number, and as many zeros as the places ask for.
  char* const end = room + number_room - text_slack;
  std::fill(end, room + number_room, '\0');
  char* tail = end - std::max(0, -type_.places);
  std::fill(tail, end, '0');
  char* begin = write_digits(words, tail);
  char* last = begin == tail ? tail : end;  // zero has no zeros behind it
  if (type_.places > 0) {
    for (; tail - begin < type_.places;) *--begin = '0';
    char* const point = tail - type_.places;
    std::memmove(begin - 1, begin, static_cast<std::size_t>(point - begin));
    --begin;
    point[-1] = '.';
    while (last[-1] == '0') --last;
    if (last[-1] == '.') --last;
    if (*begin == '.') *--begin = '0';
  } else if (begin == last) {
    *--begin = '0';
  }
  if (is_negative) *--begin = '-';
  std::fill(last, end, '\0');
  return {begin, static_cast<std::size_t>(last - begin)};
}

// ---- floating point ----

/// Infinity is what would follow the largest: where rounding to it begins is reckoned from there.
DUTYSCORE_INLINE double half_to_double(std::uint16_t half) {
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  const double sign = half >> 15 ? -1 : 1;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

DUTYSCORE_INLINE double half_value(std::uint16_t half) {
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  if (exponent < 31) return half_to_double(half);
  if (fraction) return std::numeric_limits<double>::quiet_NaN();
  return half >> 15 ? -HUGE_VAL : HUGE_VAL;
}

/// The shortest decimal that is nearer to this half than to any other: at most five digits.
DUTYSCORE_INLINE std::string half_text(std::uint16_t half) {
  const double exact = half_to_double(half);
  const bool is_zero = (half & 0x7FFF) == 0, is_even = half % 2 == 0;
  std::array<char, 128> room;
  for (int digits = 0;; ++digits) {
    const auto end = std::to_chars(room.data(), room.data() + room.size(), exact,
                                   std::chars_format::scientific, digits)
                         .ptr;
    double near = 0;
    std::from_chars(room.data(), end, near);
    const auto distance = [near](std::uint16_t to) { return std::fabs(near - half_to_double(to)); };
    const double own = distance(half);
    const double others = is_zero ? HUGE_VAL
                                  : std::min(distance(static_cast<std::uint16_t>(half + 1)),
                                             distance(static_cast<std::uint16_t>(half - 1)));
    if (is_even ? own > others : own >= others) continue;
    const auto last =
        std::to_chars(room.data(), room.data() + room.size(), near, std::chars_format::fixed).ptr;
    return {room.data(), last};
  }
}

template <class Float>
std::string float_text(Float value) {
  std::array<char, 1100> room;  // the longest has 17 digits behind 307 zeros, or 309 digits
  const auto end =
      std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::fixed).ptr;
  return {room.data(), end};
}

DUTYSCORE_INLINE std::string arrow_cells::floating_text(std::int64_t row, const char*& hint) const {
  const double exact = type_.bytes == 8   ? value<double>(row)
                       : type_.bytes == 4 ? value<float>(row)
                                          : half_value(value<std::uint16_t>(row));
  if (!std::isfinite(exact)) {
    hint = "arrow write null";
    return std::isnan(exact) ? "NaN" : exact < 0 ? "-inf" : "inf";
  }
  std::string text = type_.bytes == 8   ? float_text(exact)
                     : type_.bytes == 4 ? float_text(value<float>(row))
                                        : half_text(value<std::uint16_t>(row));
  if (!decimal::parse(text)) hint = "arrow round";
  return text;
}

inline constexpr double millionths_in_one = 1e6;

/// Two decimals of at most 15 digits are never the same double: a number of millionths that small
/// which gives the double back is its shortest decimal.
DUTYSCORE_INLINE std::optional<std::int64_t> arrow_cells::floating(std::int64_t row) const {
  if (type_.bytes == 8) {
    const double exact = value<double>(row), scaled = exact * millionths_in_one;
    if (std::fabs(scaled) < 1e15) {
      const auto count = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
      if (static_cast<double>(count) / millionths_in_one == exact) return count;
    }
  }
  const char* hint = nullptr;
  const std::string text = floating_text(row, hint);
  const auto number = hint ? std::nullopt : decimal::parse(text);
  return number ? std::optional(number->millionths()) : std::nullopt;
}

// ---- any cell ----

DUTYSCORE_INLINE arrow_cell arrow_cells::text_cell(std::int64_t row) const {
  std::string_view found;
  if (type_.is_coded) {
    const std::uint64_t named = entry(row);
    if (named >= entries_) {
      const std::string shown = type_.has_signed_index
                                    ? std::to_string(static_cast<std::int64_t>(named))
                                    : std::to_string(named);
      return {.text = {}, .flaw = phrase("arrow no entry", {shown, std::to_string(entries_)})};
    }
    found = entry_text(named);
  } else {
    found = text(row);
  }
  arrow_cell out;
  if (!is_flawed(found))
    out.text = found;
  else if (found == text_too_long())
    out.is_too_long = true;
  else
    out.flaw = phrase("arrow text outside");
  return out;
}

DUTYSCORE_INLINE arrow_cell arrow_cells::at(std::int64_t row, std::string& room) const {
  if (is_absent(row)) return {};
  if (type_.is_text()) return text_cell(row);
  arrow_cell out;
  switch (type_.layout) {
    case arrow_layout::bits:
      room = bit(row) ? "yes" : "no";
      break;
    case arrow_layout::floating:
      room = floating_text(row, out.hint);
      break;
    case arrow_layout::days:
    case arrow_layout::instants:
      room = day_text(row);
      break;
    case arrow_layout::unread:
      room = type_.name;  // of a column that is passed over: only whether there is something
      break;
    default: {
      std::array<char, number_room> digits;
      room = number(row, digits.data());
    }
  }
  out.text = room;
  return out;
}

}  // namespace dutyscore::detail
