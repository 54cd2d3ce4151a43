// The worked examples of the language as data: a policy, rows, and the points that must come out.
// Whatever can read points runs them. A row is `DATE KIND [NAME VALUE]…`, where a name may also be
// subject, end, id, standing, since or reason; rows stand between `;`. An expectation is
// `[BLOCK@]PERIOD POINTS`, between `,`; months and years from 2022 to 2024 that are not named must
// be 0 for the whole policy.
#pragma once

#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "reference.hpp"

namespace reference {

struct example {
  const char* name;
  std::string policy;
  const char* rows;
  const char* points;
  const char* entries =
      nullptr;  // `DATE KIND POINTS`, between `,`: all of the confirmed basis, by day
  const char* through = nullptr;
  const char* serves_from = nullptr;  // a roster of the one subject
};

inline std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, by);) out.push_back(part);
  return out;
}

inline std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

inline void set_cell(row& r, const std::string& name, const std::string& text) {
  if (name == "subject")
    r.subject = text;
  else if (name == "end")
    r.end = date::parse(text).value();
  else if (name == "id")
    r.id = text;
  else if (name == "standing")
    r.standing = text;
  else if (name == "since")
    r.since = text;
  else if (name == "reason")
    r.reason = text;
  else
    r.fields[name] = text;
}

inline std::vector<row> read_rows(const std::string& text) {
  std::vector<row> out;
  for (const std::string& line : split(text, ';')) {
    const auto w = words(line);
    row r;
    r.subject = "甲";
    r.day = date::parse(w.at(0)).value();
    r.kind = w.at(1);
    for (std::size_t i = 2; i + 1 < w.size(); i += 2) set_cell(r, w[i], w[i + 1]);
    out.push_back(r);
  }
  return out;
}

struct expected_points {
  std::string block;  // empty: the policy
  period when;
  whole points;
};

inline std::vector<expected_points> read_points(const std::string& text) {
  std::vector<expected_points> out;
  for (const std::string& part : split(text, ',')) {
    const auto w = words(part);
    const std::size_t mark = w.at(0).find('@');
    const std::string block = mark == std::string::npos ? "" : w[0].substr(0, mark);
    const std::string when = mark == std::string::npos ? w[0] : w[0].substr(mark + 1);
    out.push_back({block, dutyscore::parse_period(when).value(), read_number(w.at(1)).value()});
  }
  return out;
}

/// A policy of one indicator x whose activities carry their points.
inline std::string indicator(const std::string& clauses, const std::string& of_policy = "") {
  return "policy p { " + of_policy +
         " activity { points decimal } indicator x { on \"x\" award points " + clauses + " } }";
}

