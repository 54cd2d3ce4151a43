// Rows, a roster and a `through` for a policy.
#pragma once

#include "generate/policy.hpp"

namespace reference::making {

class stream {
 public:
  stream(dice& d, const policy_text& policy) : d_(d), policy_(policy) {}

  void fill(generated_case& c) {
    subjects_ = names{"甲", "乙", "丙", "丁", "e"};
    const int few = d_.percent(50) ? d_.between(1, 2) : d_.between(3, 5);
    subjects_.resize(static_cast<std::size_t>(few));
    if (d_.percent(8))
      for (int i = d_.between(5, 20); i > 0; --i) subjects_.push_back("s" + std::to_string(i));
    for (int i = d_.percent(10) ? d_.between(0, 2) : d_.between(3, 30); i > 0; --i)
      c.rows.push_back(some_row());
    if (d_.below(2000) == 0) crowd(c);
    if (!policy_.of_subject.empty() || d_.percent(40)) c.roster = roster();
    if (d_.percent(50)) c.through = dutyscore::day(2022, 12, 1).first + d_.between(0, 500);
  }

 private:
  /// More rows than the engine takes at once.
  void crowd(generated_case& c) {
    for (int i = d_.between(5000, 9000); i > 0; --i) c.rows.push_back(some_row());
  }
  date some_day() {
    const date d = dutyscore::day(2022, 11, 15).first + d_.between(0, 480);
    const auto units = std::vector{period_unit::month, period_unit::quarter, period_unit::year};
    const calendar civil;
    if (d_.percent(30)) return civil.period_of(d, d_.one_of(units))->first - d_.between(0, 1);
    return d_.percent(40) ? civil.period_of(d, period_unit::month)->first + d_.between(0, 3) : d;
  }
  std::string number(const field_info& f) {
    std::string n = d_.percent(60) ? d_.one_of(thresholds) : std::to_string(d_.between(0, 300));
    if (f.type == kind_of::integer) n = n.substr(0, n.find('.'));
    if (d_.percent(f.has_least ? 1 : 12)) n = n == "0" ? n : "-" + n;
    if (f.type == kind_of::decimal && d_.percent(30) && n.find('.') == std::string::npos)
      n += "." + std::to_string(d_.between(1, 99999));
    if (d_.percent(2))
      n = d_.one_of(
          names{"9223372036854", "9223372036855", "1000000000", "4000000000000", "-9223372036854"});
    return n;
  }
  std::string cell(const field_info& f) {
    switch (f.type) {
      case kind_of::integer:
      case kind_of::decimal:
        return number(f);
      case kind_of::text:
        return d_.one_of(f.one_of.empty() || d_.percent(2) ? text_pool : f.one_of);
      case kind_of::date:
        return some_day().to_string();
      default:
        return d_.one_of(names{"yes", "no", "是", "否"});
    }
  }
  row some_row() {
    row r;
    r.subject = d_.one_of(subjects_);
    r.kind = d_.percent(4) ? d_.one_of(kind_pool) : d_.one_of(policy_.kinds);
    r.dated = some_day();
    if (policy_.may_credit && d_.percent(12)) r.credited = r.dated + d_.between(-40, 60);
    if (d_.percent(25)) r.end = r.dated + d_.between(d_.percent(5) ? -1 : 0, 12);
    if (d_.percent(25)) r.id = "n" + std::to_string(d_.between(1, d_.percent(30) ? 10 : 100000));
    if (d_.percent(35))
      r.standing = d_.one_of(names{"claimed", "reviewed", "confirmed", "rejected"});
    if (d_.percent(15)) r.since = d_.one_of(names{"claimed", "reviewed", "confirmed"});
    if (r.standing == "rejected") r.reason = "查无此事";
    for (const field_info& f : policy_.declared) fill_cell(f, r);
    return r;
  }
  void fill_cell(const field_info& f, row& r) {
    if (f.computed) return;
    const bool belongs = covers_all(f.kinds, {r.kind});
    if (d_.percent(!belongs ? 1 : f.has_default ? 60 : 99)) r.fields[f.name] = cell(f);
  }
  std::vector<person> roster() {
    std::vector<person> out;
    names all = subjects_;
    if (d_.percent(30)) all.push_back("无活动");
    if (d_.percent(10)) all.erase(all.begin());
    for (const std::string& s : all) out.push_back({s, services()});
    return out;
  }
  std::vector<service> services() {
    std::vector<service> out;
    date next = dutyscore::day(2022, 10, 1).first + d_.between(0, 200);
    const int several = d_.percent(30) ? d_.between(2, 3) : 1;
    for (int i = 0; i < several; ++i) {
      service s;
      if (i > 0 || d_.percent(70)) s.from = next;
      next = next + d_.between(30, 300);
      if (i + 1 < several || d_.percent(25)) s.to = next;
      next = next + d_.between(1, 60);
      if (d_.percent(70)) s.org_unit = d_.one_of(names{"区/甲街道", "区/乙街道", "区"});
      for (const field_info& f : policy_.of_subject)
        if (!f.has_default || d_.percent(70))
          s.fields[f.name] =
              f.type == kind_of::text || f.type == kind_of::flag || f.type == kind_of::date
                  ? sound(f)
                  : std::to_string(d_.between(0, 20));
      out.push_back(s);
    }
    return out;
  }
  std::string sound(const field_info& f) {
    return f.type == kind_of::text && !f.one_of.empty() ? d_.one_of(f.one_of) : cell(f);
  }

  dice& d_;
  const policy_text& policy_;
  names subjects_;
};

}  // namespace reference::making
