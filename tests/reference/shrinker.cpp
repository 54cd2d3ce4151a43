#include "shrinker.hpp"

#include <algorithm>

#include "comparison.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "engine.hpp"

namespace reference {
namespace {

namespace ds = dutyscore;

bool is_blank(const std::string& line) { return line.find_first_not_of(' ') == std::string::npos; }
bool opens(const std::string& line) { return !is_blank(line) && line.back() == '{'; }
bool closes(const std::string& line) {
  return !is_blank(line) && line.find_first_not_of(' ') == line.size() - 1 && line.back() == '}';
}

/// The line after the one at `from` and, when it opens a block, after the block's end.
std::size_t end_of_clause(const std::vector<std::string>& lines, std::size_t from) {
  int depth = 0;
  for (std::size_t i = from; i < lines.size(); ++i) {
    depth += opens(lines[i]) - closes(lines[i]);
    if (depth <= 0) return i + 1;
  }
  return lines.size();
}

class shrinker {
 public:
  shrinker(generated_case c, std::uint64_t seed)
      : best_(std::move(c)), seed_(seed), what_(what_differs(best_)) {}

  generated_case run() {
    for (bool smaller = true; smaller;) {
      smaller = drop_rows();
      smaller = drop_clauses() || smaller;
      smaller = drop_people() || smaller;
      smaller = simplify_rows() || smaller;
    }
    return best_;
  }

 private:
  bool keep_if_it_fails(generated_case candidate) {
    if (refusal_of(candidate.text())) return false;
    drop_cells_without_field(candidate);
    if (what_differs(candidate) != what_) return false;
    best_ = std::move(candidate);
    return true;
  }
  /// What kind of figure it is, so that one disagreement does not turn into another on the way.
  std::string what_differs(const generated_case& c) const {
    return disagreement(c, seed_).value_or("").substr(0, 10);
  }
  static void drop_cells_without_field(generated_case& c) {
    const ds::policy policy = ds::compile(c.text()).value();
    const auto drop = [](std::map<std::string, std::string>& cells,
                         const std::vector<ds::schema_field>& fields) {
      std::erase_if(cells, [&](const auto& cell) {
        return std::none_of(fields.begin(), fields.end(),
                            [&](const auto& f) { return f.name == cell.first; });
      });
    };
    for (row& r : c.rows) drop(r.fields, policy.schema().activity);
    if (c.roster)
      for (person& p : *c.roster)
        for (service& s : p.services) drop(s.fields, policy.schema().subject);
  }
  template <class Change>
  bool attempt(Change change) {
    generated_case candidate = best_;
    change(candidate);
    return keep_if_it_fails(std::move(candidate));
  }
  bool drop_rows() {
    bool any = false;
    for (std::size_t size = std::max<std::size_t>(best_.rows.size() / 2, 1); size > 0; size /= 2)
      for (std::size_t i = 0; i < best_.rows.size();) {
        const auto first = static_cast<std::ptrdiff_t>(i);
        const auto last = static_cast<std::ptrdiff_t>(std::min(i + size, best_.rows.size()));
        const bool dropped =
            attempt([&](auto& c) { c.rows.erase(c.rows.begin() + first, c.rows.begin() + last); });
        any = any || dropped;
        if (!dropped) i += size;
      }
    return any;
  }
  bool drop_clauses() {
    bool any = false;
    for (std::size_t i = 1; i + 1 < best_.policy.size();) {
      const auto first = static_cast<std::ptrdiff_t>(i),
                 last = static_cast<std::ptrdiff_t>(end_of_clause(best_.policy, i));
      const bool dropped = !closes(best_.policy[i]) && attempt([&](auto& c) {
        c.policy.erase(c.policy.begin() + first, c.policy.begin() + last);
      });
      any = any || dropped || unwrap(i);
      if (!dropped) ++i;
    }
    return any;
  }
  /// Leaves out a category, but not what is in it.
  bool unwrap(std::size_t i) {
    if (!opens(best_.policy[i])) return false;
    const auto first = static_cast<std::ptrdiff_t>(i),
               last = static_cast<std::ptrdiff_t>(end_of_clause(best_.policy, i));
    return attempt([&](auto& c) {
      c.policy.erase(c.policy.begin() + last - 1);
      c.policy.erase(c.policy.begin() + first);
    });
  }
  bool drop_people() {
    bool any = best_.roster && attempt([](auto& c) { c.roster.reset(); });
    any = (best_.through && attempt([](auto& c) { c.through.reset(); })) || any;
    for (std::size_t i = 0; best_.roster && i < best_.roster->size();) {
      const auto at = static_cast<std::ptrdiff_t>(i);
      if (attempt([&](auto& c) { c.roster->erase(c.roster->begin() + at); }))
        any = true;
      else
        ++i;
    }
    return any;
  }
  bool simplify_rows() {
    bool any = false;
    for (std::size_t i = 0; i < best_.rows.size(); ++i) {
      const row plain = best_.rows[i];
      if (plain.end) any = attempt([&](auto& c) { c.rows[i].end.reset(); }) || any;
      if (!plain.id.empty()) any = attempt([&](auto& c) { c.rows[i].id.clear(); }) || any;
      if (plain.standing != "confirmed")
        any = attempt([&](auto& c) { c.rows[i].standing = "confirmed"; }) || any;
      if (plain.since != "claimed")
        any = attempt([&](auto& c) { c.rows[i].since = "claimed"; }) || any;
      for (const auto& [name, text] : plain.fields)
        any = attempt([&, key = name](auto& c) { c.rows[i].fields.erase(key); }) || any;
    }
    return any;
  }

  generated_case best_;
  std::uint64_t seed_;
  std::string what_;
};

}  // namespace

generated_case smallest(generated_case c, std::uint64_t seed) {
  return shrinker(std::move(c), seed).run();
}

}  // namespace reference
