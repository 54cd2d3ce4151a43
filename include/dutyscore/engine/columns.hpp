// Runs column programs: each operation works through a whole vector of values before the next one
// starts. A value that cannot be worked out carries a failure instead; whether that matters is
// decided where the value is used, so that `if`, `and` and `or` take one branch as the author
// expects. Not for users.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dutyscore/core/text_pool.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

enum class failure : std::uint8_t {
  none,
  division_by_zero,
  overflow,   // beyond 64 bits of millionths
  uncovered,  // a table has no row for the value
};

namespace arithmetic {

/// The value in 64 bits; false when they do not hold it.
inline bool fits(int128 value, std::int64_t& out) {
  out = static_cast<std::int64_t>(value);
  return value == out;
}

}  // namespace arithmetic

/// Texts as numbers: the codes of the data's pool, and negative codes for texts that no row holds.
class text_codes {
 public:
  explicit text_codes(const text_pool& pool) : pool_(&pool) {}
  std::int64_t code(std::string_view text);
  std::string_view text(std::int64_t code) const;

 private:
  const text_pool* pool_;
  std::vector<std::string> others_;
  std::unordered_map<std::string, std::int64_t> codes_;
};

/// Where the columns of a program come from: rows of a batch, or subjects in a period.
class column_source {
 public:
  virtual ~column_source() = default;
  /// Writes the column that the instruction names. `failures` comes empty; a source that has not
  /// every value gives it one for each, `none` where there is a value.
  virtual void load(const column::instruction& what, std::int64_t* out,
                    std::vector<failure>& failures) const = 0;
};

/// The result of a program. Valid until the next run.
struct column_view {
  const std::int64_t* values = nullptr;
  const failure* failures = nullptr;  // null when nothing can fail
  failure failure_at(std::size_t i) const { return failures ? failures[i] : failure::none; }
};

/// How often each row of each table of the plan has been taken.
using table_hits = std::vector<std::vector<std::uint64_t>>;

/// Scratch registers, reused from run to run. One per thread.
class column_runner {
 public:
  /// `texts`: the codes of plan::texts.
  column_runner(const plan& p, const text_codes& codes, const std::vector<std::int64_t>& texts)
      : plan_(&p), codes_(&codes), texts_(&texts) {}
  /// `count` values. Cost: linear in count times the length of the program.
  column_view run(const column::program& what, const column_source& from, std::size_t count);
  /// From now on rows of tables are counted as they are taken; `hits` has a place for each, or is null.
  void count_table_rows(table_hits* hits) { hits_ = hits; }

 private:
  struct column_register {
    std::vector<std::int64_t> values;
    std::vector<failure> failures;
    bool may_fail = false;
  };
  void execute(const column::instruction& what, column_register& out, const column_source& from);
  void merge_failures(const column::instruction& what, column_register& out);
  void look_up(const column::instruction& what, column_register& out);
  void count_rows(const column::instruction& what);
  std::int32_t branch_of(const column::table_node& node, std::int64_t value) const;
  std::int32_t row_of(const column::instruction& what, std::size_t i) const;
  template <class F>
  void unary(const column::instruction& what, column_register& out, F f);
  template <class F>
  void binary(const column::instruction& what, column_register& out, F f);
  template <class F>
  void checked(const column::instruction& what, column_register& out, F f);
  void choose(const column::instruction& what, column_register& out);
  void load(const column::instruction& what, column_register& out, const column_source& from);
  void choose_previous(const column::instruction& what, column_register& out,
                       const column_source& from);
  void divide_or_else(const column::instruction& what, column_register& out);
  void add_marginal(const column::instruction& what, column_register& out);
  void connect(const column::instruction& what, column_register& out, bool decides);

  const plan* plan_;
  const text_codes* codes_;
  const std::vector<std::int64_t>* texts_;
  std::vector<column_register> registers_;
  std::size_t count_ = 0;
  table_hits* hits_ = nullptr;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/columns.ipp"
#endif
