#pragma once

#include <array>

#include "dutyscore/impl/report/json_base.ipp"
#include "dutyscore/report/run_stats.hpp"
#include "dutyscore/report/text_table.hpp"

namespace dutyscore {
namespace detail::report {

struct judged_words {
  std::string_view code, en, zh;
};

DUTYSCORE_INLINE const judged_words& words_of(judged_for why) {
  static constexpr judged_words words[] = {
      {"few_rows", "the batch is small", "行数很少"},
      {"many_classes", "its texts and flags have too many combinations", "文字与是否项的组合太多"},
      {"beyond", "a number is beyond those that its class is for", "数值超出该类的范围"},
      {"elsewhere", "credited to another day, or not serving", "计入其他日期，或当日不在任"},
      {"condition", "a condition by a formula", "条件须逐行推算"},
      {"line", "points by a formula", "分值须逐行推算"},
      {"kept", "activities are selected, or limited by key", "择优、限次或按字段限额"},
      {"event_cap", "a cap per event over several lines", "多条计分合计的单次上限"},
      {"measure", "counts or sums by a formula", "次数或合计须逐行推算"},
  };
  return words[static_cast<std::size_t>(why)];
}

struct timed_step {
  std::string_view code, en, zh;
  std::chrono::nanoseconds time;
};

DUTYSCORE_INLINE std::vector<timed_step> steps_of(const run_stats& s) {
  std::vector<timed_step> out{{"reading_tables", "reading tables", "读取表格", s.reading}};
  if (s.engine.classes > 0) {
    out.push_back({"checking", "checking rows", "核对各行", s.engine.checking});
    out.push_back({"adding", "adding up", "累加", s.engine.adding});
    out.push_back({"reading_accounts", "reading accounts", "读取各人账目", s.engine.reading});
  } else {
    out.push_back({"scoring", "scoring", "计分", s.scoring});
  }
  out.push_back({"writing", "writing", "输出", s.writing});
  return out;
}

/// Three places, rounded down; never a floating-point number.
DUTYSCORE_INLINE std::string seconds_text(std::chrono::nanoseconds t) {
  const std::string all = std::to_string(t.count() / 1'000'000 + 1000);
  return std::to_string(t.count() / 1'000'000'000) + "." + all.substr(all.size() - 3);
}

DUTYSCORE_INLINE std::string thousands(std::uint64_t n) {
  std::string out = std::to_string(n);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, ",");
  return out;
}

DUTYSCORE_INLINE std::chrono::nanoseconds sum_of(const std::vector<timed_step>& steps) {
  std::chrono::nanoseconds out{};
  for (const timed_step& s : steps) out += s.time;
  return out;
}

DUTYSCORE_INLINE std::uint64_t rows_a_second(const run_stats& s, std::chrono::nanoseconds all) {
  const auto microseconds = static_cast<std::uint64_t>(all.count() / 1000);
  return microseconds == 0 ? 0 : s.rows * 1'000'000 / microseconds;
}

DUTYSCORE_INLINE std::uint64_t judged_of(const run_stats& s) {
  std::uint64_t out = 0;
  for (const judged_rows& j : s.engine.judged) out += j.rows;
  return s.engine.classes > 0 ? out : s.rows;
}

/// The line's label, else its first line in the policy.
DUTYSCORE_INLINE std::string line_text(const judged_reason& r, const policy& p) {
  if (r.block == none || r.line == none) return {};
  const line& of = p->blocks[r.block].lines[r.line];
  if (!of.label.empty() || !p->source) return of.label;
  const std::string_view text = p->source->text(of.where);
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

DUTYSCORE_INLINE std::string judged_text(const judged_rows& j, const policy& p, language lang) {
  const judged_words& why = words_of(j.because.why);
  std::string out{lang == language::zh ? why.zh : why.en};
  const std::string line = line_text(j.because, p);
  if (!line.empty()) out += (lang == language::zh ? "：" : ": ") + line;
  return out;
}

}  // namespace detail::report

DUTYSCORE_INLINE std::string to_text(const run_stats& s, const policy& p, language lang) {
  namespace parts = detail::report;
  const bool zh = lang == language::zh;
  const auto steps = parts::steps_of(s);
  const auto all = parts::sum_of(steps);
  text_table times({alignment::left, alignment::right, alignment::right}, 2);
  for (const parts::timed_step& step : steps)
    times.row({std::string(zh ? step.zh : step.en), parts::seconds_text(step.time) + " s",
               std::to_string(all.count() == 0 ? 0 : step.time.count() * 100 / all.count()) + " %"});
  const std::string rows = parts::thousands(s.rows), threads = std::to_string(s.threads);
  const std::string a_second = parts::thousands(parts::rows_a_second(s, all));
  std::string out =
      zh ? "用时 " + parts::seconds_text(all) + " 秒：" + rows + "行，每秒" + a_second + "行，" +
               threads + "个线程\n"
         : "time " + parts::seconds_text(all) + " s: " + rows + " rows, " + a_second +
               " a second, threads: " + threads + "\n";
  out += times.to_text();
  if (s.most_memory > 0)
    out += (zh ? "内存最多 " : "memory at most ") + parts::thousands(s.most_memory >> 20) + " MiB\n";
  if (s.engine.classes > 0)
    out += (zh ? "同类行的种类 " : "classes of rows that are alike ") +
           parts::thousands(s.engine.classes) + "\n";
  out += (zh ? "逐行判定 " : "judged one by one ") + parts::thousands(parts::judged_of(s)) +
         (zh ? "行\n" : " rows\n");
  text_table judged({alignment::right, alignment::left, alignment::left}, 2);
  for (const judged_rows& j : s.engine.judged)
    judged.row({parts::thousands(j.rows),
                j.because.block == none ? "" : p->blocks[j.because.block].name,
                parts::judged_text(j, p, lang)});
  return out + judged.to_text();
}

DUTYSCORE_INLINE std::string to_json(const run_stats& s, const policy& p) {
  namespace parts = detail::report;
  const auto steps = parts::steps_of(s);
  const auto all = parts::sum_of(steps);
  parts::json times = parts::json::object();
  for (const parts::timed_step& step : steps)
    times[std::string(step.code)] = step.time.count() / 1000;
  parts::json judged = parts::json::array();
  for (const judged_rows& j : s.engine.judged) {
    parts::json one{{"rows", j.rows}};
    if (j.because.block != none) one["block"] = p->blocks[j.because.block].name;
    one["because"] = std::string(parts::words_of(j.because.why).code);
    if (const std::string line = parts::line_text(j.because, p); !line.empty()) one["line"] = line;
    judged.push_back(std::move(one));
  }
  return parts::written({{"rows", s.rows},
                         {"threads", s.threads},
                         {"microseconds", std::move(times)},
                         {"rows_a_second", parts::rows_a_second(s, all)},
                         {"most_memory", s.most_memory},
                         {"classes", s.engine.classes},
                         {"judged_rows", parts::judged_of(s)},
                         {"judged", std::move(judged)}});
}

}  // namespace dutyscore
