#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/impl/testing/scenario_expect.ipp"
#include "dutyscore/testing/scenario.hpp"

// The literals with which an expectation would hold. Only literals are ever exchanged: who is
// expected on a list and is not, or how an activity was refused that was not, is for the author.
namespace dutyscore::detail::scenarios {

/// The text between delimiters of the kind that the author used, else of the other kind; nothing
/// when the text fits between neither.
DUTYSCORE_INLINE std::optional<std::string> as_literal(std::string_view text, bool curly) {
  const auto has = [&](std::string_view what) { return text.find(what) != std::string_view::npos; };
  if (has("\n")) return std::nullopt;
  const bool fits_straight = !has("\""), fits_curly = !has("“") && !has("”");
  if (!fits_straight && !fits_curly) return std::nullopt;
  const bool write_curly = curly ? fits_curly : !fits_straight;
  return (write_curly ? "“" : "\"") + std::string(text) + (write_curly ? "”" : "\"");
}

DUTYSCORE_INLINE std::optional<text_edit> mended_text(const ast::text_literal& written,
                                                      std::string_view got) {
  auto literal = as_literal(got, written.curly);
  if (!literal) return std::nullopt;
  return text_edit{written.where, *std::move(literal)};
}

DUTYSCORE_INLINE std::optional<text_edit> mended_number(const bench& b, ast::expr_id written,
                                                        const decimal& got) {
  return text_edit{b.at(written).where, got.to_string()};
}

DUTYSCORE_INLINE std::string_view text_between(const bench& b, std::uint32_t begin,
                                               std::uint32_t end) {
  return b.document.where->text({begin, end});
}

/// The place of the names in `expect LIST PERIOD { "A" "B" }`: from the first to the last, or just
/// behind the brace when there is none. Nothing when a comment stands among them, or the brace is
/// not found because it is a full-width one.
DUTYSCORE_INLINE std::optional<span> place_of_members(const bench& b, const ast::expectation& e) {
  if (!e.members.empty()) {
    const span all = join(e.members.front().where, e.members.back().where);
    std::uint32_t at = all.begin;
    for (const ast::text_literal& m : e.members) {
      if (text_between(b, at, m.where.begin).find('#') != std::string_view::npos)
        return std::nullopt;
      at = m.where.end;
    }
    return all;
  }
  const std::string_view written = b.document.where->text(e.where);
  const std::size_t brace = written.rfind('{');
  if (brace == std::string_view::npos || written.find('#') != std::string_view::npos)
    return std::nullopt;
  const auto behind = static_cast<std::uint32_t>(e.where.begin + brace + 1);
  return span{behind, behind};
}

/// With the spaces before it, so that no two stand side by side when nothing is left between.
DUTYSCORE_INLINE span with_spaces_before(const bench& b, span s) {
  while (s.begin > 0 && text_between(b, s.begin - 1, s.begin) == " ") --s.begin;
  return s;
}

/// The names got, parted like the first two of the author's.
DUTYSCORE_INLINE std::optional<text_edit> mended_members(const bench& b, const ast::expectation& e,
                                                         const std::vector<std::string>& got) {
  const auto place = place_of_members(b, e);
  if (!place) return std::nullopt;
  if (got.empty()) return text_edit{with_spaces_before(b, *place), {}};
  const std::string between =
      e.members.size() > 1
          ? std::string(text_between(b, e.members[0].where.end, e.members[1].where.begin))
          : " ";
  text_edit out{*place, e.members.empty() ? " " : ""};
  for (std::size_t i = 0; i < got.size(); ++i) {
    const bool curly = !e.members.empty() && e.members.front().curly;
    const auto literal = as_literal(got[i], curly);
    if (!literal) return std::nullopt;
    out.text += (i == 0 ? "" : between) + *literal;
  }
  return out;
}

}  // namespace dutyscore::detail::scenarios
