// Names: who has which, and what a word in an expression means.
#pragma once

#include "dutyscore/impl/policy/checker.ipp"
#include "dutyscore/impl/policy/types.ipp"
#include "dutyscore/lang/lexer.hpp"

namespace dutyscore::detail::checking {

/// Words that say something about a subject in a period, and so in expectations.
struct period_word {
  lang::word word;
  operation op;
  value_type type;
};
inline constexpr period_word period_words[] = {
    {lang::word::total, operation::total, value_type::decimal},
    {lang::word::rank, operation::rank, value_type::integer},
    {lang::word::ranked, operation::ranked, value_type::integer},
    {lang::word::vetoed, operation::vetoed, value_type::flag},
    {lang::word::grade, operation::grade, value_type::text},
};

/// Further words of expectations.
inline constexpr lang::word result_words[] = {lang::word::refused, lang::word::unmatched,
                                              lang::word::pending};

/// Spelt so in either language.
DUTYSCORE_INLINE bool is_word(std::string_view text, lang::word w) {
  return text == lang::entry(w).en || text == lang::entry(w).zh;
}

template <class Range>
bool holds(const Range& range, const auto& word) {
  return std::find(std::begin(range), std::end(range), word) != std::end(range);
}

DUTYSCORE_INLINE const fixed_column_name* fixed_column_called(std::string_view word,
                                                              bool in_roster) {
  for (const fixed_column_name& f : fixed_columns)
    if ((f.en == word || f.zh == word) && (in_roster ? f.in_roster : f.in_activities)) return &f;
  return nullptr;
}

DUTYSCORE_INLINE const period_word* period_word_called(std::string_view word) {
  for (const period_word& w : period_words)
    if (is_word(word, w.word)) return &w;
  return nullptr;
}

DUTYSCORE_INLINE bool is_result_word(std::string_view name) {
  return std::any_of(std::begin(result_words), std::end(result_words),
                     [&](lang::word w) { return is_word(name, w); });
}

/// Enters a policy, block, veto, grade or list.
DUTYSCORE_INLINE void declare(checker& c, const ast::identifier& name) {
  if (name.empty()) return;
  if (period_word_called(name.text) || is_result_word(name.text))
    report(c, "DS0214", name.where, {name.text});
  const auto [earlier, is_new] = c.names.emplace(name.text, name.where);
  if (!is_new) also(report(c, "DS0209", name.where, {name.text}), earlier->second, "first here");
}

DUTYSCORE_INLINE std::vector<std::string> names_of(const field_table& fields) {
  std::vector<std::string> out;
  for (const ast::field* f : fields.trees) out.push_back(f->name.text);
  return out;
}

/// `total > 5` where an activity is judged.
DUTYSCORE_INLINE bool is_figure_of_result(std::string_view name) {
  for (const lang::word w : {lang::word::total, lang::word::rank, lang::word::ranked,
                             lang::word::vetoed, lang::word::grade})
    if (name == lang::entry(w).en || name == lang::entry(w).zh) return true;
  return false;
}

DUTYSCORE_INLINE void report_unknown_field(checker& c, std::string_view name, span at) {
  if (fixed_column_called(name, false)) {
    report(c, "DS0206", at, {name});
    return;
  }
  if (is_figure_of_result(name)) return hint(report(c, "DS0612", at, {c.text(at)}), "of results");
  diagnostic& d = report(c, "DS0202", at, {name});
  if (const auto labelled = c.activity.by_header.find(name);
      labelled != c.activity.by_header.end()) {
    const ast::field& f = *c.activity.trees[labelled->second];
    return also(d, f.name.where, "label of", {f.name.text});
  }
  if (c.subject.find(name)) return hint(d, "write subject", {name});
  if (lang::is_numeral(name)) return hint(d, "write digits");
  if (const std::string unit = "每" + std::string(name); lang::find_spelling(unit))
    return d.hints.push_back(did_you_mean(unit));  // 每 次
  if (const auto spaced = lang::spaced_run(std::string(name)))
    return d.hints.push_back(phrase("spaces needed", {*spaced}));
  std::vector<std::string> candidates = names_of(c.activity);
  candidates.insert(candidates.end(), {"kind", "date", "end"});
  suggest(c, d, name, candidates);
}

/// A field that belongs to some kinds is read only where no other kind may come.
DUTYSCORE_INLINE void check_kinds_of_field(checker& c, std::uint32_t index, span at,
                                           const scope& s) {
  const std::set<std::string_view>& kinds = c.activity.kinds[index];
  if (kinds.empty()) return;
  const ast::field& f = *c.activity.trees[index];
  if (!s.kinds)
    return also(report(c, "DS0228", at, {f.name.text}), f.name.where, "declared for kinds");
  const auto other = std::find_if(s.kinds->begin(), s.kinds->end(),
                                  [&](const std::string& kind) { return !kinds.contains(kind); });
  if (other == s.kinds->end()) return;
  for (const ast::text_literal& kind : f.kinds)  // misspelt, which has been said there
    if (!c.kinds.contains(kind.value) && closest(kind.value, std::span(&*other, 1)))
      return;
  also(report(c, "DS0229", at, {f.name.text, *other}), f.name.where, "declared for kinds");
}

/// A field of the activities by name, marked as read; an index into policy.fields.
DUTYSCORE_INLINE std::optional<std::uint32_t> use_field(checker& c, std::string_view name, span at,
                                                        const scope& s) {
  const auto found = c.activity.find(name);
  if (!found) {
    report_unknown_field(c, name, at);
    return std::nullopt;
  }
  c.activity.is_read[*found] = true;
  check_kinds_of_field(c, *found, at, s);
  return found;
}

DUTYSCORE_INLINE std::optional<std::uint32_t> use_subject_field(checker& c,
                                                                const ast::identifier& name) {
  const auto found = c.subject.find(name.text);
  if (found)
    c.subject.is_read[*found] = true;
  else
    suggest(c, report(c, "DS0205", name.where, {name.text}), name.text, names_of(c.subject));
  return found;
}

/// A category, an indicator or the policy by its name.
DUTYSCORE_INLINE std::optional<block_id> use_block(checker& c, std::string_view name, span at) {
  if (const auto found = c.block_ids.find(name); found != c.block_ids.end()) return found->second;
  std::vector<std::string> candidates;
  for (const auto& [block, id] : c.block_ids) candidates.push_back(block);
  diagnostic& d = report(c, "DS0601", at, {name});
  suggest(c, d, name, candidates);
  return std::nullopt;
}

}  // namespace dutyscore::detail::checking