inline std::vector<example> worked_examples() {
  const std::string veto = " veto v { on \"veto\" effect void year } ";
  const std::string own_points = "activity { points decimal default 0 } ";
  const std::string veto_policy =
      "policy p { " + own_points + veto + "indicator x { on \"x\" award points } }";
  const std::string steps =
      "policy p { activity { amount decimal } indicator x { on \"x\" award 1 per 100 amount ";
  return {
      // The order of a block.
      {"1: cap per year", indicator("cap 20 per year"),
       "2023-03-05 x points 12; 2023-05-05 x points 12; 2023-07-05 x points -6",
       "2023-03 12, 2023-05 8, 2023-07 -2, 2023 18",
       "2023-03-05 line 12, 2023-05-05 line 12, 2023-05-05 cap -4, 2023-07-05 line -6, 2023-07-05 "
       "cap 4"},
      {"2: floor per year", indicator("floor 0 per year"),
       "2023-01-05 x points -10; 2023-03-05 x points 15", "2023-03 5, 2023 5",
       "2023-01-05 line -10, 2023-01-05 floor 10, 2023-03-05 line 15, 2023-03-05 floor -10"},
      {"3: caps of two periods", indicator("cap 25 per year cap 10 per month"),
       "2023-01-05 x points 12; 2023-02-05 x points 12; 2023-03-05 x points 12; 2023-04-05 x "
       "points -4",
       "2023-01 10, 2023-02 10, 2023-03 5, 2023-04 0, 2023 25"},
      {"4: a floored month is not carried",
       indicator("cap 10 per month floor 0 per month cap 15 per year"),
       "2023-01-05 x points 12; 2023-01-20 x points -5; 2023-02-05 x points -8; 2023-03-05 x "
       "points 14",
       "2023-01 7, 2023-03 8, 2023 15"},
      {"5: base and floor of a quarter",
       "policy p { activity { n decimal } category c { base 6 per quarter floor 0 per quarter "
       "indicator x { on \"x\" deduct n } } }",
       "2023-02-10 x n 8; 2023-04-10 x n 1", "2023-01 6, 2023-02 -6, 2023-04 5, 2023 5, 2024 0",
       "2023-01-01 base 6, 2023-02-10 line -8, 2023-02-10 floor 2, 2023-04-01 base 6, 2023-04-10 "
       "line -1",
       "2023-04-30"},
      {"6: a base enters at its own period",
       indicator("base 60 per year cap 10 per month cap 80 per year"),
       "2023-01-05 x points 12; 2023-02-05 x points 12; 2023-03-05 x points 12",
       "2023-01 70, 2023-02 10, 2023 80"},
      {"7: a base is whole", indicator("base 60 per year"), "2023-06-05 x points 3",
       "2023-05 60, 2023-06 3, 2023 63, 2024-01 60, 2024 60", nullptr, "2024-01-31", "2023-05-10"},
      {"10: lines are rounded, not their sum",
       "policy p { decimals 2 half_up indicator x { on \"x\" award 0.335 award 0.335 } }",
       "2023-01-05 x", "2023-01 0.68, 2023 0.68", "2023-01-05 line 0.34, 2023-01-05 line 0.34"},
      {"11: cap per event", "policy p { indicator x { on \"x\" award 5 award 6 cap 8 per event } }",
       "2023-01-05 x", "2023-01 8, 2023 8",
       "2023-01-05 line 5, 2023-01-05 line 6, 2023-01-05 event_cap -3"},
      {"17: a cap of deducted points",
       "policy p { activity { n decimal } indicator x { on \"x\" deduct n cap 4 per year } }",
       "2023-01-05 x n 3; 2023-05-05 x n 3", "2023-01 -3, 2023-05 -1, 2023 -4",
       "2023-01-05 line -3, 2023-05-05 line -3, 2023-05-05 cap 2"},
      // Vetoes.
      {"32: void", veto_policy,
       "2023-05-05 x points 40; 2023-07-10 veto; 2023-08-05 x points 6; 2024-01-05 x points 3",
       "2023-05 40, 2023-07 -40, 2024-01 3, 2024 3",
       "2023-05-05 line 40, 2023-07-10 veto -40, 2023-08-05 line 6, 2023-08-05 veto -6, 2024-01-05 "
       "line 3"},
      {"33: a veto never helps", veto_policy,
       "2023-05-05 x points -30; 2023-07-10 veto; 2023-08-05 x points 6",
       "2023-05 -30, 2023-08 6, 2023 -24"},
      {"34: a veto withdrawn leaves no trace", veto_policy,
       "2023-05-05 x points 40; 2023-08-05 x points 6", "2023-05 40, 2023-08 6, 2023 46"},
      // Days, bases, in force.
      {"39: per day belongs to the first day",
       "policy p { indicator x { on \"x\" award 5 per day } }", "2023-12-30 x end 2024-01-02",
       "2023-12 20, 2023 20"},
      {"44: what has no date of its own waits for through", indicator("base 2 per month"),
       "2023-02-05 x points 3; 2023-04-05 x points 3",
       "2023-01 2, 2023-02 5, 2023-03 2, 2023-04 3, 2023 12", nullptr, "2023-03-15"},
      {"45: out of force", indicator("cap 10 per year", "in force to 2023-06-30"),
       "2023-05-05 x points 14; 2023-05-06 x points -6; 2023-08-05 x points 5",
       "2023-05 8, 2023 8"},
      // Lines.
      {"42: factors and rounding line by line",
       "policy p { decimals 0 half_up indicator x { on \"x\" award 3 award 0.5 times 1.5 } }",
       "2023-01-05 x", "2023-01 6, 2023 6"},
      {"48, E1: up", steps + "rounded up } }", "2023-01-05 x amount 999", "2023-01 10, 2023 10"},
      {"48, E1: down", steps + "rounded down } }", "2023-01-05 x amount 999", "2023-01 9, 2023 9"},
      {"48, E1: half_up", steps + "rounded half_up } }", "2023-01-05 x amount 999",
       "2023-01 10, 2023 10"},
      {"48, E1: exact", steps + "exact } }", "2023-01-05 x amount 999", "2023-01 9.99, 2023 9.99"},
      {"48: exact is rounded once",
       "policy p { activity { n decimal } indicator x { on \"x\" award 3 per 3 n exact } }",
       "2023-01-05 x n 1", "2023-01 1, 2023 1"},
      {"50: the magnitude is rounded",
       "policy p { decimals 2 half_up indicator x { on \"x\" deduct 0.125 } }", "2023-01-05 x",
       "2023-01 -0.13, 2023 -0.13"},
      {"E2: 27 to 30 March", "policy p { indicator x { on \"x\" award 5 per day } }",
       "2023-03-27 x end 2023-03-30", "2023-03 20, 2023 20"},
      {"E4: half and half",
       "policy p { decimals 0 half_up indicator x { on \"x\" award 0.5 award 0.5 } }",
       "2023-01-05 x", "2023-01 2, 2023 2"},
      {"E5: a share among the others",
       "policy p { activity { n integer } indicator x { on \"x\" award 25 times 0.5 / (n - 1) } }",
       "2023-01-05 x n 5", "2023-01 3.125, 2023 3.125"},
      {"a factor that does not hold leaves a quotient exact",
       "policy p { decimals 0 up activity { n integer } indicator x { on \"x\" award 6 times 5 / "
       "1000000000 times 2 when n > 1 } }",
       "2023-01-05 x n 1; 2023-02-05 x n 2", "2023-01 1, 2023-02 0, 2023 1"},
      {"E7", indicator("cap 10 per month cap 25 per year"),
       "2023-01-05 x points 14; 2023-02-05 x points 14; 2023-03-05 x points 14",
       "2023-01 10, 2023-02 10, 2023-03 5, 2023 25"},
      {"E8", indicator("base 6 per quarter floor 0 per quarter"),
       "2023-02-05 x points -8; 2023-03-05 x points 3", "2023-01 6, 2023-02 -6, 2023-03 1, 2023 1"},
      {"E18: published months stay", veto_policy,
       "2023-05-05 x points 40; 2023-06-03 veto; 2023-07-05 x points 5",
       "2023-05 40, 2023-06 -40, 2023-07 0"},
      // Beyond the numbered ones.
      {"below the first from",
       "policy p { activity { n decimal } indicator x { on \"x\" award by n { from 1: 2 from 100: "
       "5 } } }",
       "2023-01-05 x n 0.5; 2023-02-05 x n 1; 2023-03-05 x n 99.999999; 2023-04-05 x n 100",
       "2023-02 2, 2023-03 2, 2023-04 5, 2023 9"},
      {"a table on two keys",
       "policy p { activity { rank text one of \"first\", \"later\" n decimal } "
       "indicator x { on \"x\" award by n, rank { from 10, \"first\": 3 from 20, \"first\": 4 from "
       "10, \"later\": 1 } } }",
       "2023-01-05 x n 25 rank first; 2023-02-05 x n 25 rank later; 2023-03-05 x n 5 rank later",
       "2023-01 4, 2023-02 1, 2023 5"},
      {"the model's May",
       "policy shigu { decimals 2 half_up "
       "activity { suggestions integer from 0 default 0 for \"站\" amount decimal from 0 for "
       "\"捐款\" "
       "capacity text one of \"代表\", \"本职\" default \"代表\" } "
       "accept when capacity == \"代表\" else \"履行的是本职工作职责\" "
       "category bonds { category station { indicator visit { on \"站\" award 5 per event cap 30 "
       "per month } "
       "indicator voices { on \"站\" award 1 per suggestions } } } "
       "category deeds { cap 200 per year indicator donation { on \"捐款\" "
       "award by amount { from 1: 2 from 100: 5 from 500: 10 from 1000: 15 } } } }",
       "2023-05-06 站 suggestions 3; 2023-05-09 捐款 amount 999; 2023-05-10 站 capacity 本职",
       "2023-05 18, 2023 18, visit@2023-05 5, voices@2023-05 3, donation@2023-05 10, station@2023 "
       "8, deeds@2023 10"},
  };
}

}  // namespace reference
