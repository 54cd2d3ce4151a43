// Every clause of a policy that can do something, in one list: which parts of a block these are is
// written here and nowhere else.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "dutyscore/core/text.hpp"
#include "dutyscore/engine/entry.hpp"
#include "dutyscore/testing/coverage.hpp"

namespace dutyscore::detail::coverage {

/// Where a site comes from: `index` into the clauses of that kind of the block, the rows of the
/// table or grade, or the vetoes or lists of the policy.
struct address {
  site_kind kind = site_kind::line;
  std::uint32_t owner = 0;  // block, table or grade; 0 for vetoes and lists
  std::uint32_t index = 0;
  auto operator<=>(const address&) const = default;
};

/// Calls `visit(kind, clauses)` for each list of clauses of a block.
template <class Visit>
void for_each_list(const block& b, Visit visit) {
  visit(site_kind::on, b.selectors);
  visit(site_kind::accept, b.accepts);
  visit(site_kind::line, b.lines);
  visit(site_kind::times, b.factors);
  visit(site_kind::event_cap, b.event_caps);
  visit(site_kind::selection, b.selections);
  visit(site_kind::keyed_limit, b.keyed_limits);
  visit(site_kind::period_line, b.period_lines);
  visit(site_kind::highest, b.highests);
  visit(site_kind::base, b.bases);
  visit(site_kind::floor, b.floors);
  visit(site_kind::cap, b.caps);
  visit(site_kind::weight, b.weights);
}

/// The clause that makes entries of a kind.
inline site_kind site_of(entry_kind kind) {
  static constexpr std::pair<entry_kind, site_kind> kinds[] = {
      {entry_kind::line, site_kind::line},
      {entry_kind::event_cap, site_kind::event_cap},
      {entry_kind::selection, site_kind::selection},
      {entry_kind::keyed_limit, site_kind::keyed_limit},
      {entry_kind::period_line, site_kind::period_line},
      {entry_kind::highest, site_kind::highest},
      {entry_kind::base, site_kind::base},
      {entry_kind::floor, site_kind::floor},
      {entry_kind::cap, site_kind::cap},
      {entry_kind::weight, site_kind::weight},
      {entry_kind::veto, site_kind::veto},
  };
  return std::find_if(std::begin(kinds), std::end(kinds),
                      [=](const auto& k) { return k.first == kind; })
      ->second;
}

/// One line of at most so many columns.
DUTYSCORE_INLINE std::string short_text(std::string_view text) {
  constexpr std::size_t most = 48;
  std::string out;
  bool is_space = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    const std::string_view c = text.substr(at, end - at);
    at = end;
    if (c == " " || c == "\n" || c == "\t" || c == "\r") {
      is_space = !out.empty();
      continue;
    }
    if (display_width(out) + 3 > most) return out + "…";
    if (is_space) out += ' ';
    is_space = false;
    out += c;
  }
  return out;
}

/// All sites of a policy and how to find them.
class site_list {
 public:
  explicit site_list(const policy_data& data) : data_(data) {
    for (block_id b = 0; b < data.blocks.size(); ++b) add_block(b);
    for (std::uint32_t v = 0; v < data.vetoes.size(); ++v) add_veto(v);
    for (std::uint32_t g = 0; g < data.grades.size(); ++g) add_grade(g);
    for (std::uint32_t l = 0; l < data.lists.size(); ++l)
      add({site_kind::list, 0, l}, data.lists[l].where, data.lists[l].name, data.lists[l].label);
    for (const policy_field& f : data.fields) add_tables(f.computed, f.declared.name, none);
  }

  std::vector<coverage_site>& sites() { return sites_; }
  const std::vector<coverage_site>& sites() const { return sites_; }
  /// The number of a site; `none` when there is no such one.
  std::uint32_t find(const address& a) const {
    const auto found = numbers_.find(a);
    return found == numbers_.end() ? none : found->second;
  }
  const std::map<address, std::uint32_t>& all() const { return numbers_; }
  /// The line to whose value a table belongs; `none` when it is not one line's.
  std::uint32_t line_of_table(std::uint32_t table) const {
    const auto found = lines_.find(table);
    return found == lines_.end() ? none : found->second;
  }

 private:
  std::uint32_t add(const address& a, span where, const std::string& block, std::string text = {}) {
    const auto number = static_cast<std::uint32_t>(sites_.size());
    if (text.empty()) text = short_text(data_.source->text(where));
    sites_.push_back({a.kind, where, block, std::move(text), 0, {}});
    numbers_.emplace(a, number);
    return number;
  }

  void add_block(block_id b) {
    const block& source = data_.blocks[b];
    for_each_list(source, [&](site_kind kind, const auto& clauses) {
      for (std::uint32_t i = 0; i < clauses.size(); ++i)
        add({kind, b, i}, clauses[i].where, source.name);
    });
    for (std::uint32_t l = 0; l < source.lines.size(); ++l)
      add_tables(source.lines[l].value, source.name, find({site_kind::line, b, l}));
    for (const period_line& l : source.period_lines) add_tables(l.value, source.name, none);
    for (const factor& f : source.factors) add_tables(f.numerator, source.name, none);
    for (const base& c : source.bases) add_tables(c.computed, source.name, none);
    for (const limit& c : source.floors) add_tables(c.computed, source.name, none);
    for (const limit& c : source.caps) add_tables(c.computed, source.name, none);
  }

  /// Kinds and conditions of a veto are told of in the reasons of the veto itself.
  void add_veto(std::uint32_t v) {
    const veto& source = data_.vetoes[v];
    add({site_kind::veto, 0, v}, source.where, source.name, source.label);
  }

  void add_grade(std::uint32_t g) {
    const grade& source = data_.grades[g];
    for (std::uint32_t r = 0; r < source.rows.size(); ++r)
      add({site_kind::grade_row, g, r}, source.rows[r].where,
          source.name.empty() ? data_.name : source.name);
  }

  void add_tables(expression_id id, const std::string& block, std::uint32_t line) {
    if (id == none) return;
    const expression& e = data_.expressions[id];
    for (const expression_id arg : e.args) add_tables(arg, block, line);
    if (e.op != operation::table && e.op != operation::marginal) return;
    const table& t = data_.tables[e.index];
    if (!t.rows.empty() && find({site_kind::table_row, e.index, 0}) == none)
      for (std::uint32_t r = 0; r < t.rows.size(); ++r)
        add({site_kind::table_row, e.index, r}, t.rows[r].where, block);
    if (line != none) lines_.emplace(e.index, line);
    for (const expression_id key : t.keys) add_tables(key, block, line);
    for (const table_row& row : t.rows) add_tables(row.value, block, line);
  }

  const policy_data& data_;
  std::vector<coverage_site> sites_;
  std::map<address, std::uint32_t> numbers_;
  std::map<std::uint32_t, std::uint32_t> lines_;
};

}  // namespace dutyscore::detail::coverage
