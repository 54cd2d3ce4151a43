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
#include "dutyscore/data/plain_columns.hpp"

namespace dutyscore::detail {

/// What becomes of the values of one key.
struct json_key {
  header_use use = header_use::column;
  column_id column = 0;
  std::optional<diagnostic> problem;  // the key means nothing
};

/// The quick way: lines whose keys stand in the order of earlier lines, whose texts have no
/// escapes, and what plain_columns takes.
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
    plain_columns::cell_plan cell;
  };
  bool merge(const std::vector<known_key>& keys);
  const char* read_line(const char* at);
  const char* find_key(const char* at, std::size_t& next) const;
  const char* read_value(key_plan& key, const char* at);
  const char* read_text(key_plan& key, const char* at);
  const char* read_number(key_plan& key, const char* at);
  std::size_t index_of(std::string_view key) const;

  const csv_limits& limits_;
  const char* readable_;
  plain_columns columns_;
  std::vector<key_plan> keys_;
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
