#pragma once

#include "dutyscore/impl/report/explanation.ipp"
#include "dutyscore/impl/report/json.ipp"
#include "dutyscore/impl/report/pieces.ipp"
#include "dutyscore/report/comparison.hpp"
#include "dutyscore/report/csv_writer.hpp"

namespace dutyscore {
namespace detail::comparing {

DUTYSCORE_INLINE std::string signed_text(decimal d) {
  return (d > decimal{} ? "+" : "") + d.to_string();
}

DUTYSCORE_INLINE std::string only_text(known_in where, language lang) {
  const bool zh = lang == language::zh;
  if (where == known_in::both) return {};
  if (where == known_in::before) return zh ? "（仅旧办法有）" : " (old policy only)";
  return zh ? "（仅新办法有）" : " (new policy only)";
}

/// Words between the spaces.
DUTYSCORE_INLINE std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

/// `award … from 500:` of the words [first, last): the first one and the last two.
DUTYSCORE_INLINE std::string part_of(const std::vector<std::string>& words, std::size_t first,
                                     std::size_t last, bool is_short) {
  std::string out;
  for (std::size_t i = first; i < last; ++i) {
    const bool is_left_out = is_short && last - first > 4 && i > first && i + 2 < last;
    if (is_left_out && i > first + 1) continue;
    out += (out.empty() ? "" : " ") + (is_left_out ? std::string("…") : words[i]);
  }
  return out;
}

/// `award 2 → 3 per hours`: what two wordings share is said once, and shortened where it is long.
DUTYSCORE_INLINE std::string both_wordings(const std::string& before, const std::string& after) {
  const std::vector<std::string> old = words_in(before), now = words_in(after);
  const std::size_t most = std::min(old.size(), now.size());
  std::size_t same = 0, same_end = 0;
  while (same < most && old[same] == now[same]) ++same;
  while (same_end < most - same && old[old.size() - 1 - same_end] == now[now.size() - 1 - same_end])
    ++same_end;
  const std::string middle = report::shortened(part_of(old, same, old.size() - same_end, false)) +
                             " → " +
                             report::shortened(part_of(now, same, now.size() - same_end, false));
  const auto written = [&](bool is_short) {
    const std::string front = part_of(now, 0, same, is_short),
                      back = part_of(now, now.size() - same_end, now.size(), is_short);
    return front + (front.empty() ? "" : " ") + middle + (back.empty() ? "" : " ") + back;
  };
  const std::string whole = written(false);
  return whole == report::shortened(whole) ? whole : written(true);
}

/// How a clause reads now, and what of it read otherwise before.
DUTYSCORE_INLINE std::string wording(const compared_clause& c, language lang) {
  const std::string &before = c.before.in(lang), &after = c.after.in(lang);
  if (before.empty() || before == after) return report::shortened(after);
  if (after.empty()) return report::shortened(before);
  return both_wordings(before, after);
}

/// Something of it is seen without looking into blocks.
DUTYSCORE_INLINE bool is_seen(const compared_person& p) {
  return !p.points.is_none() || p.rank_before != p.rank_after || p.served != known_in::both;
}

class text_writer {
 public:
  text_writer(const comparison& c, language lang, bool detail)
      : c_(c), lang_(lang), zh_(lang == language::zh), detail_(detail) {}

  std::string run() {
    return head() + totals() + blocks() + grades() + lists() + people();
  }

 private:
  std::string say(std::string_view en, std::string_view zh) const {
    return std::string(zh_ ? zh : en);
  }
  std::string indented(int depth, const std::string& text) const {
    return std::string(static_cast<std::size_t>(depth) * 2, ' ') + text;
  }

  std::string head() const {
    text_table sides({alignment::left, alignment::left, alignment::left}, 0);
    sides.row({say("old:", "旧："), printable(c_.before_source),
               printable(c_.before.policy_label)});
    sides.row({say("new:", "新："), printable(c_.after_source), printable(c_.after.policy_label)});
    return say("What a change of policy does\n", "办法变动对照\n") + sides.to_text() +
           say("basis: ", "口径：") + words::of(c_.after.on).in(lang_) +
           say("    through: ", "    截至：") + c_.after.through.to_text(lang_) + "\n";
  }

  static std::vector<std::string> cells(std::vector<std::string> front, const points_change& p,
                                        std::vector<std::string> back = {}) {
    front.insert(front.end(), {p.before.to_string(), p.after.to_string(),
                               signed_text(p.difference)});
    front.insert(front.end(), back.begin(), back.end());
    return front;
  }

