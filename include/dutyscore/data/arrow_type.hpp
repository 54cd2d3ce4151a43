// What the schema of an Arrow column says, as far as dutyscore reads such columns. Low level: use
// read_arrow (data/arrow_reader.hpp).
#pragma once

#include <cstdint>
#include <string>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/data/arrow_interface.hpp"
#include "dutyscore/data/cell.hpp"

namespace dutyscore::detail {

inline constexpr std::int64_t seconds_per_day = 86'400;

/// How the values lie in memory.
enum class arrow_layout : unsigned char {
  unread,      // lists, durations, binary …
  nothing,     // null: no row has a value
  bits,        // bool
  signed_int,  // of arrow_type::bytes
  unsigned_int,
  floating,
  fixed,       // decimals
  days,        // date32
  instants,    // date64, timestamps
  texts32,     // utf8
  texts64,     // large_utf8
  text_views,  // utf8_view
};

struct arrow_type {
  std::string name;                            // as Arrow calls it: `timestamp[us]`
  arrow_layout layout = arrow_layout::unread;  // of a dictionary: its values'
  std::size_t bytes = 0;      // of one value; of a dictionary's indexes when `is_coded`
  int places = 0;             // of decimals; may be negative
  std::int64_t per_day = 0;   // units of an instant in a day
  std::string zone;           // of timestamps; empty: they are what clocks on the wall showed
  bool has_validity = false;  // its first buffer says which rows hold something
  bool is_coded = false;      // a dictionary of texts
  bool has_signed_index = false;

  bool is_text() const { return layout >= arrow_layout::texts32; }
  /// Decimals without places are integers, too.
  bool is_integer() const {
    return layout == arrow_layout::signed_int || layout == arrow_layout::unsigned_int ||
           (layout == arrow_layout::fixed && places == 0);
  }
  /// Whether cells of this type may stand in such a column. REQUIRES: the type is read.
  bool fits(cell_type column) const;
  /// What the values are: "a number", "a date". REQUIRES: the type is read, and is no text.
  message words() const;
};

arrow_type type_of(const ArrowSchema& column);

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/arrow_type.ipp"
#endif
