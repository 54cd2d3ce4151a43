#include "comparison.hpp"

#include <algorithm>
#include <functional>

#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "engine.hpp"
#include "random.hpp"
#include "reference.hpp"

namespace reference {
namespace {

namespace ds = dutyscore;

constexpr ds::basis engine_basis(basis on) { return static_cast<ds::basis>(on); }

/// 2022-09-01 to 2024-06-30, around all that is generated.
constexpr date first_day = date::from_days(19236), last_day = date::from_days(19904);

/// In the words of the reference.
std::string name_of(ds::entry_kind kind) {
  switch (kind) {
    case ds::entry_kind::line:
      return "line";
    case ds::entry_kind::event_cap:
      return "event_cap";
    case ds::entry_kind::selection:
      return "selection";
    case ds::entry_kind::keyed_limit:
      return "keyed_limit";
    case ds::entry_kind::period_line:
      return "derived";
    case ds::entry_kind::highest:
      return "highest";
    case ds::entry_kind::base:
      return "base";
    case ds::entry_kind::floor:
      return "floor";
    case ds::entry_kind::cap:
      return "cap";
    case ds::entry_kind::weight:
      return "weight";
    case ds::entry_kind::veto:
      return "veto";
    default:
      return "?";
  }
}

std::string name_of(clause c) {
  if (c == clause::keyed_floor || c == clause::keyed_cap) return "keyed_limit";
  return clause_names[static_cast<std::size_t>(c)];
}

/// A name that may show in a difference: no two periods have the same.
std::string text_of(const period& p) {
  return p.unit == period_unit::overall ? "overall"
                                        : p.first.to_string() + ".." + p.last.to_string();
}

/// Reads every figure from both and remembers the first that differs.
class comparison {
 public:
  comparison(const ds::book& engine, const book& reference, std::uint64_t seed)
      : engine_(engine), reference_(reference), dice_(seed) {}

  std::optional<std::string> run() {
    everybody();
    for (const std::string& subject : reference_.subjects())
      if (!found_)
        for (const basis on : all_bases) one_subject(subject, on);
    for (const basis on : all_bases)
      for (const period& p : some_periods(6))
        if (!found_) ranks(p, on);
    return found_;
  }

 private:
  template <class T>
  void same(const T& engine, const T& reference, const std::function<std::string()>& what) {
    if (found_ || engine == reference) return;
    found_ = what() + "\n  engine:    " + text(engine) + "\n  reference: " + text(reference);
  }
  static std::string text(const std::string& s) { return s; }
  static std::string text(bool b) { return b ? "yes" : "no"; }
  static std::string text(const std::vector<std::string>& list) {
    std::string out;
    for (const std::string& s : list) out += s + "; ";
    return out;
  }
  static std::string text(const counts& n) {
    std::string out;
    for (const std::size_t one : {n.rows, n.bad, n.not_on_basis, n.unmatched, n.refused, n.counted})
      out += std::to_string(one) + " ";
    return out;
  }
  static std::string name_of(basis on) {
    return std::array{"claimed", "reviewed", "confirmed"}[static_cast<std::size_t>(on)];
  }
  std::size_t row_of(std::uint32_t index) const { return engine_.rows()->number_of(index) - 1; }
  const ds::policy_data& policy() const { return engine_.policy().data(); }

  void everybody() {
    same(engine_.subjects(), reference_.subjects(), [] { return "the subjects"; });
    if (reference_.through())
      same(engine_.through().to_string(), reference_.through()->to_string(),
           [] { return "through"; });
    std::vector<std::string> bad_rows, expected;
    for (const auto& b : engine_.bad()) bad_rows.push_back(std::to_string(b.row - 1));
    for (const auto& [r, why] : reference_.bad()) expected.push_back(std::to_string(r));
    same(sorted(bad_rows), sorted(expected), [] { return "the bad rows"; });
    for (const basis on : all_bases) {
      const ds::row_counts& n = engine_.counts(engine_basis(on));
      same(counts{n.rows, n.bad, n.not_on_basis, n.unmatched, n.refused, n.counted},
           reference_.counts(on), [&] {
             return "the counts (rows, bad, not on basis, unmatched, refused, counted) on " +
                    name_of(on);
           });
    }
  }
  static std::vector<std::string> texts_of(const std::vector<period>& list) {
    std::vector<std::string> out;
    for (const period& p : list) out.push_back(text_of(p));
    return out;
  }
  void ranks(const period& p, basis on) {
    std::vector<std::string> engine, expected;
    const auto ranked = engine_.rank(p, engine_basis(on));
    const auto ranked_by_reference = reference_.rank(p, on);
    same(ranked.has_value(), ranked_by_reference.has_value(), [&] {
      return "whether conditions have a value in " + text_of(p) + " on " + name_of(on);
    });
    if (!ranked || !ranked_by_reference) return;
    for (const ds::ranked_subject& one : *ranked) {
      std::vector<std::string> lists;
      for (const std::uint32_t l : one.lists) lists.push_back(policy().lists[l].name);
      engine.push_back(place_text(one.rank, engine_.subjects()[one.subject], one.points.to_string(),
                                  one.grades, lists, one.vetoed));
    }
    for (const place& one : *ranked_by_reference)
      expected.push_back(
          place_text(one.rank, one.subject, show(one.points), one.grades, one.lists, one.vetoed));
    same(engine, expected,
         [&] { return "the ranking of " + text_of(p) + " on " + name_of(on); });
  }
  static std::string place_text(std::size_t rank, const std::string& subject,
                                const std::string& points, const std::vector<std::string>& grades,
                                const std::vector<std::string>& lists, bool vetoed) {
    return std::to_string(rank) + " " + subject + " " + points + " grades " + text(grades) +
           " lists " + text(sorted(lists)) + (vetoed ? " vetoed" : "");
  }

