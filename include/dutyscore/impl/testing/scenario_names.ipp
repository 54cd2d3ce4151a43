#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/lang/ast.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::detail::scenarios {

/// One scenario, the policy that judges it, and where its mistakes go.
struct bench {
  const ast::document& document;
  const ast::scenario& scenario;
  const policy& rules;
  diagnostics& out;

  const policy_data& data() const { return rules.data(); }
  const ast::expr& at(ast::expr_id id) const { return document.at(id); }
  diagnostic& report(std::string_view code, std::initializer_list<message_argument> arguments,
                     span where, message caption = {}) const {
    out.push_back(make_diagnostic(code, arguments, document.where, where, std::move(caption)));
    return out.back();
  }
};

DUTYSCORE_INLINE void suggest(diagnostic& d, std::string_view word,
                              const std::vector<std::string>& candidates) {
  if (const auto found = closest(word, candidates)) d.hints.push_back(did_you_mean(*found));
}

/// The names of a list of blocks, fields, lists …; `T` has a name and a label.
template <class T>
std::vector<std::string> names_of(const std::vector<T>& items) {
  std::vector<std::string> out;
  for (const T& item : items)
    if (!item.name.empty()) out.push_back(item.name);
  return out;
}

/// The index of the item of that name.
template <class T>
std::optional<std::uint32_t> find_name(const std::vector<T>& items, std::string_view name) {
  for (std::uint32_t i = 0; i < items.size(); ++i)
    if (items[i].name == name) return i;
  return std::nullopt;
}

/// The name of the item that is labelled so: authors often write the label where the name stands.
template <class T>
std::optional<std::string> named_by_label(const std::vector<T>& items, std::string_view label) {
  for (const T& item : items)
    if (item.label == label) return item.name;
  return std::nullopt;
}

/// Finds a block, grade or list, or reports it under `code` with the name that may have been meant.
template <class T>
std::optional<std::uint32_t> resolve(const bench& b, const std::vector<T>& items,
                                     const ast::identifier& name, std::string_view code) {
  if (const auto found = find_name(items, name.text)) return found;
  diagnostic& d = b.report(code, {name.text, b.data().name}, name.where);
  if (const auto meant = named_by_label(items, name.text))
    d.hints.push_back(did_you_mean(*meant));
  else
    suggest(d, name.text, names_of(items));
  return std::nullopt;
}

DUTYSCORE_INLINE message text_of(const period& p) {
  return {p.to_text(language::en), p.to_text(language::zh)};
}

DUTYSCORE_INLINE std::optional<standing> find_standing(std::string_view word) {
  for (const standing_name& n : standing_names)
    if (word == n.en || word == n.zh) return n.value;
  return std::nullopt;
}

DUTYSCORE_INLINE std::vector<std::string> standing_words() {
  std::vector<std::string> out;
  for (const standing_name& n : standing_names)
    out.insert(out.end(), {std::string(n.en), std::string(n.zh)});
  return out;
}

/// A literal number, its sign included.
DUTYSCORE_INLINE std::optional<decimal> number_in(const bench& b, ast::expr_id id) {
  if (id == ast::no_expr) return std::nullopt;
  const ast::expr& e = b.at(id);
  if (e.kind == ast::expr_kind::number) return e.number;
  if (e.kind != ast::expr_kind::negate) return std::nullopt;
  const auto inner = number_in(b, e.args[0]);
  return inner ? subtract(decimal{}, *inner) : std::nullopt;
}

}  // namespace dutyscore::detail::scenarios
