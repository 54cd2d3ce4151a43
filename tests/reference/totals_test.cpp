// Totals worked out for everybody at once against the book, on generated policies: rows in any
// order and sorted by subject, one thread and several, for every unit and basis. Rows that come a
// batch at a time against all at once.
#include "dutyscore/engine/totals.hpp"

#include "dutyscore/engine/totals_accumulator.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "cases.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/scores.hpp"
#include "engine.hpp"
#include "generator.hpp"

using namespace reference;

namespace {

namespace ds = dutyscore;

std::string show(const ds::row_counts& c) {
  return std::to_string(c.rows) + " rows, " + std::to_string(c.bad) + " bad, " +
         std::to_string(c.not_on_basis) + " not on basis, " + std::to_string(c.unmatched) +
         " unmatched, " + std::to_string(c.refused) + " refused, " + std::to_string(c.counted) +
         " counted";
}

/// What the totals get wrong.
std::optional<std::string> difference(const ds::totals& got, const ds::book& expected,
                                      period_unit by, bool with_blocks) {
  if (got.through() != expected.through()) return "through " + got.through().to_string();
  if (got.counts() != expected.counts(got.on()))
    return show(got.counts()) + " instead of " + show(expected.counts(got.on()));
  if (got.bad().size() != expected.bad().size()) return "bad rows";
  const auto unmatched = expected.unmatched(got.on());
  if (unmatched.size() != got.unmatched().size()) return "kinds unmatched";
  for (std::size_t i = 0; i < unmatched.size(); ++i)
    if (unmatched[i].kind != got.unmatched()[i].kind || unmatched[i].rows != got.unmatched()[i].rows)
      return "unmatched " + unmatched[i].kind;
  if (got.subjects().size() != expected.subjects().size()) return "subjects";
  std::size_t rows = 0;
  for (ds::subject_id s = 0; s < expected.subjects().size(); ++s)
    rows += expected.periods(s, by).size();
  if (rows != got.rows().size()) return "periods served";
  for (const ds::total& t : got.rows()) {
    const auto s = expected.find(got.subjects()[t.subject]);
    if (!s) return "subject " + std::string(got.subjects()[t.subject]);
    const auto points = expected.points(*s, got.periods()[t.period], got.on());
    for (ds::block_id b = 0; b < (with_blocks ? points->size() : 1); ++b)
      if ((*points)[b] != got.points(t, b))
        return std::string(got.subjects()[t.subject]) + " block " + std::to_string(b) + " in " +
               got.periods()[t.period].to_string() + ": " + got.points(t, b).to_string() +
               " instead of " + (*points)[b].to_string();
  }
  return std::nullopt;
}

/// Some figure that the totals need has no value.
bool has_fault(const ds::book& book, period_unit by, ds::basis on, bool with_blocks) {
  for (ds::subject_id s = 0; s < book.subjects().size(); ++s)
    for (const ds::period& p : book.periods(s, by)) {
      if (with_blocks ? !book.points(s, p, on) : !book.points(s, 0, p, on)) return true;
    }
  return false;
}

std::vector<std::size_t> order_of(const generated_case& c, bool is_sorted) {
  std::vector<std::size_t> out(c.rows.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  if (!is_sorted) return out;
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
    return c.rows[a].subject < c.rows[b].subject;
  });
  return out;
}

constexpr ds::period_unit units[] = {ds::period_unit::month, ds::period_unit::quarter,
                                     ds::period_unit::half,  ds::period_unit::year,
                                     ds::period_unit::term,  ds::period_unit::overall};

/// All that totals say, as text.
std::string all_of(const ds::policy& policy, const ds::result<ds::totals>& made) {
  if (!made) return ds::to_text(made.messages(), ds::language::en);
  std::string out = to_csv(*made, policy, std::nullopt) + made->through().to_string() + " " +
                    show(made->counts()) + "\n";
  for (const ds::unmatched_kind& u : made->unmatched())
    out += u.kind + " " + std::to_string(u.rows) + " " + u.suggestion.value_or("") + "\n";
  for (const ds::bad_row& b : made->bad())
    out += std::to_string(b.file) + ":" + std::to_string(b.row) + " " +
           ds::to_text({b.why}, ds::language::en);
  return out;
}

