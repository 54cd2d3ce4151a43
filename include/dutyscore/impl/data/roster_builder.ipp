#pragma once

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/roster_builder.hpp"

namespace dutyscore {

DUTYSCORE_INLINE roster_builder::roster_builder(dutyscore::schema s, std::size_t limit)
    : schema_(std::move(s)), limit_(limit) {
  const auto columns = static_cast<column_id>(fixed_column_count + schema_.subject.size());
  for (column_id c = 0; c < columns; ++c) rules_.push_back(rule_of(schema_, table_kind::roster, c));
  row_.resize(columns);
  start_file("roster");
}

DUTYSCORE_INLINE void roster_builder::start_file(std::string name) {
  file_ = std::move(name);
  titles_.clear();
  for (column_id c = 0; c < row_.size(); ++c)
    titles_.push_back(column_title(schema_, table_kind::roster, c, language::en));
}

DUTYSCORE_INLINE void roster_builder::begin_row(std::uint64_t number) {
  row_.assign(row_.size(), std::nullopt);
  number_ = number;
  is_bad_ = false;
}

DUTYSCORE_INLINE bool roster_builder::read(column_id c, std::string_view cell) {
  const std::string_view text = trim_cell(cell);
  set(c, text);
  return !text.empty();
}

DUTYSCORE_INLINE void roster_builder::set(column_id c, std::string_view text) {
  if (text.empty()) return;
  row_[c] = read_value(rules_[c], text);
  if (row_[c]) return;
  row_[c] = cell_value{};  // so that it is not found missing besides
  diagnostic why = refuse_cell(rules_[c], text, titles_[c]);
  why.data = data_place{file_, number_, titles_[c], shown_cell(text)};
  refuse(std::move(why));
}

DUTYSCORE_INLINE void roster_builder::refuse(diagnostic why, std::string_view title) {
  is_bad_ = true;
  if (!why.data) why.data = data_place{file_, number_, std::string(title), {}};
  problems_.push_back(std::move(why));
}

DUTYSCORE_INLINE void roster_builder::reject_row(diagnostic why) { refuse(std::move(why)); }

DUTYSCORE_INLINE std::optional<diagnostic> roster_builder::passed_limit() const {
  if (problems_.size() <= limit_) return std::nullopt;
  return make_diagnostic("DS0309", {std::to_string(limit_)}, problems_.back().data.value());
}

DUTYSCORE_INLINE const cell_value* roster_builder::cell(fixed_column c) const {
  const auto& value = row_[column_of(c)];
  return value ? &*value : nullptr;
}

DUTYSCORE_INLINE std::string roster_builder::text_of(fixed_column c) const {
  const cell_value* value = cell(c);
  return value ? value->text : std::string();
}

DUTYSCORE_INLINE std::optional<date> roster_builder::day_of(fixed_column c) const {
  const cell_value* value = cell(c);
  if (!value) return std::nullopt;
  return date::from_days(static_cast<std::int32_t>(value->number));
}

DUTYSCORE_INLINE bool roster_builder::end_row() {
  if (!cell(fixed_column::subject))
    refuse(make_diagnostic("DS0320", {title_of(fixed_column::subject)}),
           title_of(fixed_column::subject));
  check_fields();
  service s = take_service();
  if (!is_bad_) check_days(s);
  if (!is_bad_) add(std::move(s));
  return !is_bad_;
}

DUTYSCORE_INLINE void roster_builder::check_fields() {
  for (std::size_t i = 0; i < schema_.subject.size(); ++i) {
    auto& value = row_[column_of_field(i)];
    const std::string& title = titles_[column_of_field(i)];
    if (!value) value = schema_.subject[i].default_value;
    if (!value) refuse(make_diagnostic("DS0320", {title}), title);
  }
}

DUTYSCORE_INLINE service roster_builder::take_service() {
  service s{
      day_of(fixed_column::from), day_of(fixed_column::to), text_of(fixed_column::org_unit), {}};
  for (std::size_t i = 0; i < schema_.subject.size(); ++i)
    s.fields.push_back(row_[column_of_field(i)].value_or(cell_value{}));
  return s;
}

DUTYSCORE_INLINE void roster_builder::check_days(const service& s) {
  if (s.from && s.to && *s.to < *s.from)
    refuse(make_diagnostic(
               "DS0350", {text_of(fixed_column::subject), s.from->to_string(), s.to->to_string()}),
           title_of(fixed_column::to));
}

DUTYSCORE_INLINE void roster_builder::add(service s) {
  const std::string subject = text_of(fixed_column::subject);
  const auto [found, is_new] = places_.try_emplace(subject, place{subjects_.size(), number_});
  if (is_new) {
    const std::string name = text_of(fixed_column::name);
    subjects_.push_back({subject, name, {std::move(s)}});
    return;
  }
  roster_subject& known = subjects_[found->second.subject];
  check_name(known, found->second.last_row);
  check_follows(known, s, found->second.last_row);
  found->second.last_row = number_;
  known.services.push_back(std::move(s));
}

/// A later row may leave the name out, or be the first to give it, but not change it.
DUTYSCORE_INLINE void roster_builder::check_name(roster_subject& known, std::uint64_t row) {
  const std::string name = text_of(fixed_column::name);
  if (known.name.empty()) known.name = name;
  if (!name.empty() && name != known.name)
    refuse(make_diagnostic("DS0355", {known.subject, name, known.name, std::to_string(row)}),
           title_of(fixed_column::name));
}

DUTYSCORE_INLINE void roster_builder::check_follows(const roster_subject& known,
                                                    const service& next, std::uint64_t row) {
  const service& last = known.services.back();
  const std::string& who = known.subject;
  const std::string earlier = std::to_string(row);
  if (last.from == next.from && last.to == next.to)
    refuse(make_diagnostic("DS0354", {who, earlier}));
  else if (!next.from)
    refuse(make_diagnostic("DS0351", {who, earlier}), title_of(fixed_column::from));
  else if (last.from && *next.from < *last.from)
    refuse(make_diagnostic("DS0356", {who, earlier}), title_of(fixed_column::from));
  else if (!last.to)
    refuse(make_diagnostic("DS0352", {who, earlier, (*next.from - 1).to_string()}),
           title_of(fixed_column::from));
  else if (*next.from <= *last.to)
    refuse(make_diagnostic("DS0353", {who, next.from->to_string(), earlier, last.to->to_string()}),
           title_of(fixed_column::from));
}

DUTYSCORE_INLINE result<roster> roster_builder::finish(progress_watch* watch) {
  if (has_error(problems_)) return std::move(problems_);
  for (roster_subject& s : subjects_)
    if (s.name.empty()) s.name = s.subject;
  return {roster(std::move(subjects_), watch), std::move(problems_)};
}

}  // namespace dutyscore
