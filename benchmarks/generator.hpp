// Made-up activities for benchmark.duty: the same sizes give the same rows on every machine. Each
// row is a function of its number alone, so that any part of any file can be made without the rest.
// Kinds follow a Zipf law; a subject has about as many rows as every other, spread over one year.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "dutyscore/data/batch.hpp"

namespace benchmarks {

enum class order { sorted, shuffled };

struct sizes {
  std::size_t rows = 10'000'000;
  std::size_t subjects = 100'000;
  /// What DUTYSCORE_BENCH_ROWS and DUTYSCORE_BENCH_SUBJECTS say, else the above.
  static sizes from_environment();
};

/// One row before it becomes columns or text.
struct activity {
  std::uint32_t subject = 0;  // 0 ... subjects - 1
  std::uint8_t kind = 0;      // place in `kinds`
  std::uint8_t level = 0;     // place in `levels`
  std::uint8_t standing = 0;  // of the enum
  std::uint8_t items = 0;
  std::uint32_t cents = 0;  // of the amount
  std::int32_t day = 0;
};

/// In the order of their frequency; the last is for the veto and hits one row in 100,000.
inline constexpr std::string_view kinds[] = {
    "联络站活动", "走访选民", "参加会议", "学习培训", "志愿服务", "代表建议",
    "社情民意",   "视察调研", "会议发言", "捐款",     "会议缺勤", "接待群众",
    "法律宣传",   "调解纠纷", "走访慰问", "议案",     "学习心得", "向选民述职",
    "助学",       "调研报告", "媒体报道", "表彰",     "批评",     "违反禁令"};
inline constexpr std::size_t kind_count = std::size(kinds);
inline constexpr std::string_view levels[] = {"镇", "县", "市", "省"};

/// Sorted by subject, then date; or the same rows by a fixed permutation.
class activities {
 public:
  activities(sizes wanted, order by);
  std::size_t rows() const { return wanted_.rows; }
  std::size_t subjects() const { return wanted_.subjects; }
  /// REQUIRES: row < rows().
  activity operator[](std::size_t row) const;

 private:
  std::size_t first_row(std::size_t subject) const;
  std::size_t subject_of(std::size_t row) const;
  std::size_t permuted(std::size_t row) const;

  sizes wanted_;
  order by_;
  int half_bits_ = 1;              // of a row's number, for the permutation
  std::uint8_t kind_of_[1 << 16];  // by a random number: the law of the kinds
};

/// How a subject is written: 代表012345.
std::string subject_text(std::uint32_t subject);
std::uint32_t subject_number(std::string_view text);

/// The rows [first, first + count) as columns of the policy's schema: fields items, amount, level.
dutyscore::batch make_batch(const activities& from, std::size_t first, std::size_t count);
inline dutyscore::batch make_batch(const activities& from) {
  return make_batch(from, 0, from.rows());
}

/// The same rows as text, with a header in CSV.
void write_csv(const activities& from, std::FILE* to);
void write_json_lines(const activities& from, std::FILE* to);
/// What write_csv writes.
std::string csv_text(const activities& from);

}  // namespace benchmarks