/// Copies of the rows some at a time, without ids unless they are wanted.
std::vector<ds::batch> batches_of(const ds::policy& policy, const generated_case& c,
                                  std::size_t rows_in_batch, bool with_ids) {
  const std::vector<std::size_t> all = order_of(c, false);
  std::vector<ds::batch> out;
  for (std::size_t begin = 0; begin == 0 || begin < all.size(); begin += rows_in_batch) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto end = first + static_cast<std::ptrdiff_t>(std::min(rows_in_batch, all.size() - begin));
    ds::batch_data rows = rows_of(policy, c, {first, end}).data();
    if (!with_ids) rows.id.clear();
    out.emplace_back(std::make_shared<const ds::batch_data>(std::move(rows)));
  }
  return out;
}

}  // namespace

TEST_CASE("rows that come a batch at a time give the same totals") {
  for_each_case(300, [&](std::uint64_t seed) {
    const generated_case c = generate(seed);
    if (refusal_of(c.text())) return;
    const auto policy = ds::compile(c.text()).value();
    ds::totals_options options;
    static_cast<ds::evaluate_options&>(options) = options_of(policy, c);
    options.by = units[seed % 6];
    options.on = static_cast<ds::basis>(seed / 6 % 3);
    options.with_blocks = seed % 2 != 0;
    if (seed % 4 == 0) options.bad_rows = ds::on_bad_row::fail;
    options.fuse_from = seed % 5 == 0 ? 1'000'000 : seed % 5 == 1 ? 5 : 0;
    if (seed % 7 == 0) options.packed_bytes = 0;
    const bool with_ids = seed % 3 == 0;
    const std::string expected = all_of(
        policy, ds::total_points(policy, batches_of(policy, c, c.rows.size() + 1, with_ids).front(),
                                 options));
    for (const std::size_t rows_in_batch : {std::size_t{1}, std::size_t{7}, std::size_t{1000}})
      for (const unsigned threads : {1u, 3u}) {
        options.threads = threads;
        ds::totals_accumulator all(policy, options);
        for (const ds::batch& rows : batches_of(policy, c, rows_in_batch, with_ids)) all.add(rows);
        const std::string got = all_of(policy, all.finish());
        CHECK_MESSAGE(got == expected, "case " << seed << " in batches of " << rows_in_batch
                                               << ":\n" << got << "instead of\n"
                                               << expected << c.text() << describe(c));
      }
  });
}

TEST_CASE("totals are those of the book") {
  for_each_case(1500, [&](std::uint64_t seed) {
    const generated_case c = generate(seed);
    if (refusal_of(c.text())) return;
    const auto policy = ds::compile(c.text()).value();
    const auto expected = evaluate(policy, c);
    ds::totals_options options;
    static_cast<ds::evaluate_options&>(options) = options_of(policy, c);
    options.by = units[seed % 6];
    options.on = static_cast<ds::basis>(seed / 6 % 3);
    options.with_blocks = seed % 2 != 0;
    options.fuse_from = seed % 5 == 0 ? 1'000'000 : 0;
    options.threads = static_cast<unsigned>(1 + seed % 3);
    for (const bool is_sorted : {false, true}) {
      const auto got = ds::total_points(
          policy, rows_of(policy, c, order_of(c, is_sorted)), options);
      CAPTURE(seed);
      CAPTURE(is_sorted);
      if (!expected || !got) {
        const bool fails =
            !expected || has_fault(*expected, options.by, options.on, options.with_blocks);
        CHECK(fails == !got);
        continue;
      }
      const auto wrong = difference(*got, *expected, options.by, options.with_blocks);
      CHECK_MESSAGE(!wrong, "case " << seed << ": " << *wrong << "\n" << c.text() << describe(c));
    }
  });
}
