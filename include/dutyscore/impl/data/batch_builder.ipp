#pragma once

#include <algorithm>
#include <stdexcept>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/data/batch_builder.hpp"

namespace dutyscore {
namespace detail {

inline constexpr std::size_t hints_per_row = 8;

}  // namespace detail

DUTYSCORE_INLINE batch_builder::batch_builder(dutyscore::schema s, builder_limits limits)
    : schema_(std::move(s)), limits_(limits) {
  data_->texts.intern("");  // code 0, which absent texts hold
  // Codes of what the policy names stand together: rows are looked up by them.
  for (const std::string& kind : schema_.kinds) data_->texts.intern(kind);
  columns_.resize(fixed_column_count + schema_.activity.size());
  row_.resize(columns_.size());
  data_->fields.resize(schema_.activity.size());
  for (column_id c = 0; c < columns_.size(); ++c) prepare_column(c);
}

DUTYSCORE_INLINE void batch_builder::prepare_column(column_id c) {
  column& to = columns_[c];
  to.rule = rule_of(schema_, table_kind::activities, c);
  to.title = column_title(schema_, table_kind::activities, c, language::en);
  for (const std::string& text : to.rule.one_of) to.allowed.insert(data_->texts.intern(text));
  if (c >= fixed_column_count) prepare_field(c, schema_.activity[c - fixed_column_count]);
}

DUTYSCORE_INLINE void batch_builder::prepare_field(column_id c, const schema_field& f) {
  column& to = columns_[c];
  to.has_kinds = !f.kinds.empty();
  for (const std::string& kind : f.kinds) to.kinds.insert(data_->texts.intern(kind));
  to.has_default = f.default_value.has_value();
  if (!to.has_default) return;
  to.default_value = f.type == value_type::text ? data_->texts.intern(f.default_value->text)
                                                : f.default_value->number;
}

DUTYSCORE_INLINE void batch_builder::start_file(std::string name) {
  data_->files.push_back(std::move(name));
  for (column_id c = 0; c < columns_.size(); ++c)
    columns_[c].title = column_title(schema_, table_kind::activities, c, language::en);
}

DUTYSCORE_INLINE void batch_builder::begin_row(std::uint64_t number) {
  if (data_->files.empty()) start_file("rows");
  std::fill(row_.begin(), row_.end(), slot{});
  filled_ = 0;
  number_ = number;
  why_.reset();
}

DUTYSCORE_INLINE void batch_builder::put(column_id c, std::int64_t value) {
  filled_ += !row_[c].filled;
  row_[c] = {value, true};
}

DUTYSCORE_INLINE std::optional<text_pool::code> batch_builder::code_of(std::string_view text) {
  if (const auto known = data_->texts.find(text)) return known;
  return is_clean_text(text) ? std::optional(data_->texts.intern(text)) : std::nullopt;
}

DUTYSCORE_INLINE void batch_builder::refuse_value(column_id c, std::string_view text) {
  put(c, 0);  // so that it is not found missing besides
  diagnostic why = refuse_cell(columns_[c].rule, text, columns_[c].title);
  why.data = place_of(columns_[c].title, text);
  refuse(std::move(why), columns_[c].title);
}

DUTYSCORE_INLINE void batch_builder::set(column_id c, std::string_view text) {
  if (text.empty()) return;
  column& to = columns_[c];
  if (to.rule.type != cell_type::text) {
    const auto value = read_cell(to.rule, text);
    return value ? put(c, *value) : refuse_value(c, text);
  }
  const auto code = code_of(text);
  const bool allowed = code && (to.rule.one_of.empty() || to.allowed.contains(*code));
  allowed ? put(c, *code) : refuse_value(c, text);
}

DUTYSCORE_INLINE bool batch_builder::read(column_id c, std::string_view cell) {
  const std::string_view text = trim_cell(cell);
  set(c, text);
  return !text.empty();
}

DUTYSCORE_INLINE void batch_builder::require(column_id c, cell_type type) const {
  if (!takes(c, type))
    throw std::invalid_argument("dutyscore: the column " + columns_[c].title +
                                " takes no value of this type");
}

DUTYSCORE_INLINE void batch_builder::set(column_id c, decimal number) {
  require(c, cell_type::decimal);
  const bool fits = admits(columns_[c].rule, number.millionths());
  fits ? put(c, number.millionths()) : refuse_value(c, number.to_string());
}

DUTYSCORE_INLINE void batch_builder::set(column_id c, date day) {
  require(c, cell_type::date);
  const bool exists = day >= date::min() && day <= date::max();
  exists ? put(c, day.days()) : refuse_value(c, "day " + std::to_string(day.days()));
}

DUTYSCORE_INLINE void batch_builder::set_flag(column_id c, bool flag) {
  require(c, cell_type::flag);
  put(c, flag);
}

DUTYSCORE_INLINE void batch_builder::set(column_id c, standing s) {
  require(c, cell_type::standing);
  const auto value = static_cast<std::int64_t>(s);
  const bool is_known = s <= standing::rejected;
  if (is_known && admits(columns_[c].rule, value)) return put(c, value);
  refuse_value(
      c, is_known ? std::string(standing_names[value].en) : "standing " + std::to_string(value));
}

DUTYSCORE_INLINE bool batch_builder::takes(column_id c, cell_type type) const {
  const cell_type own = columns_[c].rule.type;
  const bool is_number = type == cell_type::integer || type == cell_type::decimal;
  if (own == type || type == cell_type::text) return true;
  if (own == cell_type::integer || own == cell_type::decimal) return is_number;
  return own == cell_type::text && type == cell_type::integer;
}

DUTYSCORE_INLINE data_place batch_builder::place_of(std::string_view title,
                                                    std::string_view found) const {
  return {data_->files.back(), number_, std::string(title), shown_cell(found)};
}

DUTYSCORE_INLINE void batch_builder::refuse(diagnostic why, std::string_view title) {
  if (!why.data) why.data = place_of(title, {});
  if (!why_)
    why_ = std::move(why);
  else if (why_->hints.size() < detail::hints_per_row)
    why_->hints.push_back(phrase("csv also", {why.what}));
}

DUTYSCORE_INLINE bool batch_builder::end_row() {
  check_row();
  if (!why_) return append_row(), true;
  reject_row(*std::move(why_));
  return false;
}

DUTYSCORE_INLINE void batch_builder::reject_row(diagnostic why) {
  if (!why.data) why.data = place_of({}, {});
  data_->bad.push_back(
      {static_cast<std::uint32_t>(data_->files.size() - 1), number_, std::move(why)});
  why_.reset();
}

DUTYSCORE_INLINE void batch_builder::check_row() {
  check_required(fixed_column::subject);
  check_required(fixed_column::kind);
  check_required(fixed_column::date);
  for (std::size_t i = 0; i < data_->fields.size(); ++i) check_field(column_of_field(i));
  check_days();
  check_standing();
}

DUTYSCORE_INLINE void batch_builder::check_required(fixed_column c) {
  const std::string& title = columns_[column_of(c)].title;
  if (!fixed(c).filled) refuse(make_diagnostic("DS0320", {title}), title);
}

DUTYSCORE_INLINE void batch_builder::check_field(column_id c) {
  const column& of = columns_[c];
  slot& s = row_[c];
  const slot& kind = fixed(fixed_column::kind);
  const bool belongs = !of.has_kinds || of.kinds.contains(static_cast<text_pool::code>(kind.value));
  if (s.filled ? belongs : !belongs) return;
  if (!s.filled && of.has_default)
    s.value = of.default_value;
  else if (kind.value != 0 || !of.has_kinds)  // else the kind itself is missing or refused
    s.filled ? refuse_foreign(c) : refuse_missing(c);
}

DUTYSCORE_INLINE void batch_builder::refuse_missing(column_id c) {
  const column& of = columns_[c];
  const std::string_view kind =
      data_->texts.text(static_cast<text_pool::code>(fixed(fixed_column::kind).value));
  refuse(of.has_kinds ? make_diagnostic("DS0321", {of.title, kind})
                      : make_diagnostic("DS0320", {of.title}),
         of.title);
}

DUTYSCORE_INLINE void batch_builder::refuse_foreign(column_id c) {
  const std::string& title = columns_[c].title;
  const std::string_view kind =
      data_->texts.text(static_cast<text_pool::code>(fixed(fixed_column::kind).value));
  diagnostic why = make_diagnostic(
      "DS0334", {title, detail::quoted_list(schema_.activity[c - fixed_column_count].kinds), kind});
  const bool is_known =
      std::find(schema_.kinds.begin(), schema_.kinds.end(), kind) != schema_.kinds.end();
  if (!is_known) detail::add_closest(why, kind, schema_.kinds);
  if (why.hints.empty()) why.hints.push_back(phrase("cell leave empty"));
  refuse(std::move(why), title);
}

DUTYSCORE_INLINE void batch_builder::check_days() {
  const slot& first = fixed(fixed_column::date);
  const slot& last = fixed(fixed_column::end);
  const auto text = [](const slot& s) {
    return date::from_days(static_cast<std::int32_t>(s.value)).to_string();
  };
  if (first.filled && last.filled && last.value < first.value && !why_)
    refuse(make_diagnostic("DS0331", {text(first), text(last)}),
           columns_[column_of(fixed_column::end)].title);
}

DUTYSCORE_INLINE void batch_builder::check_standing() {
  slot& reached = fixed(fixed_column::standing);
  const slot& since = fixed(fixed_column::since);
  if (!reached.filled) reached.value = static_cast<std::int64_t>(standing::confirmed);
  const bool rejected = reached.value == static_cast<std::int64_t>(standing::rejected);
  if (why_ || since.value <= (rejected ? 0 : reached.value)) return;
  const auto words = [](const slot& s) {
    const standing_name& n = standing_names[s.value];
    return message{std::string(n.en), std::string(n.zh)};
  };
  refuse(rejected ? make_diagnostic("DS0333", {words(since)})
                  : make_diagnostic("DS0332", {words(since), words(reached)}),
         columns_[column_of(fixed_column::since)].title);
}

DUTYSCORE_INLINE void batch_builder::append_row() {
  batch_data& to = *data_;
  const auto code = [&](fixed_column c) { return static_cast<text_pool::code>(fixed(c).value); };
  const auto byte = [&](fixed_column c) { return static_cast<std::uint8_t>(fixed(c).value); };
  const auto day = [&](fixed_column c) { return static_cast<std::int32_t>(fixed(c).value); };
  append_place();
  to.subject.push_back(code(fixed_column::subject));
  to.kind.push_back(code(fixed_column::kind));
  to.date.push_back(day(fixed_column::date));
  to.end.push_back(day(fixed(fixed_column::end).filled ? fixed_column::end : fixed_column::date));
  append_credited();
  to.standing.push_back(byte(fixed_column::standing));
  to.since.push_back(byte(fixed_column::since));
  append_text(to.title, fixed_column::title);
  append_text(to.id, fixed_column::id);
  append_text(to.reason, fixed_column::reason);
  append_text(to.evidence, fixed_column::evidence);
  for (std::size_t i = 0; i < to.fields.size(); ++i) append_field(i);
  ++to.rows;
}

/// File and number are left out while they say nothing: one file, numbers without a gap.
DUTYSCORE_INLINE void batch_builder::append_place() {
  batch_data& to = *data_;
  const auto file = static_cast<std::uint32_t>(to.files.size() - 1);
  if (!to.file.empty() || file > 0) {
    to.file.resize(to.rows, 0);
    to.file.push_back(file);
  }
  if (to.rows == 0) to.first_row = number_;
  if (to.row_number.empty() && number_ == to.first_row + to.rows) return;
  for (std::size_t i = to.row_number.size(); i < to.rows; ++i)
    to.row_number.push_back(to.first_row + i);
  to.row_number.push_back(number_);
}

/// A column that people may leave out stays empty until the first text comes.
DUTYSCORE_INLINE void batch_builder::append_text(std::vector<text_pool::code>& to, fixed_column c) {
  const slot& s = fixed(c);
  if (!s.filled && to.empty()) return;
  to.resize(data_->rows, 0);
  to.push_back(static_cast<text_pool::code>(s.value));
}

/// The same for days, which are those of `date` unless a row says otherwise.
DUTYSCORE_INLINE void batch_builder::append_credited() {
  batch_data& to = *data_;
  const slot& s = fixed(fixed_column::credited);
  const std::int32_t date = to.date.back();
  const std::int32_t day = s.filled ? static_cast<std::int32_t>(s.value) : date;
  if (to.credited.empty() && day == date) return;
  if (to.credited.empty()) to.credited.assign(to.date.begin(), to.date.end() - 1);
  to.credited.push_back(day);
}

DUTYSCORE_INLINE void batch_builder::append_field(std::size_t index) {
  field_column& to = data_->fields[index];
  const std::int64_t value = row_[column_of_field(index)].value;
  switch (schema_.activity[index].type) {
    case value_type::integer:
    case value_type::decimal:
      return to.numbers.push_back(value);
    case value_type::text:
      return to.texts.push_back(static_cast<text_pool::code>(value));
    case value_type::date:
      return to.days.push_back(static_cast<std::int32_t>(value));
    case value_type::flag:
      return to.flags.push_back(static_cast<std::uint8_t>(value));
  }
}

DUTYSCORE_INLINE std::optional<diagnostic> batch_builder::passed_limit() const {
  if (data_->bad.size() > limits_.bad_rows)
    return make_diagnostic("DS0309", {std::to_string(limits_.bad_rows)},
                           data_->bad.back().why.data.value());
  if (data_->rows > limits_.rows)
    return make_diagnostic("DS0312", {std::to_string(limits_.rows)}, place_of({}, {}));
  return std::nullopt;
}

DUTYSCORE_INLINE void batch_builder::begin_batch(std::shared_ptr<batch_data> room,
                                                 const text_pool& texts) {
  const auto clear = [](auto&... columns) { (columns.clear(), ...); };
  batch_data& d = *room;
  clear(d.subject, d.kind, d.date, d.end, d.credited, d.standing, d.since, d.title, d.id, d.reason,
        d.evidence, d.files, d.file, d.row_number, d.bad);
  d.fields.resize(schema_.activity.size());
  for (field_column& f : d.fields) clear(f.numbers, f.texts, f.days, f.flags);
  d.rows = 0;
  d.first_row = 1;
  d.texts = texts;
  data_ = std::move(room);
}

DUTYSCORE_INLINE batch batch_builder::finish() {
  if (data_->files.empty()) start_file("rows");
  return batch(std::move(data_));
}

}  // namespace dutyscore