  /// Everything, all years and terms, and so many of the other periods.
  std::vector<period> some_periods(int others) {
    std::vector<period> out{period{}}, finer;
    const calendar& c = reference_.periods();
    for (const period_unit unit : {period_unit::year, period_unit::term})
      for (const period& p : c.periods(unit, first_day, last_day)) out.push_back(p);
    for (const period_unit unit : {period_unit::month, period_unit::quarter, period_unit::half})
      for (const period& p : c.periods(unit, first_day, last_day)) finer.push_back(p);
    while (others-- > 0) out.push_back(dice_.one_of(finer));
    return out;
  }
  period some_day() {
    const date d = first_day + dice_.between(0, last_day - first_day);
    const date near_a_border = reference_.periods().period_of(d, period_unit::month)->first;
    return *reference_.periods().period_of(near_a_border + dice_.between(-1, 5), period_unit::day);
  }
  void one_subject(const std::string& subject, basis on) {
    const auto id = engine_.find(subject);
    if (!id) return;
    const auto at = [&](const char* what, const period& p) {
      return std::string(what) + " of " + subject + " in " + text_of(p) + " on " + name_of(on);
    };
    for (const period_unit unit : all_units)
      if (unit != period_unit::overall && unit != period_unit::day)
        same(texts_of(engine_.periods(*id, unit)), texts_of(reference_.periods(subject, unit)),
             [&] { return "the periods served by " + subject; });
    if (reference_.fails(subject, on)) {
      if (engine_.points(*id, period{}, engine_basis(on)))
        found_ = at("points that have no value", period{});
      return;
    }
    std::vector<period> some = some_periods(8);
    for (int i = 0; i < 2; ++i) some.push_back(some_day());
    for (const period& p : some) {
      if (found_) return;
      same(engine_.served_in(*id, p), reference_.served_in(subject, p),
           [&] { return at("service", p); });
      same(engine_.org_unit(*id, p), reference_.org_unit(subject, p),
           [&] { return at("the org_unit", p); });
      points(*id, subject, p, on);
      same(entries_of_engine(*id, p, on), entries_of_reference(subject, p, on),
           [&] { return at("entries", p); });
      same(refusals_of_engine(*id, p, on), refusals_of_reference(subject, p, on),
           [&] { return at("refusals", p); });
      pending(*id, subject, p, on);
      same(unmatched_of_engine(*id, p, on), numbers(reference_.unmatched(subject, p, on)),
           [&] { return at("unmatched", p); });
    }
  }
  void points(ds::subject_id id, const std::string& subject, const period& p, basis on) {
    const auto all = engine_.points(id, p, engine_basis(on));
    if (!all)
      return void(found_ = "points failed: " + ds::to_text(all.messages(), ds::language::en));
    for (std::size_t b = 0; b < reference_.blocks(); ++b)
      same((*all)[engine_.policy().find_block(reference_.block_name(b)).value()].to_string(),
           show(reference_.points(subject, b, p, on)), [&] {
             return "the points of " + subject + " in " + reference_.block_name(b) + " in " +
                    text_of(p) + " on " + name_of(on);
           });
  }
  static std::vector<std::string> sorted(std::vector<std::string> list) {
    std::sort(list.begin(), list.end());
    return list;
  }