  std::string totals() const {
    text_table table({alignment::left, alignment::point, alignment::point, alignment::point,
                      alignment::right, alignment::right, alignment::right, alignment::right},
                     2);
    table.header(zh_ ? std::vector<std::string>{"时间", "旧", "新", "差", "人数", "增加", "减少", "不变"}
                     : std::vector<std::string>{"period", "old", "new", "change", "people", "more",
                                                "less", "same"});
    for (const compared_period& p : c_.periods)
      table.row(cells({p.period.to_text(lang_)}, p.points,
                      {std::to_string(p.people), std::to_string(p.more), std::to_string(p.less),
                       std::to_string(p.people - p.more - p.less)}));
    if (c_.periods.size() > 1) table.row(cells({say("total", "合计")}, c_.total, {"", "", "", ""}));
    return say("\nPoints of everybody:\n", "\n总分：\n") + table.to_text();
  }

  /// Blocks that change, stand in one policy only or have clauses that change; and those around them.
  std::vector<bool> shown_blocks() const {
    std::vector<bool> out(c_.blocks.size());
    for (const compared_clause& clause : c_.clauses) out[clause.block] = true;
    for (std::size_t b = c_.blocks.size(); b-- > 0;) {
      if (c_.blocks[b].people > 0 || c_.blocks[b].where != known_in::both) out[b] = true;
      if (!out[b]) continue;
      for (std::size_t up = b, depth = static_cast<std::size_t>(c_.blocks[b].depth); up-- > 0;)
        if (static_cast<std::size_t>(c_.blocks[up].depth) < depth) {
          out[up] = true;
          depth = static_cast<std::size_t>(c_.blocks[up].depth);
        }
    }
    return out;
  }

  std::string blocks() const {
    const std::vector<bool> is_shown = shown_blocks();
    if (std::none_of(is_shown.begin(), is_shown.end(), [](bool b) { return b; }))
      return say("\nNo block changes.\n", "\n各项均无变动。\n");
    text_table table({alignment::left, alignment::point, alignment::point, alignment::point,
                      alignment::right},
                     2);
    table.header(zh_ ? std::vector<std::string>{"项目", "旧", "新", "差", "人数"}
                     : std::vector<std::string>{"block", "old", "new", "change", "people"});
    for (std::size_t b = 0; b < c_.blocks.size(); ++b) {
      if (!is_shown[b]) continue;
      const compared_block& block = c_.blocks[b];
      table.row(cells({indented(block.depth, printable(block.label)) +
                       only_text(block.where, lang_)},
                      block.points, {std::to_string(block.people)}));
      for (const compared_clause& clause : c_.clauses)
        if (clause.block == b)
          table.row(cells({indented(block.depth + 1, "· " + printable(wording(clause, lang_)))},
                          clause.points, {std::to_string(clause.people)}));
    }
    return say("\nBlocks and clauses that change:\n", "\n有变动的项目和条款：\n") +
           table.to_text();
  }

  std::string who(const person& p) const {
    return report::person_text(p.subject, p.name, "", lang_);
  }
  std::string named(const std::vector<person>& people) const {
    std::string out;
    for (const person& p : people) out += (out.empty() ? "" : say(", ", "、")) + who(p);
    return out;
  }

  std::string grades() const {
    if (c_.grades.empty()) return {};
    text_table table({alignment::left, alignment::left, alignment::left, alignment::left}, 2);
    const auto shown = [&](const std::string& grade) {
      return grade.empty() ? std::string("—") : printable(grade);
    };
    for (const grade_change& g : c_.grades)
      table.row({g.period.to_text(lang_), who(g.who), shown(g.before) + " → " + shown(g.after),
                 printable(g.grade.empty() ? "" : g.label)});
    return title({"Grades that change", "等次变动"}, c_.grades.size()) + table.to_text();
  }
  std::string title(const message& words, std::size_t n) const {
    const std::string count = std::to_string(n);
    return "\n" + words.in(lang_) + say(" (" + count + "):\n", "（" + count + "人次）：\n");
  }

  std::string lists() const {
    if (c_.lists.empty()) return {};
    std::string out = say("\nLists that change:\n", "\n名单变动：\n");
    for (const list_change& l : c_.lists) {
      out += "  " + l.period.to_text(lang_) + say(", ", " ") + printable(l.label) +
             only_text(l.where, lang_) + "\n";
      const auto line = [&](const std::vector<person>& people, const std::string& words) {
        if (!people.empty())
          out += "    " + words + say(" (", "（") + std::to_string(people.size()) +
                 say("): ", "人）：") + named(people) + "\n";
      };
      line(l.enters, say("enter", "列入"));
      line(l.leaves, say("leave", "退出"));
    }
    return out;
  }

  std::string rank_text(const compared_person& p) const {
    const auto shown = [](std::uint32_t rank) { return rank ? std::to_string(rank) : "—"; };
    if (p.rank_before == p.rank_after) return shown(p.rank_after);
    return shown(p.rank_before) + " → " + shown(p.rank_after);
  }

