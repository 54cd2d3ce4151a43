// The plan once more, worked out for every combination of the few values that rows share: kind,
// one-of texts, flags, small whole numbers, and the stretches between the days on which rules
// change. Equality tests and dates vanish; what is left of a rule is a few additions, each a
// straight-line function of one number column. Combinations for which that is not so are judged
// (engine/judge.hpp).
//
//   award 2 per household when households >= 3      on visit, capacity "deputy":
//   -> slot of the indicator += households < 3 ? 0 : 2 * households;   capacity "other": refused
//
// Immutable once made. Not for users. Tested by tests/engine, and against the judge by
// tests/reference/totals_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dutyscore/plan/judged_for.hpp"
#include "dutyscore/plan/piecewise.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore {

/// Additions of fused classes are not larger, so that 64 bits hold sums of a hundred million.
inline constexpr std::int64_t most_fused_points = std::int64_t{1} << 34;

/// What becomes of a row: the worst first.
enum class class_fate : std::uint8_t { unmatched, refused, counted };

/// What a row adds to a slot. `column` is an index into schema::activity, `fused_plan::days_column`
/// for the days from date to end, or none.
struct fused_addition {
  std::uint32_t slot = none;  // none: nowhere, when the row has a fate and no points
  std::uint32_t column = none;
  std::int64_t most = 0;  // the largest value of the column for which this holds
  std::vector<piece> pieces;
};

/// One value of a kept activity: what a field of it holds, or a sum, which goes to no slot.
struct fused_value {
  std::uint32_t field = none;  // into schema::activity
  std::vector<fused_addition> sum;
};

/// An activity that an indicator keeps, with the values that indicator_plan names.
struct fused_kept {
  block_id block = 0;
  std::vector<fused_value> values;
};

struct fused_class {
  bool is_judged = true;
  bool may_be_refused = false;            // by some rule that selects it
  judged_reason because;                  // of a judged one
  std::vector<fused_addition> additions;  // at least one
  std::vector<class_fate> fates;          // by piece of the first addition
  std::vector<fused_kept> kept;
};

enum class dimension_kind : std::uint8_t { text, flag, number, range };

/// A column whose values tell the classes of a kind apart. A flag has two. A text has one value more
/// than named here: every other text. So has a whole number of few values, for those beyond its
/// bounds, which are judged. A range lies between two neighbours among the multiples of a step and
/// the borders: one value more stands for what is below 0 or beyond the last step.
struct fused_dimension {
  std::uint32_t column = 0;  // into schema::activity
  dimension_kind kind = dimension_kind::text;
  std::vector<std::string> values = {};   // of a text
  std::int64_t least = 0;                 // of a number, in millionths
  std::size_t numbers = 0;                // how many numbers or steps there are
  std::int64_t step = decimal::scale;     // in millionths
  std::vector<std::int64_t> borders = {};  // of ranges, beside the steps; ascending

  std::size_t size() const {
    return kind == dimension_kind::flag ? 2
           : kind == dimension_kind::text ? values.size() + 1
                                          : numbers + borders.size() + 1;
  }
  /// Behind the last step.
  std::int64_t end() const { return step * static_cast<std::int64_t>(numbers); }
};

struct fused_kind {
  std::vector<fused_dimension> dimensions;
  std::uint32_t first_class = 0;  // of the first stretch and the first values
  std::uint32_t classes = 1;      // in a stretch
};

struct fused_plan {
  std::uint32_t days_column = 0;
  std::vector<date> starts;       // of stretches; the first is date::min()
  std::vector<fused_kind> kinds;  // in the order of plan::kinds
  /// By kind, stretch, and then the dimensions, the first counting slowest. A judged kind has one
  /// class. The last class of all is that of kinds which no rule names.
  std::vector<fused_class> classes;
};

/// A column that tells classes apart, whatever the kind. The class of a row is the first of its kind
/// and stretch plus, of every column, factor * value.
struct fused_column {
  const fused_dimension* dimension = nullptr;  // of the plan
  std::vector<std::uint32_t> factors;          // by kind; 0 where the kind does not ask
};
std::vector<fused_column> columns_of(const fused_plan& p);

/// Cost: the length of the rules of each kind for each of its classes, of which a kind has at most
/// 512, before ranges; a kind whose texts and flags alone make more is judged.
fused_plan fuse(const plan& p);
/// Only of kinds `in_use` (by kind of the plan); rows of the others are judged.
fused_plan fuse(const plan& p, const std::vector<std::uint8_t>& in_use);

/// The same with every row that some rule names left to the judge: for batches so small that
/// working it out would cost more than it saves.
fused_plan unfused(const plan& p);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/plan/fused.ipp"
#endif