  // Entries by day, block and kind of clause, those of an activity by activity, too: what the
  // clauses of one kind did on a day is one sum.
  using entry_sums = std::map<std::string, whole>;
  static void add(entry_sums& sums, date day, const std::string& block, const std::string& clause,
                  std::optional<std::size_t> row, whole points) {
    sums[day.to_string() + " " + block + "." + clause +
         (row ? " row " + std::to_string(*row) : "")] += points;
  }
  static std::vector<std::string> texts_of(const entry_sums& sums) {
    std::vector<std::string> out;
    for (const auto& [what, points] : sums)
      if (points != 0) out.push_back(what + " " + show(points));
    return out;
  }
  const std::string& block_of_engine(ds::block_id b) const { return policy().blocks[b].name; }
  std::vector<std::string> entries_of_engine(ds::subject_id id, const period& p, basis on) const {
    entry_sums sums;
    const auto entries = engine_.entries(id, p, engine_basis(on));
    if (!entries) return {ds::to_text(entries.messages(), ds::language::en)};
    for (const ds::entry& e : *entries)
      add(sums, e.day, block_of_engine(e.block), reference::name_of(e.kind),
          e.row == ds::none ? std::nullopt : std::optional(row_of(e.row)), e.points.millionths());
    return texts_of(sums);
  }
  std::vector<std::string> entries_of_reference(const std::string& subject, const period& p,
                                                basis on) const {
    entry_sums sums;
    for (const entry& e : reference_.entries(subject, p, on))
      add(sums, e.day, reference_.block_name(e.block),
          reference::name_of(e.clause), e.row, e.points);
    return texts_of(sums);
  }
  std::vector<std::string> refusals_of_engine(ds::subject_id id, const period& p, basis on) const {
    std::vector<std::string> out;
    for (const ds::refusal& r : engine_.refusals(id, p, engine_basis(on)))
      out.push_back(
          "row " + std::to_string(row_of(r.row)) + " " +
          (r.block == ds::none ? policy().vetoes[r.veto].name : policy().blocks[r.block].name) +
          ": " + r.reason.en);
    return sorted(out);
  }
  std::vector<std::string> refusals_of_reference(const std::string& subject, const period& p,
                                                 basis on) const {
    std::vector<std::string> out;
    for (const refusal& r : reference_.refusals(subject, p, on))
      out.push_back("row " + std::to_string(r.row) + " " +
                    (r.block ? reference_.block_name(*r.block) : reference_.veto_name(*r.veto)) +
                    ": " + r.reason);
    return sorted(out);
  }
  /// Where it has a value: what is not due yet may need figures that have none.
  void pending(ds::subject_id id, const std::string& subject, const period& p, basis on) {
    try {
      const auto expected = pending_of_reference(subject, p, on);
      same(pending_of_engine(id, p, on), expected, [&] {
        return "pending of " + subject + " in " + text_of(p) + " on " + name_of(on);
      });
    } catch (const no_reading&) {
    }
  }
  std::vector<std::string> pending_of_engine(ds::subject_id id, const period& p, basis on) const {
    entry_sums sums;
    for (const ds::pending_entry& e : engine_.pending(id, p, engine_basis(on)).value())
      add(sums, e.day, block_of_engine(e.block), reference::name_of(e.kind), {},
          e.points.millionths());
    return texts_of(sums);
  }
  std::vector<std::string> pending_of_reference(const std::string& subject, const period& p,
                                                basis on) const {
    entry_sums sums;
    for (const pending_entry& e : reference_.pending(subject, p, on))
      add(sums, e.day, reference_.block_name(e.block), reference::name_of(e.clause), {}, e.points);
    return texts_of(sums);
  }
  std::vector<std::string> unmatched_of_engine(ds::subject_id id, const period& p, basis on) const {
    std::vector<std::size_t> out;
    for (const std::uint32_t r : engine_.unmatched_rows(id, p, engine_basis(on)))
      out.push_back(row_of(r));
    return numbers(out);
  }
  static std::vector<std::string> numbers(const std::vector<std::size_t>& list) {
    std::vector<std::string> out;
    for (const std::size_t n : list) out.push_back(std::to_string(n));
    return sorted(out);
  }

  const ds::book& engine_;
  const book& reference_;
  dice dice_;
  std::optional<std::string> found_;
};

}  // namespace

std::optional<std::string> disagreement(const generated_case& c, std::uint64_t seed) try {
  auto tree = std::make_shared<const ds::ast::document>(
      ds::parse(std::make_shared<const ds::source>("case", c.text())).value());
  const ds::policy policy = ds::check(*tree).value().at(0);
  std::vector<std::size_t> order(c.rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  dice(seed).shuffle(order);
  const auto engine = evaluate(policy, c, order);
  const book expected({tree, c.rows, c.roster, c.through});
  if (!expected.through() && !engine) return std::nullopt;  // no day to date the account by
  if (!engine) return "the engine fails: " + ds::to_text(engine.messages(), ds::language::en);
  return comparison(*engine, expected, seed).run();
} catch (const no_reading& n) {
  return "thrown: " + n.why;
} catch (const std::exception& e) {
  return std::string("thrown: ") + e.what();
}

}  // namespace reference
