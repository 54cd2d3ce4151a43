// Which activities of one subject an indicator keeps: once, first, after, highest, best.
#pragma once

#include "judge.hpp"
#include "running.hpp"

namespace reference {

struct activity {
  std::size_t row = 0;
  date day;
  int days = 1;  // from `date` to `end`
  const taken* what = nullptr;
  // Its place among the activities of the indicator; equal ones may stand in any order.
  std::size_t place_by_day = 0;     // of once, first, after
  std::size_t place_by_points = 0;  // of highest, best
};

/// Activities that count through each day on which there is one.
using kept = std::map<date, std::vector<const activity*>>;

/// The activities of one subject on one basis.
class activities {
 public:
  activities(const regulation& r, const people& p, std::string subject,
             const std::vector<row>& rows, const std::vector<verdict>& verdicts, basis on);

  const std::vector<activity>& of(std::size_t indicator) const { return of_.at(indicator); }
  const std::set<date>& days() const { return days_; }
  /// Of one text of an indicator: all activities, then what each selection keeps, as written.
  const std::vector<kept>& stages(std::size_t indicator, std::size_t text) const;
  /// What the activities that a block keeps come to: each stretch of days by the text of its days.
  /// `called` tells figures apart.
  const running& figure(std::size_t block, const std::string& called,
                        const std::function<whole(const activity&)>& of_one) const;

 private:
  void find_places(std::size_t indicator);
  kept selected(const kept& before, const dutyscore::ast::clause& selection) const;
  std::vector<const activity*> chosen(const std::vector<const activity*>& from,
                                      const dutyscore::ast::clause& selection) const;
  whole number(const dutyscore::ast::clause& selection, const period& p) const;

  const regulation& regulation_;
  const people& people_;
  std::string subject_;
  std::map<std::size_t, std::vector<activity>> of_;
  std::set<date> days_;
  mutable std::map<std::pair<std::size_t, std::size_t>, std::vector<kept>> stages_;
  mutable std::map<std::pair<std::size_t, std::string>, running> figures_;
};

std::vector<const dutyscore::ast::clause*> selections_of(const wording& text);

/// The N of a clause over numbers and `subject.NAME`, as of the last day of the period that the
/// subject serves, else of its last day.
whole number_of(const regulation& r, const people& p, const std::string& subject,
                dutyscore::ast::expr_id n, const period& when);
bool is_literal(const regulation& r, dutyscore::ast::expr_id n);

}  // namespace reference
