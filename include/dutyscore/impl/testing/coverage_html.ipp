#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/testing/coverage_text.hpp"

namespace dutyscore {
namespace detail::coverage {

inline constexpr std::string_view page_style = R"(
:root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --page: #fcfcfd; --line: #e4e6ea;
  --yes: #e6f4ea; --yes-edge: #2f855a; --no: #fdecea; --no-edge: #c53030; --some: #fff6dd; --some-edge: #b7791f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #9ba1a8; --page: #16181b; --line: #2c3036;
  --yes: #16301f; --yes-edge: #48a26c; --no: #3a1b1b; --no-edge: #e06c6c; --some: #352b12; --some-edge: #d6a84a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; color: var(--ink); background: var(--page);
  font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.25rem 0 .25rem; }
p, nav { color: var(--soft); margin: .25rem 0 .75rem; }
.bar { height: .6rem; border-radius: .3rem; background: var(--no); border: 1px solid var(--line); overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--yes-edge); }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } a { color: inherit; }
.source { margin-top: 1rem; border: 1px solid var(--line); border-radius: .4rem; overflow-x: auto; }
.source div { display: flex; min-width: max-content; border-left: .3rem solid transparent; }
.source div > * { padding: 0 .6rem; white-space: pre;
  font: 13px/1.6 ui-monospace, "Sarasa Mono SC", "Noto Sans Mono CJK SC", "DejaVu Sans Mono", monospace; }
.source .no { width: 3.6rem; text-align: right; color: var(--soft); user-select: none; flex: none; }
.source .hits { width: 4.2rem; text-align: right; color: var(--soft); user-select: none; flex: none; }
.source em { font-style: normal; color: var(--no-edge); }
.yes { background: var(--yes); border-color: var(--yes-edge) !important; }
.no-hit { background: var(--no); border-color: var(--no-edge) !important; }
.some { background: var(--some); border-color: var(--some-edge) !important; }
:target { outline: 2px solid var(--no-edge); outline-offset: -2px; }
)";

DUTYSCORE_INLINE std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

/// Writes the page; `zh` decides the words around.
class page_writer {
 public:
  page_writer(const coverage_report& report, language lang) : report_(report), lang_(lang) {}

  std::string write() {
    const std::string title = say("Coverage of policies", "算例覆盖");
    out_ = "<!DOCTYPE html>\n<html lang=\"" + say("en", "zh-CN") +
           "\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
           title + "</title>\n<style>" + std::string(page_style) +
           "</style>\n</head>\n<body>\n<h1>" + title + "</h1>\n";
    figures(report_.reached(), report_.sites());
    if (report_.policies.size() > 1) contents();
    for (std::size_t i = 0; i < report_.policies.size(); ++i) policy(report_.policies[i], i);
    return out_ + "</body>\n</html>\n";
  }

 private:
  bool zh() const { return lang_ == language::zh; }
  std::string say(std::string_view en, std::string_view zh_words) const {
    return std::string(zh() ? zh_words : en);
  }

  void figures(std::size_t reached, std::size_t sites) {
    const std::string percent = percent_text(reached, sites), r = std::to_string(reached),
                      n = std::to_string(sites);
    out_ += "<p>" +
            say(percent + " %: " + r + " of " + n + " clauses reached",
                percent + " %：" + n + "处中" + r + "处有算例到达") +
            "</p>\n<div class=\"bar\"><i style=\"width:" + percent + "%\"></i></div>\n";
  }

  void contents() {
    out_ += "<table>\n";
    for (std::size_t i = 0; i < report_.policies.size(); ++i) {
      const policy_coverage& p = report_.policies[i];
      out_ += "<tr><td><a href=\"#p" + std::to_string(i) + "\">" + escaped(p.label) +
              "</a></td><td>" + escaped(p.source->name()) + "</td><td class=\"n\">" +
              std::to_string(p.reached()) + "/" + std::to_string(p.sites.size()) +
              "</td><td class=\"n\">" + percent_text(p.reached(), p.sites.size()) +
              " %</td></tr>\n";
    }
    out_ += "</table>\n";
  }

