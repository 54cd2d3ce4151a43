// By what a policy is recognised: the digest of its canonical text. Comments, layout, spelling and
// the other policies and scenarios of the file do not matter; every word, number and name does.
#pragma once

#include "dutyscore/core/sha256.hpp"
#include "dutyscore/lang/printer.hpp"

namespace dutyscore::detail::checking {

/// Takes away what the printer would print beside the policy itself.
class bare_tree {
 public:
  static void strip(ast::document& document) {
    for (ast::expr& e : document.expressions) {
      strip(e.text);
      for (ast::table_row& row : e.rows) row.around = {};
    }
    for (ast::policy& p : document.policies) {
      p.around = p.closing = {};
      if (p.label) strip(*p.label);
      strip(p.body);
    }
    document.closing = {};
  }

 private:
  static void strip(ast::text_literal& text) { text.curly = false; }
  static void strip(std::vector<ast::text_literal>& texts) {
    for (ast::text_literal& text : texts) strip(text);
  }
  static void strip(std::vector<ast::clause>& body) {
    for (ast::clause& c : body) {
      c.around = c.closing = {};
      if (c.label) strip(*c.label);
      strip(c.texts);
      strip(c.fields);
      for (ast::grade_row& row : c.grade_rows) {
        row.around = {};
        strip(row.name);
      }
      strip(c.body);
    }
  }
  static void strip(std::vector<ast::field>& fields) {
    for (ast::field& f : fields) {
      f.around = {};
      if (f.label) strip(*f.label);
      strip(f.one_of);
      strip(f.kinds);
    }
  }
};

DUTYSCORE_INLINE digest fingerprint_of(const ast::document& document, const ast::policy& tree) {
  ast::document bare;
  bare.where = document.where;
  bare.expressions = document.expressions;
  bare.policies.push_back(tree);
  bare.order = "p";
  bare_tree::strip(bare);
  return sha256_of(std::string("dutyscore policy 1\n") + print(bare, language::en));
}

}  // namespace dutyscore::detail::checking
