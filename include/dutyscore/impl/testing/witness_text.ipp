// A finding written as the scenario that an author would paste.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "dutyscore/impl/testing/witness.ipp"
#include "dutyscore/lang/ast.hpp"
#include "dutyscore/lang/printer.hpp"

namespace dutyscore::detail::witness {

class scenario_writer {
 public:
  scenario_writer(const policy& rules, const finding& found, bool chinese, progress_watch& watch)
      : rules_(rules),
        found_(found),
        chinese_(chinese),
        result_(rules, rules, found.rows, found.through, watch) {
    document_.where = std::make_shared<const source>("-", "");
    document_.order = "s";
  }

  ast::document write(const std::string& name) {
    ast::scenario s;
    s.name = text(name);
    s.policy.text = rules_->name;
    s.chinese = chinese_;
    s.order = "gte";
    s.through = ast::date_literal{found_.through, {}};
    s.givens.push_back(given());
    s.expectations.push_back(expectation());
    document_.scenarios.push_back(std::move(s));
    return std::move(document_);
  }

 private:
  static ast::text_literal text(const std::string& value) {
    return {value, {}, value.find('"') != std::string::npos};
  }

  /// People are called in the order in which they come.
  std::string name_of(std::uint32_t subject) {
    static constexpr std::string_view zh[] = {"甲", "乙", "丙", "丁", "戊",
                                              "己", "庚", "辛", "壬", "癸"};
    const auto [at, is_new] = names_.try_emplace(subject, names_.size());
    const std::size_t n = at->second;
    if (chinese_) return n < std::size(zh) ? std::string(zh[n]) : "代表" + std::to_string(n + 1);
    return n < 26 ? std::string(1, static_cast<char>('A' + n)) : "P" + std::to_string(n + 1);
  }

  ast::expr_id literal(ast::expr e) {
    document_.expressions.push_back(std::move(e));
    return static_cast<ast::expr_id>(document_.expressions.size() - 1);
  }
  ast::expr_id number(decimal n) {
    ast::expr e;
    e.kind = ast::expr_kind::number;
    e.number = n;
    return literal(std::move(e));
  }

  ast::expr_id value(const schema_field& f, const cell_value& v) {
    ast::expr e;
    switch (f.type) {
      case value_type::text:
        e.kind = ast::expr_kind::text;
        e.text = text(v.text);
        return literal(std::move(e));
      case value_type::date:
        e.kind = ast::expr_kind::date;
        e.day = date::from_days(static_cast<std::int32_t>(v.number));
        return literal(std::move(e));
      case value_type::flag:
        e.kind = ast::expr_kind::flag;
        e.flag = v.number != 0;
        return literal(std::move(e));
      default:
        return number(decimal::from_millionths(v.number));
    }
  }

  ast::given given() {
    ast::given out;
    out.chinese = chinese_;
    stream rows = found_.rows;
    std::stable_sort(rows.begin(), rows.end(), [](const row& a, const row& b) {
      return std::pair(a.subject, a.day) < std::pair(b.subject, b.day);
    });
    for (const row& r : rows) out.rows.push_back(given_row(r));
    return out;
  }

  ast::given_row given_row(const row& r) {
    ast::given_row out;
    out.from = ast::date_literal{r.day, {}};
    if (r.what.days > 1) out.to = ast::date_literal{r.day + (r.what.days - 1), {}};
    out.subject = text(name_of(r.subject));
    out.kind = text(r.what.kind);
    for (const cell& c : r.what.cells) {
      const schema_field& f = rules_.schema().activity[c.field];
      ast::setting& written = out.settings.emplace_back();
      written.name.text = f.name;
      written.value = value(f, c.value);
    }
    return out;
  }

  ast::expectation expectation() {
    const observation& o = found_.what;
    ast::expectation out;
    out.chinese = chinese_;
    out.period = ast::identifier{o.when.to_string(), {}};
    if (o.what == observation::kind::list) {
      out.kind = ast::expect_kind::list;
      out.list.text = rules_->lists[o.index].name;
      for (const std::string& key : comparison::listed(result_.before(), o.index, o.when))
        out.members.push_back(text(name_of(static_cast<std::uint32_t>(std::stoul(key)))));
      return out;
    }
    out.subject = text(name_of(o.subject));
    out.checks.push_back(check());
    return out;
  }

  ast::check check() {
    const observation& o = found_.what;
    const book& b = result_.before();
    const subject_id s = *b.find(key_of(o.subject));
    ast::check out;
    if (o.what == observation::kind::grade) {
      out.kind = ast::check_kind::grade;
      if (is_one_of_several(o.index)) out.name.text = rules_->grades[o.index].name;
      out.text = text(comparison::grade_of(b, o.when, *b.rank(o.when), s, o.index));
      return out;
    }
    if (o.what == observation::kind::refused) {
      out.kind = ast::check_kind::refused;
      out.value = number(
          decimal::of(static_cast<std::int64_t>(comparison::refused_in(b, o.subject, o.when))));
      return out;
    }
    out.kind = o.index == 0 ? ast::check_kind::total : ast::check_kind::block;
    if (o.index != 0) out.name.text = rules_->blocks[o.index].name;
    out.value = number(*b.points(s, o.index, o.when));
    return out;
  }

  bool is_one_of_several(std::uint32_t grade) const {
    const auto& all = rules_->grades;
    return std::count_if(all.begin(), all.end(),
                         [&](const auto& g) { return g.per == all[grade].per; }) > 1;
  }

  const policy& rules_;
  const finding& found_;
  bool chinese_;
  comparison result_;  // of the policy with itself
  ast::document document_;
  std::map<std::uint32_t, std::size_t> names_;
};

}  // namespace dutyscore::detail::witness