  /// The blocks and clauses of one change, as a tree.
  void add_parts(text_table& table, const compared_person& p) const {
    const auto add = [&](const std::string& text, int depth, const points_change& points) {
      table.row(cells({"", indented(depth, text), ""}, points, {""}));
    };
    const auto add_clauses = [&](std::size_t block, int depth) {
      for (const change_part& part : p.clauses)
        if (c_.clauses[part.index].block == block)
          add("· " + printable(wording(c_.clauses[part.index], lang_)), depth, part.points);
    };
    add_clauses(0, 1);
    std::vector<std::size_t> blocks;
    for (const change_part& part : p.blocks) blocks.push_back(part.index);
    for (const change_part& part : p.blocks) {
      const compared_block& block = c_.blocks[part.index];
      add(printable(block.label), block.depth, part.points);
      add_clauses(part.index, block.depth + 1);
    }
    // Clauses that cancel out within their block.
    for (const change_part& part : p.clauses) {
      const compared_clause& clause = c_.clauses[part.index];
      if (clause.block == 0 ||
          std::find(blocks.begin(), blocks.end(), clause.block) != blocks.end())
        continue;
      add(printable(c_.blocks[clause.block].label) + " · " + printable(wording(clause, lang_)), 1,
          part.points);
    }
  }

  std::string people() const {
    std::vector<compared_person> shown = c_.people;
    if (!detail_) std::erase_if(shown, [](const compared_person& p) { return !is_seen(p); });
    if (shown.empty()) return say("\nNobody's points change.\n", "\n无人积分有变动。\n");
    text_table table({alignment::left, alignment::left, alignment::left, alignment::point,
                      alignment::point, alignment::point, alignment::left},
                     2);
    table.header(zh_ ? std::vector<std::string>{"时间", "姓名", "单位", "旧", "新", "差", "名次"}
                     : std::vector<std::string>{"period", "name", "unit", "old", "new", "change",
                                                "rank"});
    for (const compared_person& p : shown) {
      auto row = cells({p.period.to_text(lang_), who({p.subject, p.name}), printable(p.org_unit)},
                       p.points, {rank_text(p)});
      if (p.served == known_in::after) row[3] = "—";
      if (p.served == known_in::before) row[4] = "—";
      table.row(std::move(row));
      if (detail_) add_parts(table, p);
    }
    return title({"People whose points or rank change", "积分或名次有变动的人"}, shown.size()) +
           table.to_text();
  }

  const comparison& c_;
  language lang_;
  bool zh_, detail_;
};

// ---- JSON ----

using report::json;
using report::json_of;

DUTYSCORE_INLINE std::string code_of(known_in where) {
  static constexpr std::string_view codes[] = {"both", "old", "new"};
  return std::string(codes[static_cast<std::size_t>(where)]);
}

DUTYSCORE_INLINE json with_points(json out, const points_change& p) {
  out["before"] = p.before.to_string();
  out["after"] = p.after.to_string();
  out["difference"] = p.difference.to_string();
  return out;
}

DUTYSCORE_INLINE json json_of(const person& p) {
  return {{"subject", p.subject}, {"name", p.name}};
}

DUTYSCORE_INLINE json json_of_side(const report_head& head, const std::string& source) {
  return {{"source", source}, {"name", head.policy}, {"label", head.policy_label}};
}

DUTYSCORE_INLINE json json_of(const compared_block& b) {
  json out = with_points({{"block", b.name},
                          {"label", b.label},
                          {"kind", std::string(report::code_of(b.kind))},
                          {"depth", b.depth},
                          {"in", code_of(b.where)}},
                         b.points);
  out["people"] = b.people;
  return out;
}

DUTYSCORE_INLINE json head_of(const comparison& c, const compared_clause& clause) {
  return {{"block", c.blocks[clause.block].name},
          {"entry", std::string(words::code_of(clause.kind))},
          {"old", json_of(clause.before)},
          {"new", json_of(clause.after)}};
}

DUTYSCORE_INLINE json json_of(const comparison& c, const compared_clause& clause) {
  json out = with_points(head_of(c, clause), clause.points);
  out["people"] = clause.people;
  return out;
}

DUTYSCORE_INLINE json json_of(const compared_period& p) {
  json out = with_points({{"period", json_of(p.period)}}, p.points);
  out["people"] = p.people;
  out["more"] = p.more;
  out["less"] = p.less;
  return out;
}

DUTYSCORE_INLINE json json_of(const comparison& c, const compared_person& p) {
  json out = with_points({{"subject", p.subject},
                          {"name", p.name},
                          {"org_unit", p.org_unit},
                          {"period", p.period.to_string()},
                          {"served", code_of(p.served)}},
                         p.points);
  out["rank_before"] = p.rank_before;
  out["rank_after"] = p.rank_after;
  out["blocks"] = json::array();
  for (const change_part& part : p.blocks)
    out["blocks"].push_back(with_points({{"block", c.blocks[part.index].name}}, part.points));
  out["clauses"] = json::array();
  for (const change_part& part : p.clauses)
    out["clauses"].push_back(with_points(head_of(c, c.clauses[part.index]), part.points));
  return out;
}

DUTYSCORE_INLINE json json_of(const grade_change& g) {
  json out = json_of(g.who);
  out["period"] = g.period.to_string();
  out["grade"] = g.grade;
  out["before"] = g.before;
  out["after"] = g.after;
  return out;
}

DUTYSCORE_INLINE json json_of(const list_change& l) {
  json out{{"period", l.period.to_string()},
           {"list", l.list},
           {"label", l.label},
           {"in", code_of(l.where)}};
  for (const auto& [key, people] : {std::pair("enter", &l.enters), std::pair("leave", &l.leaves)}) {
    out[key] = json::array();
    for (const person& p : *people) out[key].push_back(json_of(p));
  }
  return out;
}

template <class T>
json json_list_of(const std::vector<T>& list) {
  json out = json::array();
  for (const T& item : list) out.push_back(json_of(item));
  return out;
}
template <class T>
json json_list_of(const comparison& c, const std::vector<T>& list) {
  json out = json::array();
  for (const T& item : list) out.push_back(json_of(c, item));
  return out;
}

DUTYSCORE_INLINE json json_of(const comparison& c) {
  json out{{"old", json_of_side(c.before, c.before_source)},
           {"new", json_of_side(c.after, c.after_source)},
           {"basis", std::string(words::code_of(c.after.on))},
           {"through", c.after.through.to_string()},
           {"by", std::string(words::code_of(c.by))}};
  out["total"] = with_points(json::object(), c.total);
  out["periods"] = json_list_of(c.periods);
  out["blocks"] = json_list_of(c.blocks);
  out["clauses"] = json_list_of(c, c.clauses);
  out["people"] = json_list_of(c, c.people);
  out["grades"] = json_list_of(c.grades);
  out["lists"] = json_list_of(c.lists);
  return out;
}

// ---- CSV ----

class csv_lines {
 public:
  csv_lines(const comparison& c, language lang)
      : c_(c), lang_(lang), on_(words::code_of(c.after.on)) {}

