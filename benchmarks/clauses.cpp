// What each clause of the language costs a row: small policies that are the first one and a clause
// more, over the same sorted rows. And what indicators cost that match no row: benchmark.duty, and
// the same with 270 indicators more. clauses [ROUNDS [CLAUSE]]; prints a line of JSON for each.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/policy/from_ast.hpp"
#include "engine_totals.hpp"
#include "generator.hpp"

namespace {

using namespace benchmarks;

/// What stands in the indicator, and in the policy around it.
struct clause_case {
  const char* name;
  const char* in_indicator;
  const char* in_policy = "";
};

constexpr clause_case cases[] = {
    {"award per event", "award 2 per event"},
    // lines
    {"award per FIELD", "award 0.5 per items"},
    {"award per N FIELD rounded down", "award 1 per 100 amount rounded down"},
    {"award per N FIELD exact", "award 1 per 100 amount exact"},
    {"award per day", "award 2 per day"},
    {"award by text", R"(award by level { "镇": 1  "县": 2  "市": 4  "省": 8 })"},
    {"award by amount from",
     "award by amount { from 1: 2  from 100: 5  from 500: 10  from 1000: 15 }"},
    {"award by marginal", "award by marginal amount { from 0: 0.01  from 1000: 0.02 }"},
    {"award of an expression", "award min(items * 2, 10) + if(amount > 100, 1, 0)"},
    {"award when number", "award 2 per event when items >= 5"},
    {"award when text", R"(award 2 per event when level == "市")"},
    {"on when text", R"(ON when level in ["市", "省"] award 2 per event)"},
    {"two lines", "award 2 per event  award 0.5 per items"},
    {"times", R"(award 2 per event  times 1.5 when level == "市")"},
    {"deduct", "deduct 2 per event"},
    {"cap per event", "award 1 per items  cap 5 per event"},
    {"accept", R"(award 2 per event  accept when items > 0 else "没有内容")"},
    {"computed field", "award 2 per event when large", "activity is large"},
    // readings
    {"cap per month", "award 2 per event  cap 10 per month"},
    {"cap per year", "award 2 per event  cap 60 per year"},
    {"cap per day", "award 2 per event  cap 4 per day"},
    {"cap by key", "award 2 per event  cap 20 per year by level"},
    {"floor", "award 2 per event  deduct 5 when items == 0  floor 0 per quarter"},
    {"base", "award 2 per event  base 5 per quarter"},
    {"weight", "award 2 per event  cap 60 per year  weight 1/3"},
    {"veto", "award 2 per event", R"(veto v { on "违反禁令"  effect void year })"},
    {"grade and list", "award 2 per event",
     R"(grade per year { "优" from 60  "良" otherwise }  list ahead per year { top 10 })"},
    {"amend", "award 2 per event  cap 60 per year", "amend from 2023-07-01 { AMENDED }"},
    {"term", "award 2 per event  cap 60 per term", "term t from 2023-01-01 to 2026-12-31"},
    // selections
    {"once", "award 2 per event  once per month"},
    {"once by key", "award 2 per event  once per year by level"},
    {"first N", "award 2 per event  first 5 per quarter"},
    {"after N", "award 2 per event  after 2 per quarter"},
    {"highest", "award 1 per items  highest per month"},
    {"best N", "award 1 per items  best 3 per year"},
    {"best N by key", "award 1 per items  best 3 per year by level"},
    // points of finished periods
    {"award per period", "award 2 per event  award 5 per quarter when count() >= 3"},
    {"award per period running", "award 2 per event  award 5 per year running when count() >= 3"},
    {"award by sum", "award by sum(items) { from 10: 2  from 50: 5 } per quarter"},
    {"require", "award 2 per event  require 3 per year deduct 5 each"},
};

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  if (const std::size_t at = text.find(what); at != std::string::npos)
    text.replace(at, what.size(), by);
  return text;
}

