// What a policy says on each day: its blocks, vetoes, grades and lists, each with the texts that
// amendments gave it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "calendar.hpp"
#include "days.hpp"
#include "exact.hpp"

namespace reference {

/// One wording of something, from a day on. It is asked for until the next one begins.
struct wording {
  date from = date::min();
  date until = date::max();                             // left out by an amendment after it
  const dutyscore::ast::clause* head = nullptr;         // nothing for the policy
  std::vector<const dutyscore::ast::clause*> clauses;   // its own
};

/// Something with a name that amendments replace.
struct named_thing {
  std::string name;
  std::vector<wording> texts;  // by `from`

  /// The first is asked before its day, too, and the last for ever.
  std::size_t asked(date d) const;
  const wording& text(date d) const { return texts.at(asked(d)); }
  /// The days for which a text is asked.
  stretch days_of(std::size_t text) const;
  /// The days on which it is there at all and, by its text, in force.
  day_set in_force() const;
};

struct block : named_thing {
  bool is_indicator = false;
  bool counts_deductions = false;
  std::vector<std::size_t> path;  // from the policy to this block
  std::vector<std::size_t> members;
  std::vector<std::size_t> vetoes;  // that stand here
  day_set force;                    // its own and those of the blocks around it
};

struct veto : named_thing {
  std::size_t where = 0;
  day_set force;
};

struct grade : named_thing {
  period_unit unit = period_unit::year;
};

struct list : named_thing {
  period_unit unit = period_unit::year;
  day_set force;
};

std::vector<const dutyscore::ast::clause*> all_of(
    const std::vector<const dutyscore::ast::clause*>& clauses, dutyscore::ast::clause_kind kind);

/// A line of points of a finished period: `award … per month`, `require`.
bool is_derived(const dutyscore::ast::clause& c);

class regulation {
 public:
  explicit regulation(const input& in);
  regulation(const regulation&) = delete;

  const dutyscore::ast::document& document() const { return *document_; }
  const dutyscore::ast::policy& policy() const { return document_->policies.at(0); }
  const reference::calendar& periods() const { return periods_; }
  const std::vector<block>& blocks() const { return blocks_; }
  const std::vector<veto>& vetoes() const { return vetoes_; }
  const std::vector<grade>& grades() const { return grades_; }
  const std::vector<list>& lists() const { return lists_; }
  std::size_t block_called(const std::string& name) const;
  /// The indicators of a block, itself if it is one.
  std::vector<std::size_t> indicators_of(std::size_t b) const;

  const dutyscore::ast::field* field_of_activity(const std::string& name) const;
  const dutyscore::ast::field* field_of_subject(const std::string& name) const;
  const std::vector<const dutyscore::ast::field*>& fields_of_activity() const { return fields_; }
  /// Rounds by `decimals`.
  whole rounded(fraction f) const { return to_places(f, places_, mode_); }
  /// The same of a sum, which may be larger than any number.
  whole rounded_sum(fraction f) const {
    return quotient(f.over, f.under * unit(places_), mode_) * unit(places_);
  }

 private:
  void add_block(const dutyscore::ast::clause& c, date from, std::optional<std::size_t> parent);
  void add_below(const std::vector<dutyscore::ast::clause>& body, date from, std::size_t parent);
  void add_veto(const dutyscore::ast::clause& c, date from, std::size_t where);
  void amend(const dutyscore::ast::clause& amendment);
  void leave_out_others(const std::vector<dutyscore::ast::clause>& body, date from,
                        std::size_t parent);
  bool has_below(std::size_t b, bool (*test)(const dutyscore::ast::clause&)) const;
  void find_forces();

  std::shared_ptr<const dutyscore::ast::document> document_;
  reference::calendar periods_;
  std::vector<block> blocks_;
  std::vector<veto> vetoes_;
  std::vector<grade> grades_;
  std::vector<list> lists_;
  std::vector<const dutyscore::ast::field*> fields_, fields_of_subject_;
  int places_ = 6;
  rounding mode_ = rounding::half_even;
};

rounding rounding_of(dutyscore::ast::step_rounding mode);

}  // namespace reference
