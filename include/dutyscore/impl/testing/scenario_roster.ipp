#pragma once

#include <string>
#include <vector>

#include "dutyscore/data/roster_builder.hpp"
#include "dutyscore/impl/testing/scenario_bad.ipp"
#include "dutyscore/impl/testing/scenario_given.ipp"

// The roster that a scenario brings, and with it all that is given.
namespace dutyscore::detail::scenarios {

/// A roster is read as text, so literals are written as the cells that they would be.
struct roster_cells {
  roster_builder& to;
  void set(column_id c, std::string_view text) { to.set(c, text); }
  void set(column_id c, decimal number) { to.set(c, number.to_string()); }
  void set(column_id c, date day) { to.set(c, day.to_string()); }
  void set(column_id c, bool flag) { to.set(c, flag ? "yes" : "no"); }
  void set(column_id, standing) {}  // no column of a roster is one
};

class roster_reader {
 public:
  explicit roster_reader(const bench& b) : b_(b), to_(b.rules.schema()), cells_{to_} {
    to_.start_file(b.document.where->name());
  }

  void read(const ast::given& from) {
    for (const ast::given_row& row : from.rows) read_row(row);
  }

  std::optional<roster> finish() {
    auto read = to_.finish();
    for (const diagnostic& d : read.messages())
      b_.out.push_back(d.data && d.data->row > 0
                           ? moved_to(b_, table_kind::roster, *rows_[d.data->row - 1], d)
                           : d);
    return read ? std::optional(*std::move(read)) : std::nullopt;
  }

 private:
  void read_row(const ast::given_row& row) {
    rows_.push_back(&row);
    to_.begin_row(rows_.size());
    cells_.set(column_of(fixed_column::subject), row.subject.value);
    if (row.from) cells_.set(column_of(fixed_column::from), row.from->value);
    if (row.to) cells_.set(column_of(fixed_column::to), row.to->value);
    const std::size_t mistakes = b_.out.size();
    setting_names names(b_, table_kind::roster);
    for (const ast::setting& s : row.settings)
      if (const auto c = names.take(s)) read_setting(s, *c);
    if (b_.out.size() == mistakes) to_.end_row();
  }

  void read_setting(const ast::setting& s, column_id c) {
    if (c == column_of(fixed_column::subject)) {
      b_.report("DS0523", {s.name.text, phrase("scenario roster row")}, s.name.where);
      return;
    }
    put_setting(b_, s, cells_, c, rule_of(b_.rules.schema(), table_kind::roster, c).type);
  }

  const bench& b_;
  roster_builder to_;
  roster_cells cells_;
  std::vector<const ast::given_row*> rows_;  // by their number in the builder
};

DUTYSCORE_INLINE void read_roster(const bench& b, given_data& out) {
  std::optional<roster_reader> reader;
  for (const ast::given& g : b.scenario.givens) {
    if (g.kind != ast::given_kind::roster) continue;
    if (!reader) reader.emplace(b);
    reader->read(g);
  }
  if (reader) out.subjects = reader->finish();
}

DUTYSCORE_INLINE void collect_subjects(given_data& out) {
  for (text_pool::code c : out.rows->subject) out.known.emplace(out.rows->texts.text(c));
  for (const wanted_bad_row& bad : out.wanted_bad) out.known.insert(bad.row->subject.value);
  if (!out.subjects) return;
  for (const roster_subject& s : out.subjects->subjects()) out.known.insert(s.subject);
}

DUTYSCORE_INLINE given_data read_given(const bench& b) {
  given_data out;
  read_activities(b, out);
  read_roster(b, out);
  for (const bad_row& bad : out.rows->bad) take_bad_row(b, out, bad.why);
  collect_subjects(out);
  out.is_sound = !has_error(b.out);
  return out;
}

}  // namespace dutyscore::detail::scenarios
