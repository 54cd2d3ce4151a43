#pragma once

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/impl/testing/candidates.ipp"
#include "dutyscore/impl/testing/lint_numbers.ipp"
#include "dutyscore/policy/bounds.hpp"
#include "dutyscore/testing/lint.hpp"

namespace dutyscore {
namespace detail::linting {

class linter {
 public:
  linter(const ast::policy& tree, const policy& p) : tree_(tree), policy_(p), data_(p.data()) {}

  diagnostics run() {
    bounds_ = bounds_of(policy_);
    idle_limits();
    caps_of_one_award();
    caps_of_the_first_day();
    overlaps();
    grade_gaps();
    idle_rounding();
    missing_cites();
    twin_kinds();
    return std::move(found_);
  }

 private:
  diagnostic& find(std::string_view code, std::initializer_list<message_argument> arguments,
                   span at) {
    found_.push_back(make_diagnostic(code, arguments, data_.source, at));
    return found_.back();
  }
  void hint(diagnostic& d, std::string_view id,
            std::initializer_list<message_argument> arguments = {}) {
    d.hints.push_back(phrase(id, arguments));
  }

  // ---- limits ----

  void idle_limits() {
    for (const idle_limit& l : bounds_.idle) {
      const block& b = data_.blocks[l.block];
      const auto reached = (l.reached < decimal{} && b.counts_deductions)
                               ? decimal::from_millionths(-l.reached.millionths())
                               : l.reached;
      switch (l.kind) {
        case limit_kind::event_cap:
          idle_cap(b, words::event_cap(b.event_caps[l.clause].points), reached,
                   b.event_caps[l.clause].where);
          break;
        case limit_kind::cap:
          idle_cap(b, words::cap(b.caps[l.clause], b.counts_deductions), reached,
                   b.caps[l.clause].where);
          break;
        case limit_kind::keyed:
          if (b.keyed_limits[l.clause].is_cap)
            idle_cap(b, words::keyed_limit(data_, b.keyed_limits[l.clause], b.counts_deductions),
                     reached, b.keyed_limits[l.clause].where);
          break;
        case limit_kind::floor:
          find("DS0702", {b.label, words::floor(b.floors[l.clause]), reached.to_string()},
               b.floors[l.clause].where);
          break;
      }
    }
  }
  void idle_cap(const block& b, const message& cap, decimal reached, span at) {
    find("DS0701", {b.label, cap, reached.to_string()}, at);
  }

  /// `award 5  cap 5 per month`: once per month, said in a roundabout way.
  void caps_of_one_award() {
    for (block_id id = 0; id < data_.blocks.size(); ++id) {
      const block& b = data_.blocks[id];
      if (b.kind != block_kind::indicator || b.counts_deductions) continue;
      const points_interval& each = bounds_.blocks[id].activity;
      if (!each.least.points || each.least.points != each.most.points) continue;
      if (*each.most.points <= decimal{}) continue;
      for (const limit& l : b.caps)
        if (l.computed == none && l.points == *each.most.points)
          hint(find("DS0709", {b.label, words::cap(l, false)}, l.where), "lint once",
               {words::per(l.per)});
    }
  }

  /// An activity of many days belongs to its first day.
  void caps_of_the_first_day() {
    for (const block& b : data_.blocks)
      for (const limit& cap : b.caps)
        for (const line& l : b.lines)
          if (cap.per == period_unit::day && l.unit == line_unit::day && cap.version == l.version) {
            diagnostic& d =
                find("DS0708", {b.label, words::cap(cap, b.counts_deductions)}, cap.where);
            d.spans.push_back({l.where, phrase("lint by the day")});
          }
  }

  // ---- overlaps ----

  struct pair_of_blocks {
    block_id first, second;
    auto operator<=>(const pair_of_blocks&) const = default;
  };

  /// An activity from which two indicators take points.
  void overlaps() {
    std::map<pair_of_blocks, reaching::candidate> witnesses;
    for (const reaching::candidate& c :
         reaching::candidates_of(policy_, reaching::typical_day(data_)))
      for (const auto& [first, points] : c.points)
        for (const auto& [second, more] : c.points) {
          const bool both_take = points != decimal{} && more != decimal{};
          if (first < second && both_take && !is_one_chosen(first, second))
            witnesses.emplace(pair_of_blocks{first, second}, c);
        }
    for (const auto& [pair, witness] : witnesses) {
      const block &a = data_.blocks[pair.first], &b = data_.blocks[pair.second];
      diagnostic& d = find("DS0703", {a.label, b.label}, b.where);
      d.spans.push_back({a.where, phrase("lint other indicator")});
      hint(d, "lint witness",
           {words_of(witness.what), witness.points.at(pair.first).to_string(),
            witness.points.at(pair.second).to_string()});
    }
  }

