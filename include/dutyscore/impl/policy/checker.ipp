// What every part of the checker shares: the tree being checked, the policy that grows from it, and
// the mistakes found so far. Not for users: see policy/from_ast.hpp.
//
//   names     scopes, look-up, "did you mean"          fields    columns and their bounds
//   types     what a value may be, literals            functions, expressions, tables
//   figures   functions over a period                  values    bounds and constants
//   clauses   what may stand where, `in force`, `on`   calendar    years, terms, periods
//   lines, limits, selections, period_lines
//   texts     blocks and what amendments make of them  vetoes, grades, lists, blocks
//   circles   points that need each other              signs     awards and deductions
//
// A mistake is reported where it is found and leaves an unknown type or name behind, which fits
// everywhere: one mistake, one message.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/lang/ast.hpp"
#include "dutyscore/lang/keywords.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::detail::checking {

inline constexpr std::size_t max_depth = 200;      // of expressions and of categories
inline constexpr std::size_t max_keys = 8;         // of one table
inline constexpr std::size_t max_messages = 1000;  // of one policy

/// The type of an expression; absent after a mistake in it.
using maybe_type = std::optional<value_type>;

struct typed {
  expression_id id = none;
  maybe_type type;
};

/// The fields of activities or of subjects, in the order of the text.
struct field_table {
  std::vector<const ast::field*> trees;
  std::map<std::string, std::uint32_t, std::less<>> by_name;
  std::map<std::string, std::uint32_t, std::less<>>
      by_header;                                  // names and labels: what may head a column
  std::vector<std::set<std::string_view>> kinds;  // empty: belongs to every kind
  std::vector<bool> is_read;

  std::optional<std::uint32_t> find(std::string_view name) const {
    const auto found = by_name.find(name);
    return found == by_name.end() ? std::nullopt : std::optional(found->second);
  }
};

/// One text of a block, veto, grade or list: the first, or one that an amendment gave it.
struct text_of_block {
  std::uint32_t id = 0;       // of the block, veto, grade or list
  std::uint32_t version = 0;  // of a block
  const ast::clause* tree = nullptr;              // absent: the policy's own
  std::vector<const ast::clause*> clauses;        // those that can be worked with
  std::vector<std::string> kinds;                 // of an indicator: what its `on` name
};

struct checker {
  const ast::document& document;
  const ast::policy& tree;
  policy_data policy;
  diagnostics messages;
  std::map<std::string, span, std::less<>> names;  // the policy, its blocks, vetoes, grades, lists
  std::map<std::string, block_id, std::less<>> block_ids;
  std::vector<text_of_block> blocks, vetoes, grades, lists;  // in the order of time
  std::vector<std::vector<std::string>> kinds_below;  // of each block, over all its texts
  std::uint32_t grades_in_reach = none;               // what a grade may read are those before it
  std::map<std::string, span, std::less<>> kinds;  // of every `on`, with the first place
  std::optional<span> per_term;                    // the first clause that counts so
  bool has_unsound_terms = false;
  field_table activity;                            // beside policy.fields
  field_table subject;                             // beside policy.schema.subject
  std::size_t depth = 0;                           // of the expression being checked
  bool is_too_deep = false;                        // said once
  diagnostic unsaid;                               // what comes after max_messages
  bool has_unsaid = false, has_unsaid_error = false;

  checker(const ast::document& d, const ast::policy& p) : document(d), tree(p) {}
  const ast::expr& at(ast::expr_id id) const { return document.at(id); }
  std::string text(span s) const { return std::string(document.where->text(s)); }
};

/// What an expression is evaluated on.
enum class stage : unsigned char {
  activity,  // fields, kind, date, end, subject.NAME
  subject,   // the N of a limit or selection: subject.NAME
  period,    // a line per period: subject.NAME and functions over the period
  reading,   // a grade or list: those, and total, rank, ranked, vetoed, grade
};

/// What an expression is evaluated on, and so which names it may use.
struct scope {
  stage on = stage::activity;
  const std::vector<std::string>* kinds =
      nullptr;                          // of the activities that it may meet; null: every kind
  period_unit per = period_unit::year;  // of the line, grade or list
  block_id own = none;                  // the indicator of a line per period
  bool is_earlier = false;              // inside previous(…)
};

/// The scope of what is evaluated on activities of these kinds. `kinds` must outlive it.
DUTYSCORE_INLINE scope on_activities(const std::vector<std::string>& kinds) {
  scope s;
  s.kinds = &kinds;
  return s;
}
DUTYSCORE_INLINE scope on_subject() {
  scope s;
  s.on = stage::subject;
  return s;
}
DUTYSCORE_INLINE scope on_period(stage on, period_unit per, block_id own = none) {
  scope s;
  s.on = on;
  s.per = per;
  s.own = own;
  return s;
}

/// The new diagnostic, for further spans and hints; valid until the next one.
DUTYSCORE_INLINE diagnostic& report(checker& c, std::string_view code, span at,
                                    std::initializer_list<message_argument> arguments,
                                    message caption = {}) {
  diagnostic d = make_diagnostic(code, arguments, c.document.where, at, std::move(caption));
  if (c.messages.size() < max_messages) return c.messages.emplace_back(std::move(d));
  c.has_unsaid = true;
  c.has_unsaid_error = c.has_unsaid_error || d.level == severity::error;
  return c.unsaid = std::move(d);
}

DUTYSCORE_INLINE void also(diagnostic& d, span at, std::string_view caption,
                           std::initializer_list<message_argument> arguments = {}) {
  d.spans.push_back({at, phrase(caption, arguments)});
}

DUTYSCORE_INLINE void hint(diagnostic& d, std::string_view what,
                           std::initializer_list<message_argument> arguments = {}) {
  d.hints.push_back(phrase(what, arguments));
}

/// "did you mean …" when one of the candidates is like the word. Only for the first mistakes: a
/// text with thousands of them is not mended by spelling, and likeness costs.
DUTYSCORE_INLINE void suggest(const checker& c, diagnostic& d, std::string_view word,
                              const std::vector<std::string>& candidates) {
  constexpr std::size_t mistakes = 100;
  if (c.messages.size() > mistakes) return;
  if (const auto near = closest(word, candidates)) d.hints.push_back(did_you_mean(*near));
}

typed lower(checker& c, ast::expr_id id, const scope& s);
typed lower_table(checker& c, const ast::expr& e, const scope& s);
typed lower_figure(checker& c, const ast::expr& e, const scope& s);
void check_divisor(checker& c, ast::expr_id divisor, const typed& lowered, const scope& s);

}  // namespace dutyscore::detail::checking
