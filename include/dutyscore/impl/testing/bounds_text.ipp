#pragma once

#include "dutyscore/impl/report/json_base.ipp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/report/words.hpp"
#include "dutyscore/testing/bounds_report.hpp"

namespace dutyscore {
namespace detail::reaching {

class bounds_writer {
 public:
  bounds_writer(const bounds_report& r, language lang)
      : r_(r), lang_(lang), zh_(lang == language::zh) {}

  std::string run() {
    return head() + table() + legend() + reasons() + examples();
  }

 private:
  std::string say(std::string_view en, std::string_view zh) const {
    return std::string(zh_ ? zh : en);
  }

  std::string head() const {
    return say("What each block can pay\n", "各项得分的上下限\n") + printable(r_.label) + "\n\n";
  }

  /// `240`, `240*` where no example reaches it, 不限.
  std::string cell(const reported_bound& b) {
    if (!b.bound.points) return say("any", "不限");
    has_unreached_ = has_unreached_ || !b.reached;
    return b.bound.points->to_string() + (b.reached ? "" : "*");
  }

  std::string table() {
    std::vector<alignment> columns{alignment::left};
    std::vector<std::string> header{say("block", "项目")};
    for (const period_unit unit : r_.units) {
      const std::string per = words::per(unit).in(lang_);
      header.push_back(zh_ ? per + "最少" : "least " + per);
      header.push_back(zh_ ? per + "最多" : "most " + per);
      columns.resize(columns.size() + 2, alignment::right);
    }
    text_table out(columns, 2);
    out.header(header);
    for (const reported_block& b : r_.blocks) {
      std::vector<std::string> cells{std::string(static_cast<std::size_t>(b.depth) * 2, ' ') +
                                     printable(b.label)};
      for (std::size_t u = 0; u < r_.units.size(); ++u) {
        cells.push_back(cell(b.least[u]));
        cells.push_back(cell(b.most[u]));
      }
      out.row(std::move(cells));
    }
    return out.to_text();
  }

  std::string legend() const {
    if (!has_unreached_) return {};
    return say("  * safe: never passed, but no example was found that reaches it\n",
               "  * 可靠的界限：不会超出，但没有找到恰好达到的例子\n");
  }

  /// Each reason once, with the blocks that have no bound for it.
  std::string reasons() const {
    struct entry {
      const points_bound* bound;
      std::vector<std::string> blocks;
    };
    std::vector<entry> all;
    for (const reported_block& b : r_.blocks)
      for (const auto* ends : {&b.least, &b.most})
        for (const reported_bound& end : *ends) {
          if (end.bound.points) continue;
          auto known = std::find_if(all.begin(), all.end(), [&](const entry& e) {
            return e.bound->because == end.bound.because && e.bound->where == end.bound.where;
          });
          if (known == all.end()) known = all.insert(all.end(), entry{&end.bound, {}});
          if (known->blocks.empty() || known->blocks.back() != b.label)
            known->blocks.push_back(b.label);
        }
    if (all.empty()) return {};
    std::string out = say("\nUnbounded, because:\n", "\n不限的原因：\n");
    for (const entry& e : all) {
      out += "  " + e.bound->because.in(lang_) + place(e.bound->where) + "\n";
      out += say("    blocks: ", "    涉及：");
      for (std::size_t i = 0; i < e.blocks.size(); ++i)
        out += (i == 0 ? "" : say(", ", "、")) + printable(e.blocks[i]);
      out += "\n";
    }
    return out;
  }
  std::string place(span where) const {
    if (!r_.source || where == span{}) return {};
    const line_column at = r_.source->locate(where.begin);
    const std::string text =
        r_.source->name() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    return zh_ ? "（" + text + "）" : " (" + text + ")";
  }