  std::string run(bool detail) {
    for (const compared_person& p : c_.people) add(p, detail);
    for (const grade_change& g : c_.grades)
      out_.row({"grade", g.who.subject, g.period.to_string(), on_, g.grade, "", g.before, g.after,
                ""});
    for (const list_change& l : c_.lists) {
      for (const person& p : l.enters)
        out_.row({"list", p.subject, l.period.to_string(), on_, l.list, "", "no", "yes", ""});
      for (const person& p : l.leaves)
        out_.row({"list", p.subject, l.period.to_string(), on_, l.list, "", "yes", "no", ""});
    }
    return out_.take();
  }

 private:
  void add(const compared_person& p, bool detail) {
    const auto points = [&](std::string_view what, const std::string& block,
                            const std::string& clause, const points_change& change) {
      out_.row({what, p.subject, p.period.to_string(), on_, block, clause,
                change.before.to_string(), change.after.to_string(),
                change.difference.to_string()});
    };
    if (!p.points.is_none() || p.served != known_in::both) points("points", "", "", p.points);
    if (p.rank_before != p.rank_after) {
      const auto shown = [](std::uint32_t rank) { return rank ? std::to_string(rank) : ""; };
      const bool has_both = p.rank_before && p.rank_after;
      out_.row({"rank", p.subject, p.period.to_string(), on_, "", "", shown(p.rank_before),
                shown(p.rank_after),
                has_both ? std::to_string(std::int64_t{p.rank_after} - p.rank_before) : ""});
    }
    for (const change_part& part : p.blocks)
      if (detail) points("block", c_.blocks[part.index].name, "", part.points);
    for (const change_part& part : p.clauses)
      if (detail)
        points("clause", c_.blocks[c_.clauses[part.index].block].name,
               wording(c_.clauses[part.index], lang_), part.points);
  }

  const comparison& c_;
  language lang_;
  std::string_view on_;
  csv_writer out_{"change", "subject", "period",  "basis",     "block",
                  "clause", "before",  "after",   "difference"};
};

}  // namespace detail::comparing

DUTYSCORE_INLINE std::string to_text(const comparison& c, language lang, bool detail) {
  return detail::comparing::text_writer(c, lang, detail).run();
}

DUTYSCORE_INLINE std::string to_json(const comparison& c) {
  return detail::report::written(detail::comparing::json_of(c));
}

DUTYSCORE_INLINE std::string to_csv(const comparison& c, language lang, bool detail) {
  return detail::comparing::csv_lines(c, lang).run(detail);
}

}  // namespace dutyscore
