// The cells of one Arrow column among the rows of one array, read where they lie. Producers are
// trusted for the sizes of buffers only: whatever else does not fit is a flaw, which is told. Low
// level: use read_arrow (data/arrow_reader.hpp).
//
// Rows are counted from 0 within the array.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dutyscore/data/arrow_interface.hpp"
#include "dutyscore/data/arrow_type.hpp"
#include "dutyscore/data/plain_cells.hpp"
#include "dutyscore/data/time_zone.hpp"

namespace dutyscore::detail {

template <class T>
T load_value(const void* values, std::int64_t at) {
  T out;
  std::memcpy(&out, static_cast<const char*>(values) + static_cast<std::size_t>(at) * sizeof out,
              sizeof out);
  return out;
}

/// Which rows hold something.
class arrow_validity {
 public:
  arrow_validity() = default;
  /// `bits` may be null: all do.
  arrow_validity(const void* bits, std::int64_t first)
      : bits_(static_cast<const std::uint8_t*>(bits)), first_(first) {}

  bool holds(std::int64_t row) const {
    if (!bits_) return true;
    const auto at = static_cast<std::uint64_t>(first_ + row);
    return bits_[at / 8] >> at % 8 & 1;
  }
  bool holds_all(std::int64_t row, std::size_t rows) const;

 private:
  const std::uint8_t* bits_ = nullptr;
  std::int64_t first_ = 0;
};

// ---- texts ----
//
// What at() gives may be read 24 bytes from where it begins, as plain_cells wants it: texts near
// the end of their buffer are looked at in a copy.

inline constexpr std::size_t text_slack = 32;

/// What stands for a text that lies outside of its buffer, or is longer than texts may be: no
/// column takes it.
inline constexpr char flawed_text[2 * text_slack] = "\xFF\xFF";
inline std::string_view no_text() { return {flawed_text, 0}; }
inline std::string_view text_outside() { return {flawed_text, 1}; }
inline std::string_view text_too_long() { return {flawed_text, 2}; }
inline bool is_flawed(std::string_view text) { return text.data() == flawed_text && !text.empty(); }

/// utf8 and large_utf8.
template <class Offset>
class offset_texts {
 public:
  /// The buffers of `array`, whose rows begin with the value `first`. Returns a flaw.
  std::optional<message> open(const ArrowArray& array, std::int64_t first, std::int64_t rows);

  std::string_view at(std::int64_t row) const {
    const auto from = load_value<Offset>(offsets_, row), to = load_value<Offset>(offsets_, row + 1);
    if (from < 0 || to < from || to > last_) return text_outside();
    const auto size = static_cast<std::size_t>(to - from);
    if (size > longest_) return text_too_long();
    return {from < tail_from_ ? bytes_ + from : tail_.data() + (from - tail_from_), size};
  }

  explicit offset_texts(std::size_t longest = 0) : longest_(longest) {}

 private:
  std::size_t longest_;
  const char* offsets_ = nullptr;
  const char* bytes_ = nullptr;
  Offset last_ = 0, tail_from_ = 0;
  std::array<char, 2 * text_slack> tail_{};
};

/// utf8_view: short texts lie in the view itself, others somewhere in one of several buffers.
class view_texts {
 public:
  explicit view_texts(std::size_t longest) : longest_(longest) {}
  std::optional<message> open(const ArrowArray& array, std::int64_t first, std::int64_t rows);

  std::string_view at(std::int64_t row) const {
    const char* const view = row < tail_from_ ? views_ + row * view_bytes
                                              : tail_.data() + (row - tail_from_) * view_bytes;
    const auto size = load_value<std::int32_t>(view, 0);
    if (size >= 0 && size <= 12 && static_cast<std::size_t>(size) <= longest_)
      return {view + 4, static_cast<std::size_t>(size)};
    return long_text(view, size);
  }

 private:
  static constexpr std::int64_t view_bytes = 16;
  struct buffer {
    const char* bytes = nullptr;
    std::int64_t size = 0;
    std::array<char, 2 * text_slack> tail{};
  };

