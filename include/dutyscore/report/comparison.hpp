// What a change of policy does to real history: the same activities under two policies, period
// by period, person by person, block by block and clause by clause, with ranks, grades and
// lists. Every difference is exact. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/report/statement.hpp"

namespace dutyscore {

struct compare_options {
  period_unit by = period_unit::year;
  std::optional<period> in;  // only periods within it
  basis on = basis::confirmed;
  /// Subjects, of both books.
  on_progress progress = {};
};

/// Which of the two policies (or of the two accounts) knows the thing.
enum class known_in : unsigned char { both, before, after };

struct points_change {
  decimal before, after, difference;
  bool is_none() const { return difference == decimal{}; }
};

/// A block of either policy; they are the same when their names are.
struct compared_block {
  std::string name, label;
  block_kind kind = block_kind::indicator;
  int depth = 0;
  known_in where = known_in::both;
  points_change points;      // of everybody
  std::uint64_t people = 0;  // whose points it changes in some period
};

/// A clause that posts entries. Two are the same when they stand in the same block and are lines of
/// one label or place, limits of one period, or vetoes of one name.
struct compared_clause {
  std::size_t block = 0;  // into comparison::blocks
  entry_kind kind = entry_kind::line;
  message before, after;  // how it is worded; empty where it gives nothing to anybody
  points_change points;
  std::uint64_t people = 0;
};

struct compared_period {
  dutyscore::period period;
  points_change points;  // of everybody
  std::uint64_t people = 0, more = 0, less = 0;
};

/// The part of a block or a clause in the change of one person and period.
struct change_part {
  std::size_t index = 0;  // into comparison::blocks or comparison::clauses
  points_change points;
};

struct compared_person {
  std::string subject, name, org_unit;
  dutyscore::period period;
  known_in served = known_in::both;
  points_change points;
  std::uint32_t rank_before = 0, rank_after = 0;  // 0: not ranked
  std::vector<change_part> blocks, clauses;       // those that differ
};

struct person {
  std::string subject, name;
  bool operator==(const person&) const = default;
};

struct grade_change {
  dutyscore::period period;
  std::string grade;  // its name; empty for the only one
  std::string label;
  person who;
  std::string before, after;  // empty: none
};

struct list_change {
  dutyscore::period period;
  std::string list, label;
  known_in where = known_in::both;
  std::vector<person> enters, leaves;  // best first
};

struct comparison {
  report_head before, after;               // their period holds all days
  std::string before_source, after_source;  // the files, with what is changed in them
  period_unit by = period_unit::year;
  std::vector<compared_block> blocks;  // parents before members; the policy first
  std::vector<compared_clause> clauses;  // that differ, by block
  std::vector<compared_period> periods;
  points_change total;
  /// Whose points, rank or points of some block differ; by period, then new rank.
  std::vector<compared_person> people;
  std::vector<grade_change> grades;     // by period, then new rank
  std::vector<list_change> lists;       // that differ
};

/// Books of the same activities and the same roster.
result<comparison> compare(const book& before, const book& after,
                           const compare_options& options = {});

/// With `detail` the blocks and clauses behind every change of a person.
std::string to_text(const comparison& c, language lang = language::zh, bool detail = false);
std::string to_json(const comparison& c);
/// `change,subject,period,basis,block,clause,before,after,difference`: a row for each change of
/// points, of a rank, a grade (by name in `block`) and a list (no, yes); with `detail` of blocks
/// and clauses, too.
std::string to_csv(const comparison& c, language lang = language::zh, bool detail = false);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/comparison.ipp"
#include "dutyscore/impl/report/comparison_text.ipp"
#endif
