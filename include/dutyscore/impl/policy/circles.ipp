// Points that need each other. points(X) is X's final difference over a period, so it needs every
// line per period below X; a category needs its members. Counts, days and sums are of activities
// and need no points. Depth-first over "needs".
#pragma once

#include "dutyscore/impl/policy/lists.ipp"

namespace dutyscore::detail::checking {

/// The measures of points that an expression reads.
DUTYSCORE_INLINE void collect_points(const policy_data& p, expression_id id,
                                     std::vector<std::uint32_t>& out) {
  if (id == none) return;
  const expression& e = p.expressions[id];
  if (e.op == operation::measure && p.measures[e.index].kind == measure_kind::points)
    out.push_back(e.index);
  for (const expression_id arg : e.args) collect_points(p, arg, out);
  if (e.op == operation::table || e.op == operation::marginal)
    for (const table_row& row : p.tables[e.index].rows) collect_points(p, row.value, out);
}

struct points_search {
  checker& c;
  enum class mark : unsigned char { unseen, on_path, done };
  struct step {
    block_id to = 0;
    std::optional<span> at;  // of points(X); absent: a member
  };
  std::vector<mark> marks;
  std::vector<block_id> path;
  std::vector<std::optional<span>> places;  // how each step of the path was taken
  static constexpr std::size_t max_steps = 1000;

  std::vector<step> steps_from(block_id id) const {
    std::vector<step> out;
    const block& b = c.policy.blocks[id];
    for (const block_id member : b.members) out.push_back({member, {}});
    std::vector<std::uint32_t> read;
    for (const period_line& l : b.period_lines) {
      collect_points(c.policy, l.value, read);
      collect_points(c.policy, l.when, read);
    }
    for (const std::uint32_t m : read)
      out.push_back({c.policy.measures[m].of, c.policy.measures[m].where});
    return out;
  }

  void report_circle(const step& last) {
    const auto begin = std::find(path.begin(), path.end(), last.to) - path.begin();
    std::string names;
    std::vector<span> at;
    for (std::size_t i = static_cast<std::size_t>(begin); i < path.size(); ++i) {
      names += c.policy.blocks[path[i]].name + " → ";
      if (i > static_cast<std::size_t>(begin) && places[i]) at.push_back(*places[i]);
    }
    if (last.at) at.push_back(*last.at);
    names += c.policy.blocks[last.to].name;
    diagnostic& d = report(c, "DS0624", at.front(), {names});
    for (std::size_t i = 1; i < at.size(); ++i) also(d, at[i], "part of circle");
  }

  void report_depth(block_id id) {
    marks[id] = mark::done;
    if (!c.is_too_deep)
      report(c, "DS0232", c.policy.blocks[id].where, {std::to_string(max_steps)});
    c.is_too_deep = true;
  }

  void visit(const step& s) {
    if (marks[s.to] == mark::on_path) return report_circle(s);
    if (marks[s.to] == mark::done) return;
    if (path.size() >= max_steps) return report_depth(s.to);
    marks[s.to] = mark::on_path;
    path.push_back(s.to);
    places.push_back(s.at);
    for (const step& next : steps_from(s.to)) visit(next);
    path.pop_back();
    places.pop_back();
    marks[s.to] = mark::done;
  }
};

DUTYSCORE_INLINE void check_points_circles(checker& c) {
  points_search search{c, {}, {}, {}};
  search.marks.resize(c.policy.blocks.size());
  for (block_id id = 0; id < c.policy.blocks.size(); ++id) search.visit({id, {}});
}

}  // namespace dutyscore::detail::checking