  std::string_view long_text(const char* view, std::int32_t size) const;

  std::size_t longest_;
  const char* views_ = nullptr;
  std::int64_t tail_from_ = 0;  // the last two views are looked at in a copy
  std::array<char, 2 * text_slack> tail_{};
  std::vector<buffer> buffers_;
};

using arrow_texts = std::variant<std::monostate, offset_texts<std::int32_t>,
                                 offset_texts<std::int64_t>, view_texts>;

/// A cell as CSV would have it written.
struct arrow_cell {
  std::string_view text;        // empty: absent
  std::optional<message> flaw;  // then nothing of the table can be used
  bool is_too_long = false;     // the text, which is not there then
  const char* hint = nullptr;   // how to mend what the column will not take: the id of a phrase
};

class arrow_cells {
 public:
  /// `zone` is where days begin for timestamps that have a zone; both must outlive the cells.
  /// `longest` is how many bytes a text may have.
  arrow_cells(const arrow_type& type, const time_zone* zone, std::size_t longest)
      : type_(type), zone_(zone), longest_(longest) {}

  /// Looks at the column from here on; `table` is the array that it is a child of. Returns a flaw.
  std::optional<message> open(const ArrowArray& table, const ArrowArray& column);

  const arrow_type& type() const { return type_; }
  bool is_absent(std::int64_t row) const {
    return has_no_values_ || !table_.holds(row) || !own_.holds(row);
  }
  bool are_all_there(std::int64_t row, std::size_t rows) const {
    return !has_no_values_ && table_.holds_all(row, rows) && own_.holds_all(row, rows);
  }
  /// In `room`, unless the text lies in the array.
  arrow_cell at(std::int64_t row, std::string& room) const;

  // Of a row that is there, by the type's layout.

  const void* values() const { return values_; }
  template <class T>
  T value(std::int64_t row) const {
    return load_value<T>(values_, row);
  }
  bool bit(std::int64_t row) const { return bits_.holds(row); }
  /// The day of a date or an instant, counted from 1970-01-01; perhaps one that date does not know.
  std::int64_t day(std::int64_t row) const;
  /// The digits of an integer or a decimal; `room` has number_room bytes.
  static constexpr std::size_t number_room = 192;
  std::string_view number(std::int64_t row, char* room) const;
  /// The number of a floating-point value in millionths, when its shortest decimal has six places
  /// at most.
  std::optional<std::int64_t> floating(std::int64_t row) const;

  const arrow_texts& texts() const { return texts_; }
  /// Of a dictionary: which entry a row names. One that is not below entries() is a flaw.
  std::uint64_t entry(std::int64_t row) const;
  std::uint64_t entries() const { return entries_; }
  /// The entry's text; empty when it is null. REQUIRES: entry < entries().
  std::string_view entry_text(std::uint64_t entry) const;
  /// Whether both name the same entries of the same dictionary. REQUIRES: both arrays live.
  static bool share_entries(const ArrowArray& a, const ArrowArray& b);

 private:
  std::optional<message> open_texts(const ArrowArray& array, std::int64_t first, std::int64_t rows);
  std::optional<message> open_dictionary(const ArrowArray& column);
  std::optional<message> open_values(const ArrowArray& array, std::int64_t first);
  std::string_view text(std::int64_t row) const;
  arrow_cell text_cell(std::int64_t row) const;
  std::string floating_text(std::int64_t row, const char*& hint) const;
  std::string day_text(std::int64_t row) const;

  const arrow_type& type_;
  const time_zone* zone_;
  std::size_t longest_;
  arrow_validity table_, own_, of_entries_, bits_;
  const char* values_ = nullptr;  // of the first row
  bool has_no_values_ = false;
  arrow_texts texts_;  // of the rows, or of the dictionary
  std::uint64_t entries_ = 0;
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/arrow_cells.ipp"
#endif
