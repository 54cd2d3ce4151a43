#pragma once

#include "dutyscore/data/columns.hpp"
#include "dutyscore/report/csv_writer.hpp"

namespace dutyscore {

DUTYSCORE_INLINE void csv_writer::row(std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (const std::string_view text : cells) {
    if (!first) text_ += ',';
    first = false;
    text_ += csv_cell(text);
  }
  text_ += '\n';
}

}  // namespace dutyscore