  static std::string line_id(std::size_t policy, std::size_t line) {
    return "p" + std::to_string(policy) + "l" + std::to_string(line);
  }

  void policy(const policy_coverage& p, std::size_t index) {
    out_ += "<h2 id=\"p" + std::to_string(index) + "\">" + escaped(p.label) + "</h2>\n<p>" +
            escaped(p.source->name()) + (zh() ? "，" : ", ") +
            say(std::to_string(p.scenarios) + (p.scenarios == 1 ? " scenario" : " scenarios"),
                std::to_string(p.scenarios) + "个算例") +
            "</p>\n";
    if (report_.policies.size() > 1) figures(p.reached(), p.sites.size());
    missing(p, index);
    listing(p, index);
  }

  void missing(const policy_coverage& p, std::size_t index) {
    if (p.reached() == p.sites.size()) return;
    out_ += "<table>\n<tr><th>" + say("line", "行") + "</th><th>" + say("block", "所在") +
            "</th><th>" + say("clause", "条款") + "</th><th>" + say("why not", "为何未到达") +
            "</th></tr>\n";
    for (const coverage_site& s : p.sites) {
      if (s.is_reached()) continue;
      const std::size_t line = p.source->locate(s.where.begin).line;
      out_ += "<tr><td><a href=\"#" + line_id(index, line) + "\">" + std::to_string(line) +
              "</a></td><td>" + escaped(s.block) + "</td><td>" + escaped(s.text) + "</td><td>" +
              escaped(s.why_not.in(lang_)) + "</td></tr>\n";
    }
    out_ += "</table>\n";
  }

  /// From the line of the policy's first clause to that of its last.
  void listing(const policy_coverage& p, std::size_t index) {
    if (p.sites.empty()) return;
    const std::size_t last = p.source->locate(last_end(p)).line;
    const std::size_t first = p.source->locate(p.sites.front().where.begin).line;
    out_ += "<div class=\"source\">\n";
    std::size_t next = 0;
    for (std::size_t line = first; line <= last; ++line) {
      std::vector<const coverage_site*> here;
      for (; next < p.sites.size() && p.source->locate(p.sites[next].where.begin).line == line;
           ++next)
        here.push_back(&p.sites[next]);
      source_line(p, here, line, line_id(index, line));
    }
    out_ += "</div>\n";
  }

  static std::uint32_t last_end(const policy_coverage& p) {
    std::uint32_t out = 0;
    for (const coverage_site& s : p.sites)
      out = std::max(out, s.where.end > 0 ? s.where.end - 1 : 0);
    return out;
  }

  void source_line(const policy_coverage& p, const std::vector<const coverage_site*>& here,
                   std::size_t line, const std::string& id) {
    std::uint64_t hits = 0;
    std::size_t reached = 0;
    std::string reasons;
    for (const coverage_site* s : here) {
      hits = std::max(hits, s->hits);
      reached += s->is_reached();
      if (!s->is_reached()) reasons += (reasons.empty() ? "" : "; ") + s->why_not.in(lang_);
    }
    const std::string_view shade = here.empty()             ? ""
                                   : reached == here.size() ? " class=\"yes\""
                                   : reached == 0           ? " class=\"no-hit\""
                                                            : " class=\"some\"";
    out_ += "<div id=\"" + id + "\"" + std::string(shade) + "><span class=\"no\">" +
            std::to_string(line) + "</span><span class=\"hits\">" +
            (here.empty() ? "" : std::to_string(hits) + "×") + "</span><span>" +
            escaped(p.source->line(line)) + "</span>" +
            (reasons.empty() ? "" : "<em>" + escaped(reasons) + "</em>") + "</div>\n";
  }

  const coverage_report& report_;
  language lang_;
  std::string out_;
};

}  // namespace detail::coverage

DUTYSCORE_INLINE std::string to_html(const coverage_report& report, language lang) {
  return detail::coverage::page_writer(report, lang).write();
}

}  // namespace dutyscore
