// A tree as text, without places, spelling and comments: what both spellings of a policy must
// share.
#pragma once

#include <string>

#include "dutyscore/lang/parser.hpp"

namespace dutyscore::test {

class tree_text {
 public:
  explicit tree_text(const ast::document& d) : document_(d) {}

  std::string all() const {
    std::string out = document_.order;
    for (const ast::policy& p : document_.policies)
      out += "\npolicy " + p.name.text + label(p.label) + list(p.body);
    for (const ast::scenario& s : document_.scenarios) out += "\n" + scenario(s);
    return out;
  }

 private:
  static std::string quoted(const ast::text_literal& t) { return "<" + t.value + ">"; }
  static std::string label(const std::optional<ast::text_literal>& t) {
    return t ? quoted(*t) : "";
  }
  static std::string day(const std::optional<ast::date_literal>& d) {
    return d ? "@" + d->value.to_string() : "";
  }
  template <class Enum>
  static std::string code(const char* name, Enum e) {
    return std::string(" ") + name + std::to_string(static_cast<int>(e));
  }

  std::string expr(ast::expr_id id) const {
    if (id == ast::no_expr) return "-";
    const ast::expr& e = document_.at(id);
    std::string out = "(" + std::to_string(static_cast<int>(e.kind)) + " " + e.number.to_string() +
                      " " + quoted(e.text) + e.member.text + (e.flag ? " yes" : "") +
                      (e.marginal ? " marginal" : "") +
                      (e.kind == ast::expr_kind::date ? e.day.to_string() : "");
    for (const ast::expr_id a : e.args) out += " " + expr(a);
    out += " " + expr(e.filter) + expr(e.otherwise);
    for (const ast::table_row& r : e.rows) {
      out += "[";
      for (const ast::table_cell& c : r.cells) out += code("c", c.kind) + expr(c.value);
      out += ":" + expr(r.value) + "]";
    }
    return out + ")";
  }

  std::string clause(const ast::clause& c) const {
    std::string out = code("clause", c.kind) + " " + c.name.text + label(c.label);
    for (const ast::text_literal& t : c.texts) out += quoted(t);
    if (c.per) out += code("per", c.per->unit);
    if (c.per_event) out += " event";
    for (const ast::expr_id k : c.by) out += " by" + expr(k);
    for (const ast::expr_id e : {c.value, c.amount, c.when, c.divisor}) out += " " + expr(e);
    out += code("unit", c.unit) + code("mode", c.mode) + code("effect", c.effect);
    if (c.counted) out += " counted " + c.counted->text;
    if (c.running) out += " running";
    if (c.percent) out += " percent";
    if (c.flag) out += " flag";
    out += " " + c.number.to_string() + day(c.from) + "/" + day(c.to) + " " +
           std::to_string(c.month) + "-" + std::to_string(c.day);
    for (const ast::field& f : c.fields) out += "\n " + field(f);
    for (const ast::grade_row& r : c.grade_rows)
      out +=
          "\n " + quoted(r.name) + expr(r.from) + expr(r.when) + (r.otherwise ? " otherwise" : "");
    return out + list(c.body);
  }

  std::string field(const ast::field& f) const {
    std::string out = "field " + f.name.text + label(f.label) + code("type", f.type);
    for (const ast::expr_id e : {f.from, f.to, f.default_value, f.computed}) out += " " + expr(e);
    for (const ast::text_literal& t : f.one_of) out += " one" + quoted(t);
    for (const ast::text_literal& t : f.kinds) out += " for" + quoted(t);
    return out;
  }

  std::string list(const std::vector<ast::clause>& body) const {
    std::string out = "{";
    for (const ast::clause& c : body) out += "\n" + clause(c);
    return out + "}";
  }

  std::string scenario(const ast::scenario& s) const {
    std::string out = "scenario " + quoted(s.name) + s.policy.text + (s.todo ? " todo" : "") +
                      s.order + day(s.through);
    for (const ast::given& g : s.givens) {
      out += "\n" + code("given", g.kind) + quoted(g.file);
      for (const ast::given_row& r : g.rows) {
        out += "\n " + day(r.from) + "/" + day(r.to) + quoted(r.subject) + quoted(r.kind);
        for (const ast::setting& v : r.settings) out += " " + v.name.text + expr(v.value);
      }
    }
    for (const ast::expectation& e : s.expectations) {
      out += "\n" + code("expect", e.kind) + quoted(e.subject) + e.list.text +
             (e.period ? " " + e.period->text : "") + (e.basis ? " on " + e.basis->text : "") +
             day(e.day) + quoted(e.reason);
      for (const ast::text_literal& m : e.members) out += quoted(m);
      for (const ast::check& c : e.checks)
        out += "\n " + code("check", c.kind) + c.name.text + expr(c.value) + quoted(c.text);
    }
    return out;
  }

  const ast::document& document_;
};

inline std::string tree_of(const ast::document& d) { return tree_text(d).all(); }

inline result<ast::document> parse_text(std::string text, const parse_limits& limits = {}) {
  return parse(std::make_shared<source>("test.duty", std::move(text)), limits);
}

}  // namespace dutyscore::test
