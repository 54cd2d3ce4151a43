// The rows of JSON Lines (one object a line), handed to a batch_builder. Low level: use read_jsonl
// (data/csv.hpp).
//
// Keys are what headers of CSV tables may be. A text is read as a cell is; a number as it is
// written, so that no digit is lost; true and false are for flags; null and a missing key are empty
// cells. Every line stands for itself: whatever is wrong with it makes a bad row.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/data/csv_header.hpp"
#include "dutyscore/data/csv_records.hpp"
#include "dutyscore/data/line_shape.hpp"
#include "dutyscore/data/plain_columns.hpp"

namespace dutyscore::detail {

/// What becomes of the values of one key.
struct json_key {
  header_use use = header_use::column;
  column_id column = 0;
  std::optional<diagnostic> problem;  // the key means nothing
};

/// The quick way: lines whose keys stand in the order of earlier lines, whose texts have no
/// escapes, and what plain_columns takes. Lines of a known shape are not even searched for keys.
class plain_lines {
 public:
  plain_lines(batch_builder& to, const csv_limits& limits, const char* readable);
  void take(csv_cursor& cursor, std::uint64_t& row);
  /// The keys of a line that was read the strict way, as they are written, and their columns.
  struct known_key {
    std::string text;
    header_use use;
    column_id column;
  };
  void learn(const std::vector<known_key>& keys);

 private:
  struct key_plan {
    std::string text;  // with the quotation marks
    text_words words;  // the same, when it is short
  };
  static constexpr std::size_t block_bytes = 65'536, searched_bytes = 8'192;
  static constexpr std::size_t most_shapes = 8, most_learned = 100;

  bool merge(const std::vector<known_key>& keys);
  std::size_t index_of(std::string_view key) const;
  void find_last(const csv_cursor& cursor);
  std::size_t find_lines(const char* at, std::size_t most);
  const char* find_line(const char* at, std::uint32_t* places);
  const char* find_cells(const char* at, std::uint32_t* places) const;
  void learn_shape(std::string_view line, const std::uint32_t* places);
  std::size_t find_ends(std::size_t most);
  bool is_key(const key_plan& key, const char* at) const;
  const char* find_value(std::size_t key, const char* at, std::uint32_t* place) const;

  const csv_limits& limits_;
  const char* readable_;
  const char* last_ = nullptr;  // behind the last line that may be read here
  plain_columns columns_;
  std::vector<key_plan> keys_;
  std::vector<plain_columns::cell_plan> cells_;  // of the keys
  const char* block_ = nullptr;
  std::vector<std::uint32_t> places_;  // of each line and key: before the value, and behind it
  std::vector<std::uint32_t> ends_;    // of each line: its LF
  std::vector<line_shape> shapes_;
  std::size_t shape_ = 0, learned_ = 0;  // the one that was met last; all that there ever were
};

/// One run over one text.
class json_lines_reader {
 public:
  json_lines_reader(batch_builder& to, std::string_view text, const std::string& name,
                    const csv_options& options, const char* readable = nullptr);

  /// The lines, behind `row` others; what ends the reading.
  std::optional<diagnostic> read_piece(std::uint64_t row, bool may_be_quick = true);
  /// How many rows were not blank.
  std::uint64_t filled_rows() const { return rows_; }

 private:
  std::optional<diagnostic> read_line();
  std::optional<diagnostic> end_line();
  void read_object(std::string_view line);
  bool read_member();
  bool read_value(const json_key& key, const std::string& title);
  bool read_word(const json_key& key, const std::string& title);
  void put(const json_key& key, std::string_view cell);
  void put_flag(const json_key& key, const std::string& title, bool flag);
  bool skip_nested();
  bool read_text(std::string& out);
  bool read_escape(std::string& out);
  std::optional<char32_t> read_hex();
  std::string_view read_number();
  bool take(char c);
  bool expect(char c);
  bool expected(const message& what);
  void skip_spaces();
  const json_key& key_of(const std::string& title);
  json_key look_up(const std::string& title) const;

  batch_builder& to_;
  const std::string& name_;
  const csv_options& options_;
  csv_cursor cursor_;
  plain_lines quick_;
  std::map<std::string, json_key, std::less<>> keys_;
  std::uint64_t row_ = 0, rows_ = 0;

  std::string_view line_;
  std::size_t at_ = 0;
  bool has_content_ = false;
  std::optional<diagnostic> broken_;  // why the line is no object
  std::vector<plain_lines::known_key> seen_;
  std::vector<std::string> titles_;  // by column: the key that gave it
  std::string key_, text_;
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/json_lines.ipp"
#endif
