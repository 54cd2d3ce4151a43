// Fields of activities and subjects.
#pragma once

#include "generate/tables.hpp"

namespace reference::making {

class all_fields : public tables {
 public:
  using tables::tables;

 protected:
  void fields_of_activities() {
    open(w("activity", "登记"));
    for (int i = d_.between(1, 5); i > 0; --i) {
      field_info f{fresh(), static_cast<kind_of>(d_.below(5)), {}, {}};
      if (d_.percent(40)) f.type = d_.percent(50) ? kind_of::integer : kind_of::decimal;
      std::string out = plain_field(f);
      out += belongs_to(f);
      line(out);
      declared.push_back(f);
    }
    for (int i = d_.between(0, 2); i > 0; --i) computed_field();
    close();
  }
  void computed_field() {
    field_info f{fresh(), static_cast<kind_of>(d_.below(5)), {}, {}};
    f.computed = true;
    std::string out = cat({f.name, label(20), " ", type_word(f.type, is_chinese())});
    const std::string belongs = belongs_to(f);
    asked_ = f.kinds.empty() ? kinds : f.kinds;
    unrestricted_only_ = f.kinds.empty();
    out += w(" is ", " 等于 ");
    if (f.type == kind_of::text) {
      f.one_of = some_texts();
      out += table([&] { return quoted(d_.one_of(f.one_of)); }, true);
    } else {
      out += expression(f.type, 2);
    }
    unrestricted_only_ = false;
    line(out + belongs);
    declared.push_back(f);
  }
  void subject_fields() {
    open(w("subject", "对象"));
    for (int i = d_.between(1, 2); i > 0; --i) {
      field_info f{fresh(), static_cast<kind_of>(d_.below(5)), {}, {}};
      line(plain_field(f));
      of_subject.push_back(f);
    }
    close();
  }
};

}  // namespace reference::making
