// Whether two batches are the same, value by value: what readers that take different ways must
// agree in.
#pragma once

#include <doctest/doctest.h>

#include "data/sample.hpp"

namespace sample {

inline void check_same_fields(const field_column& a, const field_column& b) {
  CHECK(a.numbers == b.numbers);
  CHECK(a.texts == b.texts);
  CHECK(a.days == b.days);
  CHECK(a.flags == b.flags);
}

inline std::string pool_text(const text_pool& p) {
  std::string out;
  for (text_pool::code c = 0; c < p.size(); ++c) out.append(p.text(c)).append("|");
  return out;
}

inline std::string bad_text(const batch_data& b) {
  std::string out;
  for (const bad_row& bad : b.bad) {
    out += std::to_string(bad.file) + " " + std::to_string(bad.row) + " ";
    for (language lang : {language::en, language::zh}) out += to_text(bad.why, lang);
  }
  return out;
}

inline void check_same(const batch_data& a, const batch_data& b) {
  CHECK(a.rows == b.rows);
  CHECK(pool_text(a.texts) == pool_text(b.texts));
  CHECK(a.subject == b.subject);
  CHECK(a.kind == b.kind);
  CHECK(a.date == b.date);
  CHECK(a.end == b.end);
  CHECK(a.credited == b.credited);
  CHECK(a.standing == b.standing);
  CHECK(a.since == b.since);
  CHECK(a.title == b.title);
  CHECK(a.id == b.id);
  CHECK(a.reason == b.reason);
  CHECK(a.evidence == b.evidence);
  REQUIRE(a.fields.size() == b.fields.size());
  for (std::size_t i = 0; i < a.fields.size(); ++i) check_same_fields(a.fields[i], b.fields[i]);
  CHECK(a.files == b.files);
  CHECK(a.file == b.file);
  CHECK(a.first_row == b.first_row);
  CHECK(a.row_number == b.row_number);
  CHECK(bad_text(a) == bad_text(b));
}

}  // namespace sample
