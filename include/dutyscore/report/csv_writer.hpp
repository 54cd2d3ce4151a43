// Rows of text as CSV: quoted as RFC 4180 says, one row a line. Lines end with a line feed alone,
// which every reader takes and every script expects.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

class csv_writer {
 public:
  explicit csv_writer(std::initializer_list<std::string_view> header) { row(header); }
  void row(std::initializer_list<std::string_view> cells);
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/csv_writer.ipp"
#endif
