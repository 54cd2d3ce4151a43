// A whole policy.
#pragma once

#include "generate/scenarios.hpp"

namespace reference::making {

class policy_text : public scenarios {
 public:
  using scenarios::scenarios;
  bool may_credit = false;

  void write() {
    choose_kinds();
    places_ = d_.between(0, 3);
    is_basic_ = d_.percent(20);
    may_credit = more(25);
    open(cat({w("policy", "办法"), " ", fresh_policy(), label(30)}));
    years_and_terms();
    if (d_.percent(70))
      line(cat(
          {w("decimals", "保留"), " ", std::to_string(places_), w(" ", " 位 "), rounding_word()}));
    else
      places_ = 6;
    fields_of_activities();
    if (d_.percent(35)) subject_fields();
    plan_readings();
    members(0, 0, kinds);
    unused_kinds();
    end_of_block(0, kinds);
    for (std::size_t g = 0; g < grades_.size(); ++g) grade(g);
    for (std::size_t l = 0; l < lists_.size(); ++l) list(l, blocks_[0].force);
    if (more(25)) all_amendments();
    close();
    for (int i = o_.whole_language && d_.percent(50) ? d_.between(1, 2) : 0; i > 0; --i) scenario();
    if (o_.whole_language) loosen();
  }

 private:
  std::string fresh_policy() {
    name_ = fresh();
    new_block(name_, false, 0);
    return name_;
  }
  /// With terms, the policy is in force inside of them only.
  void years_and_terms() {
    if (more(15)) {
      const std::string month = std::to_string(d_.between(2, 12));
      line(cat({w("year starts ", "年度始于 "), d_.percent(50) && month.size() == 2
                                                    ? month + "-01"
                                                    : month + "月1日"}));
    }
    has_terms_ = more(15);
    if (!has_terms_) {
      blocks_[0].force = own_force({}, 40);
      return;
    }
    const int first = d_.between(-8, 0), second = d_.between(3, 14), last = d_.between(16, 30);
    const date january = dutyscore::month(2023, 1).first;
    const std::vector<date> borders{dutyscore::add_months(january, first),
                                    dutyscore::add_months(january, second),
                                    dutyscore::add_months(january, last)};
    for (std::size_t i = 0; i < 2; ++i)
      line(cat({w("term ", "届期 "), fresh(), d_.percent(50) ? w(" from ", " ") : " ",
                date_text(borders[i]), w(" to ", " 至 "), date_text(borders[i + 1] - 1)}));
    blocks_[0].force = {borders[0] + d_.between(0, 60), borders[2] - 1 - d_.between(0, 60)};
    line(cat({w("in force from ", "施行 "), date_text(blocks_[0].force.first), w(" to ", " 至 "),
              date_text(blocks_[0].force.last)}));
  }
};

}  // namespace reference::making
