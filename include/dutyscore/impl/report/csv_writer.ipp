#pragma once

#include "dutyscore/report/csv_writer.hpp"

namespace dutyscore {

DUTYSCORE_INLINE void csv_writer::cell(std::string_view text) {
  const bool plain = text.find_first_of(",\"\r\n") == std::string_view::npos;
  if (plain) {
    text_ += text;
    return;
  }
  text_ += '"';
  for (const char c : text) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
}

DUTYSCORE_INLINE void csv_writer::row(std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (const std::string_view text : cells) {
    if (!first) text_ += ',';
    first = false;
    cell(text);
  }
  text_ += '\n';
}

}  // namespace dutyscore
