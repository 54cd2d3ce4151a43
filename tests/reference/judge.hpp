// One row: is it bad, which indicators and vetoes take it, and what does it earn there?
#pragma once

#include "people.hpp"
#include "results.hpp"

namespace reference {

/// What a row comes to in one indicator that takes it.
struct taken {
  std::size_t block = 0;
  std::vector<whole> lines;
  whole event_cap = 0;  // the correcting entry
  whole points = 0;
  std::map<std::string, value> fields;             // by which clauses select, limit or sum
  std::map<dutyscore::ast::expr_id, bool> truths;  // of conditions of selections and counts
  std::vector<value> rest;                         // of what selections go by, after day and points
};

struct veto_hit {
  std::size_t veto = 0, text = 0;
};

struct verdict {
  std::optional<std::string> bad;
  bool selected = false;
  std::vector<taken> taken_by;
  std::vector<veto_hit> vetoes;
  std::vector<refusal> refusals;

  /// Once per place, with the first reason.
  void refuse(const refusal& r);
};

basis basis_called(const std::string& word);
/// Does the row count on this basis? REQUIRES: it is not bad.
bool is_on(const row& r, basis on);

class judge {
 public:
  judge(const input& in, const regulation& r, const people& p);
  /// One verdict per row.
  std::vector<verdict> all() const;

 private:
  /// What the clauses of all texts ask about the activities of an indicator, in their order.
  struct questions {
    std::vector<std::string> keys, sums;
    std::vector<dutyscore::ast::expr_id> selections, counts;
  };
  void collect_keys(std::size_t block);
  void collect_calls();
  void collect_call(const dutyscore::ast::expr& call, std::size_t around);

  verdict judged(std::size_t index) const;
  verdict verdict_of(std::size_t index) const;
  void mark_clashes(std::vector<verdict>& verdicts) const;
  void check(const row& r) const;
  void check_field(const dutyscore::ast::field& f, const row& r) const;
  scope names_of(const row& r) const;
  value named(const row& r, const std::string& name) const;
  bool holds(dutyscore::ast::expr_id condition, const row& r) const;
  bool selects(const wording& text, const row& r) const;
  std::optional<std::string> not_accepted(const wording& text, const row& r) const;
  std::optional<refusal> refused(std::size_t index, std::size_t b) const;
  std::optional<refusal> refused_by_veto(std::size_t index, std::size_t k) const;
  std::optional<refusal> out_of_force(std::size_t index, std::size_t b, date d) const;
  taken points_of(const row& r, std::size_t b) const;
  whole line_points(const row& r, const wording& text, const dutyscore::ast::clause& line) const;
  fraction in_units(const row& r, const dutyscore::ast::clause& line) const;
  fraction in_steps(whole v, whole counted, const dutyscore::ast::clause& line) const;
  fraction multiplied(const row& r, fraction points, dutyscore::ast::expr_id factor) const;
  void answer(const row& r, taken& t) const;

  const input& in_;
  const regulation& regulation_;
  const people& people_;
  std::map<std::size_t, questions> asked_;
};

}  // namespace reference