/// Every kind but that of the veto earns points, so that every row does.
std::string policy_text(const clause_case& c) {
  std::string on = "on ";
  for (std::size_t kind = 0; kind + 1 < kind_count; ++kind)
    on += (kind == 0 ? "\"" : ", \"") + std::string(kinds[kind]) + "\"";
  const std::string own = std::string_view(c.in_indicator).starts_with("ON")
                              ? replaced(c.in_indicator, "ON", on)
                              : on + " " + c.in_indicator;
  const bool computes = std::string_view(c.in_policy) == "activity is large";
  const std::string around =
      computes ? ""
               : replaced(c.in_policy, "AMENDED",
                          "indicator i { " + on + " award 3 per event  cap 90 per year }");
  return std::string(
             "policy clauses {\n in force from 2023-01-01 to 2026-12-31\n decimals 2 half_up\n activity {\n") +
         " items integer from 0 to 20 default 1\n amount decimal from 0 default 0\n" +
         R"( level text one of "镇", "县", "市", "省" default "镇")" + "\n" +
         (computes ? " large flag is items > 5 and amount >= 0\n" : "") + " }\n indicator i { " +
         own + " }\n " + around + "\n}\n";
}

/// benchmark.duty with indicators for kinds that no row has.
std::string many_indicators(std::size_t more) {
  std::ifstream file(DUTYSCORE_SOURCE_DIR "/benchmarks/benchmark.duty");
  std::string text(std::istreambuf_iterator<char>(file), {});
  std::string added = "  category others \"Others\" {\n";
  for (std::size_t n = 0; n < more; ++n) {
    const std::string number = std::to_string(n);
    added += "    indicator other" + number + " { on \"其他" + number + "\"  award " +
             (n % 3 == 0   ? "2 per event"
              : n % 3 == 1 ? "0.5 per items"
                           : "by amount { from 1: 2  from 100: 5 }") +
             "  cap 20 per " + (n % 2 ? "month" : "year") + " }\n";
  }
  return more == 0 ? text
                   : replaced(text, "  floor 0 per year\n  veto",
                              added + "  }\n\n  floor 0 per year\n  veto");
}

/// benchmark.duty with one clause more in one indicator, or at its end.
constexpr clause_case in_thirty[] = {
    {"30, award per period", "award 5 per quarter when count() >= 3"},
    {"30, weight", "weight 1/3"},
    {"30, best N by key", "best 3 per quarter by level"},
    {"30, cap by key", "cap 20 per year by level"},
    {"30, cap per day", "cap 5 per day"},
    {"30, amend", "",
     R"(amend from 2023-07-01 { indicator opinion { on "社情民意"  award 2 per event } })"},
};

std::string thirty_with(const clause_case& c) {
  const std::string_view of_last = "floor 0 per year\n  veto";
  return replaced(replaced(many_indicators(0), "award 4 per event",
                           "award 4 per event  " + std::string(c.in_indicator)),
                  of_last, std::string(c.in_policy) + "\n  " + std::string(of_last));
}

struct measured {
  std::string what, name;
  dutyscore::policy policy;
  std::vector<double> seconds{};
};

void print(measured& m, std::size_t rows) {
  std::sort(m.seconds.begin(), m.seconds.end());
  std::printf(R"({"what": "%s", "engine": "%s", "threads": 1, "rows": %zu, "rounds": %zu, )"
              R"("median": %.6f, "least": %.6f, "most": %.6f})"
              "\n",
              m.what.c_str(), m.name.c_str(), rows, m.seconds.size(),
              m.seconds[m.seconds.size() / 2], m.seconds.front(), m.seconds.back());
}

}  // namespace

int main(int count, char** arguments) try {
  const int rounds = count > 1 ? std::max(1, std::atoi(arguments[1])) : 7;
  const auto is_asked = [&](std::string_view name) { return count < 3 || name == arguments[2]; };
  std::vector<measured> all;
  for (const clause_case& c : cases)
    if (is_asked(c.name))
      all.push_back({"clause", c.name, dutyscore::compile(policy_text(c), c.name).value()});
  for (const clause_case& c : in_thirty)
    if (is_asked(c.name))
      all.push_back({"clause", c.name, dutyscore::compile(thirty_with(c), c.name).value()});
  for (const std::size_t more : {std::size_t{0}, std::size_t{270}})
    if (const std::string name = std::to_string(30 + more); is_asked(name))
      all.push_back({"indicators", name, dutyscore::compile(many_indicators(more)).value()});
  const activities from(sizes::from_environment(), order::sorted);
  const dutyscore::batch rows = make_batch(from);
  for (int round = 0; round < rounds; ++round)
    for (measured& m : all) {
      const auto begin = std::chrono::steady_clock::now();
      engine_totals(m.policy, rows, 1);
      m.seconds.push_back(
          std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
  for (measured& m : all) print(m, rows.rows());
} catch (const std::exception& failed) {
  std::fprintf(stderr, "%s\n", failed.what());
  return 2;
}
