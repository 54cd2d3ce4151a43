// What one subject has on one basis: the running total of every block, and the entries that make
// it.
#pragma once

#include "selection.hpp"

namespace reference {

/// What an account is made from.
struct situation {
  const input& in;
  const reference::regulation& regulation;
  const reference::people& people;
  const std::vector<verdict>& verdicts;
  std::string subject;
  basis on;
  date through;
  date horizon;  // the later of `through` and the day of the subject's last row, on any basis
};

/// Points that a date alone brings.
struct posting {
  date day;
  std::size_t index = 0;  // of the base, or of the derived line, in its text
  period_unit unit = period_unit::year;
  whole points = 0;
};

class account {
 public:
  explicit account(situation s);
  account(const account&) = delete;

  /// F of a block, after all its clauses. Throws no_reading.
  const running& total(std::size_t b);
  /// Of all blocks, sorted.
  const std::vector<entry>& entries();
  /// Sorted. What posts within the period and after `through`, by present figures.
  std::vector<pending_entry> pending(const period& p);
  /// A veto takes a row of that period.
  bool is_vetoed(const period& p) const;
  /// The days of the rows that a veto takes, by its text.
  std::set<date> veto_days(std::size_t veto, std::size_t text) const;

  const situation& about() const { return about_; }
  const reference::activities& activities() const { return activities_; }

 private:
  /// The running total after a clause.
  struct step {
    reference::clause clause;
    std::size_t index = 0;
    running after;
  };
  const block& block_of(std::size_t b) const { return about_.regulation.blocks().at(b); }
  const calendar& periods() const { return about_.regulation.periods(); }

  running worked_out(std::size_t b);
  running input_of(std::size_t b);
  running activity_points(std::size_t b);
  void post_lines(std::size_t b);
  std::vector<step> steps_of(std::size_t b, std::size_t text);
  void selections(std::size_t b, std::size_t text, std::vector<step>& steps);
  void keyed_limits(std::size_t b, std::size_t text, std::vector<step>& steps);
  void derived_lines(std::size_t b, std::vector<step>& steps);
  void highest(std::size_t b, std::size_t text, std::vector<step>& steps);
  void limits(std::size_t b, std::size_t text, std::vector<step>& steps);
  void weight(std::size_t b, std::size_t text, std::vector<step>& steps);
  running vetoed(std::size_t b, const running& f);
  running limited(const running& f, const dutyscore::ast::clause& limit) const;

  /// Posting days through `last`, whether after `through` or not.
  std::vector<posting> bases(std::size_t b, date last) const;
  std::vector<posting> finished_periods(std::size_t b, date last);
  running running_line(std::size_t b, std::size_t text, const dutyscore::ast::clause& line);
  whole derived_points(std::size_t b, const dutyscore::ast::clause& line, const period& p,
                       date until);
  std::set<date> days_that_matter(std::size_t b, const dutyscore::ast::clause& line);

  int sign(std::size_t b) const { return block_of(b).counts_deductions ? -1 : 1; }
  void post(const entry& e);
  void post_steps(std::size_t b, const stretch& days, const std::vector<step>& steps);

  situation about_;
  reference::activities activities_;
  std::map<std::size_t, running> totals_;
  std::set<std::size_t> at_work_;
  std::optional<no_reading> failure_;
  std::vector<entry> entries_;
};

}  // namespace reference