  /// Somewhere above both only the highest counts.
  bool is_one_chosen(block_id a, block_id b) const {
    std::set<block_id> above_a;
    for (; a != none; a = data_.blocks[a].parent) above_a.insert(a);
    while (!above_a.contains(b)) b = data_.blocks[b].parent;
    for (; b != none; b = data_.blocks[b].parent)
      if (!data_.blocks[b].highests.empty()) return true;
    return false;
  }

  message words_of(const witness::activity& a) const {
    message out{"“" + a.kind + "”", "“" + a.kind + "”"};
    for (const witness::cell& c : a.cells) {
      const schema_field& f = data_.schema.activity[c.field];
      const message value = words::value(c.value, f.type);
      out.en += ", " + f.label + " " + value.en;
      out.zh += "，" + f.label + " " + value.zh;
    }
    return out;
  }

  // ---- grades ----

  void grade_gaps() {
    if (data_.decimals == 0) return;
    for (const grade& g : data_.grades)
      for (const grade_gap& gap : gaps_of(data_, g))
        find("DS0704",
             {g.rows[gap.below].name, g.rows[gap.above].name, gap.example.to_string(),
              g.rows[gap.taken_by].name},
             g.rows[gap.below].where);
  }

  // ---- rounding ----

  const ast::clause* decimals_clause() const {
    for (const ast::clause& c : tree_.body)
      if (c.kind == ast::clause_kind::decimals) return &c;
    return nullptr;
  }
  void idle_rounding() {
    const ast::clause* clause = decimals_clause();
    if (clause && clause->mode != ast::step_rounding::exact && !may_round(data_, data_.decimals))
      find("DS0705", {std::to_string(data_.decimals)}, clause->where);
    for (const block& b : data_.blocks)
      for (const line& l : b.lines)
        if (l.unit == line_unit::step && l.step_rounding && l.step == decimal::of(1) &&
            places_of_field(data_, l.field) == 0)
          find("DS0710", {data_.fields[l.field].declared.label}, l.where);
  }

  // ---- words ----

  bool has_cite(block_id b) const {
    for (; b != 0 && b != none; b = data_.blocks[b].parent)
      for (const block_version& v : data_.blocks[b].versions)
        if (!v.cite.empty() || !data_.blocks[b].cite.empty()) return true;
    return false;
  }
  void missing_cites() {
    for (block_id b = 1; b < data_.blocks.size(); ++b)
      if (data_.blocks[b].kind == block_kind::indicator && !has_cite(b))
        hint(find("DS0706", {data_.blocks[b].label}, data_.blocks[b].where), "lint cite");
    for (const veto& v : data_.vetoes)
      if (v.cite.empty() && !has_cite(v.where_it_stands))
        hint(find("DS0706", {v.label}, v.where), "lint cite");
  }

  /// How often each kind stands in the text, and where first.
  void count_kinds(const std::vector<ast::clause>& body) {
    for (const ast::clause& c : body) {
      if (c.kind == ast::clause_kind::on)
        for (const ast::text_literal& kind : c.texts) count_kind(kind);
      for (const ast::field& f : c.fields)
        for (const ast::text_literal& kind : f.kinds) count_kind(kind);
      count_kinds(c.body);
    }
  }
  void count_kind(const ast::text_literal& kind) {
    ++kinds_[kind.value];
    places_.emplace(kind.value, kind.where);
  }
  /// Long enough for a slip of the hand to be likelier than two kinds alike: 提案 and 议案 are two.
  static bool is_twin(const std::string& a, const std::string& b) {
    const auto length = [](const std::string& text) {
      int out = 0;
      for (std::size_t at = 0; at < text.size(); at += std::max<std::size_t>(1, decode(text, at).size))
        ++out;
      return out;
    };
    return length(a) >= 5 && std::abs(length(a) - length(b)) <= 1;
  }

