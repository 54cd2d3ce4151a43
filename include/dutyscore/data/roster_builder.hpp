// Rows in, roster out: checks each row against the schema's subject fields, and that the rows of
// one subject follow each other in time. A roster with any mistake is not used, so that nobody is
// scored by half of one; all mistakes are told at once. One row: begin_row, then read or set for
// each cell, then end_row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dutyscore/data/cell.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/data/roster.hpp"

namespace dutyscore {

class roster_builder {
 public:
  /// After `limit` mistakes no more are collected.
  explicit roster_builder(dutyscore::schema s, std::size_t limit = 1'000);

  const dutyscore::schema& schema() const { return schema_; }
  void start_file(std::string name);
  /// What messages call a column of this file.
  void call_column(column_id c, std::string title) { titles_[c] = std::move(title); }

  void begin_row(std::uint64_t number);
  /// A cell as it was read: spaces around it are dropped, an empty one is absent. Returns whether
  /// it held something.
  bool read(column_id c, std::string_view cell);
  /// A cell as it is; columns that are no text read it as a CSV cell.
  void set(column_id c, std::string_view text);
  void refuse(diagnostic why, std::string_view title = {});
  void hint(const message& how) {
    if (is_bad_) problems_.back().hints.push_back(how);
  }
  bool end_row();
  void reject_row(diagnostic why);
  std::optional<diagnostic> passed_limit() const;

  /// The roster, or everything that is wrong. The builder is then empty and must not be used.
  result<roster> finish(progress_watch* watch = nullptr);

 private:
  struct place {
    std::size_t subject;     // index into subjects_
    std::uint64_t last_row;  // of that subject
  };

  void check_fields();
  service take_service();
  void check_days(const service& s);
  void add(service s);
  void check_name(roster_subject& known, std::uint64_t row);
  void check_follows(const roster_subject& known, const service& next, std::uint64_t row);
  const cell_value* cell(fixed_column c) const;
  std::string text_of(fixed_column c) const;
  std::optional<date> day_of(fixed_column c) const;
  const std::string& title_of(fixed_column c) const { return titles_[column_of(c)]; }

  dutyscore::schema schema_;
  std::size_t limit_;
  std::vector<cell_rule> rules_;
  std::vector<std::string> titles_;
  std::vector<std::optional<cell_value>> row_;
  std::string file_;
  std::uint64_t number_ = 0;
  bool is_bad_ = false;
  std::vector<roster_subject> subjects_;
  std::unordered_map<std::string, place> places_;
  diagnostics problems_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/roster_builder.ipp"
#endif