  std::string examples() const {
    text_table out({alignment::left, alignment::left, alignment::right, alignment::left}, 2);
    for (const reported_block& b : r_.blocks)
      for (std::size_t u = 0; u < r_.units.size(); ++u)
        for (const bool is_most : {false, true}) {
          const reported_bound& end = is_most ? b.most[u] : b.least[u];
          if (!end.reached || end.reached->parts.empty()) continue;
          const std::string per = words::per(r_.units[u]).in(lang_);
          out.row({printable(b.label),
                   is_most ? (zh_ ? per + "最多" : "most " + per)
                           : (zh_ ? per + "最少" : "least " + per),
                   end.bound.points->to_string(), example(*end.reached)});
        }
    if (out.empty()) return {};
    return say("\nActivities that reach a bound (run by the engine):\n",
               "\n达到界限的例子（均已实际计算）：\n") +
           out.to_text();
  }

  std::string example(const bound_example& e) const {
    constexpr std::size_t most = 3;
    std::string out = e.in.to_text(lang_) + say(": ", "：");
    for (std::size_t i = 0; i < e.parts.size() && i < most; ++i)
      out += (i == 0 ? "" : say(", ", "、")) + part(e.parts[i]);
    if (e.parts.size() > most)
      out += say(", … (", "……（共") + std::to_string(e.parts.size()) +
             say(" sorts of activities)", "种事项）");
    return out;
  }

  /// `联络站活动（收集建议条数3）×6`.
  std::string part(const example_part& p) const {
    std::string inside;
    for (const example_part::value& v : p.values)
      inside += (inside.empty() ? "" : say(", ", "，")) + printable(v.label) + " " +
                printable(v.text.in(lang_));
    if (p.days > 1)
      inside += (inside.empty() ? "" : say(", ", "，")) + std::to_string(p.days) +
                say(" days", "天");
    std::string out = printable(p.kind);
    if (!inside.empty()) out += say(" (", "（") + inside + say(")", "）");
    return out + " ×" + std::to_string(p.times);
  }

  const bounds_report& r_;
  language lang_;
  bool zh_;
  bool has_unreached_ = false;
};

using report::json;

DUTYSCORE_INLINE json json_of(const bound_example& e) {
  json out{{"period", e.in.to_string()}};
  out["activities"] = json::array();
  for (const example_part& p : e.parts) {
    json part{{"kind", p.kind}};
    part["fields"] = json::object();
    for (const example_part::value& v : p.values) part["fields"][v.name] = v.text.en;
    part["days"] = p.days;
    part["times"] = p.times;
    out["activities"].push_back(std::move(part));
  }
  return out;
}

DUTYSCORE_INLINE json json_of(const bounds_report& r, const reported_bound& b) {
  json out;
  if (b.bound.points) {
    out["points"] = b.bound.points->to_string();
    out["reached"] = b.reached.has_value();
    if (b.reached) out["example"] = json_of(*b.reached);
    return out;
  }
  out["points"] = nullptr;
  out["because"] = {{"en", b.bound.because.en}, {"zh", b.bound.because.zh}};
  if (!r.source || b.bound.where == span{}) return out;
  const line_column at = r.source->locate(b.bound.where.begin);
  out["line"] = at.line;
  out["column"] = at.column;
  return out;
}

DUTYSCORE_INLINE json json_of(const bounds_report& r, const reported_block& b) {
  static constexpr std::string_view kinds[] = {"policy", "category", "indicator"};
  json out{{"block", b.name},
           {"label", b.label},
           {"kind", std::string(kinds[static_cast<std::size_t>(b.kind)])},
           {"depth", b.depth}};
  for (std::size_t u = 0; u < r.units.size(); ++u)
    out[std::string(words::code_of(r.units[u]))] = {{"least", json_of(r, b.least[u])},
                                                    {"most", json_of(r, b.most[u])}};
  return out;
}

}  // namespace detail::reaching

DUTYSCORE_INLINE std::string to_text(const bounds_report& r, language lang) {
  return detail::reaching::bounds_writer(r, lang).run();
}

DUTYSCORE_INLINE std::string to_json(const bounds_report& r) {
  detail::report::json out{{"policy", {{"name", r.name}, {"label", r.label}}},
                           {"source", r.source ? r.source->name() : ""}};
  out["blocks"] = detail::report::json::array();
  for (const reported_block& b : r.blocks)
    out["blocks"].push_back(detail::reaching::json_of(r, b));
  return detail::report::written(out);
}

}  // namespace dutyscore
