#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/file.hpp"
#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/csv_table.hpp"
#include "dutyscore/data/roster.hpp"
#include "dutyscore/impl/testing/scenario_fields.ipp"
#include "dutyscore/impl/testing/scenario_names.ipp"
#include "dutyscore/impl/testing/scenario_settings.ipp"

// The activities that a scenario brings: from literals and files to a batch.
namespace dutyscore::detail::scenarios {

using subject_set = std::set<std::string, std::less<>>;

/// A row that cannot be counted, as the scenario expects.
struct wanted_bad_row {
  const ast::given_row* row;
  std::string code;
  message why;
};

struct given_data {
  batch rows;
  std::optional<roster> subjects;
  std::vector<const ast::given_row*> written;  // those of the scenario's own text
  subject_set known;                           // everybody in the rows and on the roster
  std::vector<wanted_bad_row> wanted_bad;
  bool is_sound = true;  // nothing had to be left out
};

/// Reads the rows of `given { … }` into a builder.
class given_reader {
 public:
  given_reader(const bench& b, batch_builder& to, given_data& given)
      : b_(b), to_(to), given_(given) {}

  /// Rows are numbered through all of the scenario's text.
  void read(const ast::given& from) {
    for (const ast::given_row& row : from.rows) {
      given_.written.push_back(&row);
      read_row(row, given_.written.size());
    }
  }

 private:
  void read_row(const ast::given_row& row, std::uint64_t number) {
    to_.begin_row(number);
    to_.set(column_of(fixed_column::subject), row.subject.value);
    to_.set(column_of(fixed_column::kind), row.kind.value);
    if (row.from) to_.set(column_of(fixed_column::date), row.from->value);
    if (row.to) to_.set(column_of(fixed_column::end), row.to->value);
    const std::size_t mistakes = b_.out.size();
    has_field_of_others_ = false;
    setting_names names(b_, table_kind::activities);
    for (const ast::setting& s : row.settings)
      if (const auto c = names.take(s)) read_setting(row, s, *c);
    const bool is_sound = b_.out.size() == mistakes;
    if (is_sound) to_.end_row();  // else it would be said to lack what is wrong
    if (!is_sound || !has_field_of_others_) check_kind_known(row);
  }

  void read_setting(const ast::given_row& row, const ast::setting& s, column_id c) {
    if (is_at_head(c)) {
      b_.report("DS0523", {s.name.text, phrase("scenario row")}, s.name.where);
      return;
    }
    put_setting(b_, s, to_, c, rule_of(b_.rules.schema(), table_kind::activities, c).type);
    if (c < fixed_column_count) return;
    check_read(row, s, c - fixed_column_count);
    const schema_field& f = b_.rules.schema().activity[c - fixed_column_count];
    if (!f.is_for(row.kind.value)) has_field_of_others_ = true;  // of which the table complains
  }

  static bool is_at_head(column_id c) { return c <= column_of(fixed_column::end); }

  bool is_known(std::string_view kind) const {
    const auto& kinds = b_.rules.schema().kinds;
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  }

  /// A field that must be given may be given, whoever reads it.
  void check_read(const ast::given_row& row, const ast::setting& s, std::size_t column) {
    const schema_field& f = b_.rules.schema().activity[column];
    const std::string& kind = row.kind.value;
    if (!f.default_value || !is_known(kind) || !f.is_for(kind)) return;
    auto known = read_.find(kind);
    if (known == read_.end()) known = read_.emplace(kind, fields_read(b_.data(), kind)).first;
    const auto& fields = b_.data().fields;
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (fields[i].column == column && !known->second.contains(i))
        b_.report("DS0525", {s.name.text, kind}, s.name.where);
  }

  /// A kind that no rule takes is worth a test only when the scenario says so.
  void check_kind_known(const ast::given_row& row) const {
    if (is_known(row.kind.value) || expects_unmatched(row)) return;
    suggest(b_.report("DS0526", {row.kind.value, b_.data().name}, row.kind.where), row.kind.value,
            b_.rules.schema().kinds);
  }

  /// On which it counts. REQUIRES: the row has a date.
  date day_of(const ast::given_row& row) const {
    for (const ast::setting& s : row.settings)
      if (find_column(b_.rules.schema(), table_kind::activities, s.name.text) ==
              column_of(fixed_column::credited) &&
          b_.at(s.value).kind == ast::expr_kind::date)
        return b_.at(s.value).day;
    return row.from->value;
  }

  bool expects_unmatched(const ast::given_row& row) const {
    for (const ast::expectation& e : b_.scenario.expectations) {
      const auto when = e.period ? b_.data().calendar.parse_period(e.period->text) : std::nullopt;
      if (e.subject.value != row.subject.value || !when || !row.from) continue;
      if (!when->contains(day_of(row))) continue;
      for (const ast::check& c : e.checks)
        if (c.kind == ast::check_kind::unmatched) return true;
    }
    return false;
  }

  const bench& b_;
  batch_builder& to_;
  given_data& given_;
  std::map<std::string, fields_read, std::less<>> read_;
  bool has_field_of_others_ = false;  // the row at hand
};

/// A file beside the scenario's own.
DUTYSCORE_INLINE std::string path_beside(const std::string& source, const std::string& path) {
  const std::filesystem::path p(path);
  if (p.is_absolute() || source == "-") return path;
  return (std::filesystem::path(source).parent_path() / p).string();
}

/// A message about a file as a whole points at the place that names the file.
DUTYSCORE_INLINE void report_file(const bench& b, const ast::text_literal& file, diagnostics list) {
  for (diagnostic& d : list) {
    if (!d.where && (!d.data || d.data->row == 0)) {
      d.where = b.document.where;
      d.spans.push_back({file.where, {}});
    }
    b.out.push_back(std::move(d));
  }
}

/// Hands a CSV table beside the scenario to a builder of activities or of a roster.
template <class Builder>
void read_table(const bench& b, const ast::text_literal& file, table_kind table, Builder& to) {
  const std::string path = path_beside(b.document.where->name(), file.value);
  const auto text = read_file(path, csv_limits{}.file_bytes);
  if (!text) return report_file(b, file, text.messages());
  const csv_options options;
  report_file(b, file, csv_table_reader<Builder>(to, *text, path, options).read(table));
}

DUTYSCORE_INLINE void read_activities(const bench& b, given_data& out) {
  batch_builder builder(b.rules.schema());
  given_reader reader(b, builder, out);
  for (const ast::given& g : b.scenario.givens) {
    if (g.kind == ast::given_kind::roster) continue;
    const bool is_file = g.kind == ast::given_kind::file;
    builder.start_file(is_file ? path_beside(b.document.where->name(), g.file.value)
                               : b.document.where->name());
    is_file ? read_table(b, g.file, table_kind::activities, builder) : reader.read(g);
  }
  out.rows = builder.finish();
}

/// The row of the scenario's text that the message is about; none when a file brought it.
DUTYSCORE_INLINE const ast::given_row* written_row(const bench& b, const given_data& given,
                                                   const diagnostic& d) {
  const bool is_written = d.data && d.data->row > 0 && d.data->file == b.document.where->name();
  return is_written ? given.written[d.data->row - 1] : nullptr;
}

/// What is wrong with a row stands in the scenario's text, unless a file brought it.
DUTYSCORE_INLINE diagnostic placed(const bench& b, const given_data& given, const diagnostic& d) {
  const ast::given_row* const row = written_row(b, given, d);
  return row ? moved_to(b, table_kind::activities, *row, d) : d;
}

}  // namespace dutyscore::detail::scenarios