  void twin_kinds() {
    count_kinds(tree_.body);
    std::vector<std::string> often;
    for (const auto& [kind, count] : kinds_)
      if (count > 1) often.push_back(kind);
    for (const auto& [kind, count] : kinds_) {
      if (count > 1 || often.empty()) continue;
      if (const auto twin = closest(kind, often); twin && is_twin(kind, *twin)) {
        diagnostic& d = find("DS0707", {kind, *twin}, places_.at(kind));
        d.spans.push_back({places_.at(*twin), phrase("first here")});
      }
    }
  }

  const ast::policy& tree_;
  const policy& policy_;
  const policy_data& data_;
  policy_bounds bounds_;
  diagnostics found_;
  std::map<std::string, int> kinds_;
  std::map<std::string, span> places_;
};

// ---- accepted findings ----

DUTYSCORE_INLINE std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

/// Is it a comment `# lint: allow CODE REASON`?
DUTYSCORE_INLINE bool allows(std::string_view comment, std::string_view code) {
  constexpr std::string_view marks[] = {"lint:", "检查：", "检查:"}, words[] = {"allow", "允许"};
  comment = without_blanks(comment);
  for (const std::string_view mark : marks) {
    if (!comment.starts_with(mark)) continue;
    std::string_view rest = without_blanks(comment.substr(mark.size()));
    for (const std::string_view word : words) {
      if (!rest.starts_with(word)) continue;
      const std::string_view what = without_blanks(rest.substr(word.size()));
      // Without a reason nobody knows later why it was accepted.
      return what.starts_with(code) && !without_blanks(what.substr(code.size())).empty();
    }
  }
  return false;
}

/// At the end of its line, or in the comments directly above it.
DUTYSCORE_INLINE bool is_accepted(const diagnostic& d) {
  if (!d.where || d.spans.empty()) return false;
  const source& text = *d.where;
  const std::size_t at = text.locate(d.spans.front().where.begin).line;
  const std::string_view own = text.line(at);
  if (const auto mark = own.rfind('#');
      mark != std::string_view::npos && allows(own.substr(mark + 1), d.code))
    return true;
  for (std::size_t n = at; n-- > 1;) {
    const std::string_view above = without_blanks(text.line(n));
    if (!above.starts_with('#')) return false;
    if (allows(above.substr(1), d.code)) return true;
  }
  return false;
}

DUTYSCORE_INLINE void add_property(std::string& to, std::string_view name,
                                   const std::string& value) {
  to += (to.ends_with(' ') ? "" : ",") + std::string(name) + "=";
  for (const char c : value) {
    if (c == '%')
      to += "%25";
    else if (c == ':')
      to += "%3A";
    else if (c == ',')
      to += "%2C";
    else
      to += c;
  }
}

}  // namespace detail::linting

DUTYSCORE_INLINE lint_report lint(const ast::document& document,
                                  const std::vector<policy>& policies) {
  lint_report out;
  for (std::size_t i = 0; i < policies.size() && i < document.policies.size(); ++i)
    for (diagnostic& d : detail::linting::linter(document.policies[i], policies[i]).run()) {
      if (detail::linting::is_accepted(d))
        ++out.accepted;
      else
        out.findings.push_back(std::move(d));
    }
  std::stable_sort(out.findings.begin(), out.findings.end(),
                   [](const diagnostic& a, const diagnostic& b) {
                     return a.spans.front().where.begin < b.spans.front().where.begin;
                   });
  return out;
}

DUTYSCORE_INLINE std::string to_github(const diagnostics& list, language lang) {
  std::string out;
  for (const diagnostic& d : list) {
    std::string line = d.level == severity::error ? "::error " : "::warning ";
    if (d.where && !d.spans.empty()) {
      const line_column begin = d.where->locate(d.spans.front().where.begin),
                        end = d.where->locate(d.spans.front().where.end);
      detail::linting::add_property(line, "file", d.where->name());
      detail::linting::add_property(line, "line", std::to_string(begin.line));
      detail::linting::add_property(line, "col", std::to_string(begin.column));
      detail::linting::add_property(line, "endLine", std::to_string(end.line));
      detail::linting::add_property(line, "endColumn", std::to_string(end.column));
    }
    detail::linting::add_property(line, "title", d.code);
    std::string text = d.what.in(lang);
    for (const message& hint : d.hints) text += "\n" + hint.in(lang);
    line += "::";
    for (const char c : text) line += c == '\n' ? "%0A" : c == '%' ? "%25" : std::string(1, c);
    out += line + "\n";
  }
  return out;
}

}  // namespace dutyscore
