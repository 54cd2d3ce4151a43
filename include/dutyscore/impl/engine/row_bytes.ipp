#pragma once

#include <algorithm>

#include "dutyscore/engine/row_bytes.hpp"

namespace dutyscore::engine {

namespace detail {

inline constexpr fixed_column row_texts[] = {fixed_column::title, fixed_column::id,
                                             fixed_column::reason, fixed_column::evidence};

DUTYSCORE_INLINE const std::vector<text_pool::code>& texts_of(const batch_data& data,
                                                              fixed_column c) {
  switch (c) {
    case fixed_column::title:
      return data.title;
    case fixed_column::id:
      return data.id;
    case fixed_column::reason:
      return data.reason;
    default:
      return data.evidence;
  }
}

DUTYSCORE_INLINE void write_field(byte_writer& to, const schema_field& f, const batch_data& data,
                                  const field_column& column, std::size_t row) {
  switch (f.type) {
    case value_type::text:
      return to.text(data.texts.text(column.texts[row]));
    case value_type::date:
      return to.signed_number(column.days[row]);
    case value_type::flag:
      return to.number(column.flags[row]);
    default:
      return to.signed_number(column.numbers[row]);
  }
}

DUTYSCORE_INLINE void read_field(byte_reader& from, const schema_field& f, column_id c,
                                 batch_builder& to) {
  switch (f.type) {
    case value_type::text:
      return to.set(c, std::string_view(from.text()));
    case value_type::date:
      return to.set(c, date::from_days(from.as_signed<std::int32_t>()));
    case value_type::flag:
      return to.set(c, from.as<std::uint8_t>(1) != 0);
    default:
      return to.set(c, decimal::from_millionths(from.as_signed<std::int64_t>()));
  }
}

/// Numbers of 256 bits, the lowest byte last, as digests are written.
DUTYSCORE_INLINE void add(digest& to, const digest& more) {
  unsigned carry = 0;
  for (std::size_t i = to.size(); i-- > 0; carry >>= 8) {
    carry += unsigned{to[i]} + more[i];
    to[i] = static_cast<std::uint8_t>(carry);
  }
}

}  // namespace detail

/// Fields of other kinds than the row's are left out: they hold nothing.
DUTYSCORE_INLINE void write_row(byte_writer& to, const schema& s, const batch_data& data,
                                std::size_t row) {
  const std::string_view kind = data.texts.text(data.kind[row]);
  to.text(data.texts.text(data.subject[row]));
  to.text(kind);
  to.signed_number(data.date[row]);
  to.signed_number(data.end[row]);
  to.signed_number(data.days()[row]);
  to.number(data.standing[row]);
  to.number(data.since[row]);
  for (const fixed_column c : detail::row_texts) {
    const auto& codes = detail::texts_of(data, c);
    to.text(codes.empty() ? std::string_view() : data.texts.text(codes[row]));
  }
  for (std::size_t f = 0; f < s.activity.size(); ++f)
    if (s.activity[f].is_for(kind))
      detail::write_field(to, s.activity[f], data, data.fields[f], row);
}

DUTYSCORE_INLINE bool read_row(byte_reader& from, batch_builder& to) {
  to.begin_row(to.rows() + to.bad_rows() + 1);
  const auto day = [&] { return date::from_days(from.as_signed<std::int32_t>()); };
  const auto set_standing = [&](fixed_column c) {
    to.set(column_of(c), static_cast<standing>(from.as<std::uint8_t>(3)));
  };
  to.set(column_of(fixed_column::subject), std::string_view(from.text()));
  const std::string kind = from.text();
  to.set(column_of(fixed_column::kind), std::string_view(kind));
  to.set(column_of(fixed_column::date), day());
  to.set(column_of(fixed_column::end), day());
  to.set(column_of(fixed_column::credited), day());
  set_standing(fixed_column::standing);
  set_standing(fixed_column::since);
  for (const fixed_column c : detail::row_texts)
    to.set(column_of(c), std::string_view(from.text()));
  const auto& fields = to.schema().activity;
  for (std::size_t f = 0; f < fields.size(); ++f)
    if (fields[f].is_for(kind)) detail::read_field(from, fields[f], column_of_field(f), to);
  const bool is_good = to.end_row();
  return is_good && !from.is_damaged();
}

DUTYSCORE_INLINE digest digest_of(const schema& s, const batch_data& data,
                                  progress_watch& watch) {
  constexpr std::size_t some = 256;
  digest sum{};
  for (std::size_t row = 0; row < data.rows; ++row) {
    byte_writer to;
    write_row(to, s, data, row);
    detail::add(sum, sha256_of(to.take()));
    if (row % some == some - 1) watch.add(some);
  }
  watch.add(data.rows % some);
  return sum;
}

DUTYSCORE_INLINE digest digest_of(const roster& r) {
  digest sum{};
  for (const roster_subject& subject : r.subjects()) {
    byte_writer to;
    to.text(subject.subject);
    to.text(subject.name);
    for (const service& s : subject.services) {
      to.number(s.from.has_value());
      to.signed_number(s.from.value_or(date::min()).days());
      to.signed_number(s.to.value_or(date::max()).days());
      to.text(s.org_unit);
      for (const cell_value& v : s.fields) {
        to.signed_number(v.number);
        to.text(v.text);
      }
    }
    detail::add(sum, sha256_of(to.take()));
  }
  return sum;
}

}  // namespace dutyscore::engine
