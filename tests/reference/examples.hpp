// The worked examples of the language as data: a policy, rows, and the points that must come out.
// Whatever can read points runs them. A row is `DATE KIND [NAME VALUE]…`, where a name may also be
// subject, end, credited, id, standing, since or reason; rows stand between `;`. An expectation is
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
  const char* pending = nullptr;      // `DATE POINTS`, between `,`: all of 2023
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
  else if (name == "credited")
    r.credited = date::parse(text).value();
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
    r.dated = date::parse(w.at(0)).value();
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

inline std::vector<expected_points> read_points(const std::string& text, const calendar& periods) {
  std::vector<expected_points> out;
  for (const std::string& part : split(text, ',')) {
    const auto w = words(part);
    const std::size_t mark = w.at(0).find('@');
    const std::string block = mark == std::string::npos ? "" : w[0].substr(0, mark);
    const std::string when = mark == std::string::npos ? w[0] : w[0].substr(mark + 1);
    out.push_back({block, periods.named(when), read_number(w.at(1)).value()});
  }
  return out;
}

/// A policy of one indicator x whose activities carry their points.
inline std::string indicator(const std::string& clauses, const std::string& of_policy = "") {
  return "policy p { " + of_policy +
         " activity { points decimal } indicator x { on \"x\" award points " + clauses + " } }";
}

/// The same, of activities that carry points of one sign, a work, a cause, a place and a class.
inline std::string kept(const std::string& clauses, const std::string& line = "award points") {
  return "policy p { activity { points decimal from 0 work text default \"w\" cause text default "
         "\"c\" place text default \"A\" class text default \"A\" } indicator x { on \"x\" " +
         line + " " + clauses + " } }";
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
      // Selections.
      {"12: once per month by place", kept("once per month by place"),
       "2023-01-03 x place A points 5; 2023-01-03 x place A points 7; 2023-01-09 x place A points "
       "9; 2023-01-20 x place B points 4",
       "2023-01 11, 2023 11",
       "2023-01-03 line 5, 2023-01-03 line 7, 2023-01-03 selection -5, 2023-01-09 line 9, "
       "2023-01-09 selection -9, 2023-01-20 line 4"},
      {"13: highest per year", kept("highest per year"),
       "2023-03-05 x points 5; 2023-06-05 x points 8; 2023-09-05 x points 6",
       "2023-03 5, 2023-06 3, 2023 8",
       "2023-03-05 line 5, 2023-06-05 line 8, 2023-06-05 selection -5, 2023-09-05 line 6, "
       "2023-09-05 selection -6"},
      {"14: one selection after another",
       kept("highest per year by work best 3 per year cap 20 per year"),
       "2023-02-05 x work w1 points 10; 2023-03-05 x work w1 points 6; 2023-04-05 x work w2 points "
       "5; 2023-05-05 x work w3 points 4; 2023-06-05 x work w4 points 7; 2023-07-05 x work w1 "
       "points 12",
       "2023-02 10, 2023-04 5, 2023-05 4, 2023-06 1, 2023 20"},
      {"15: an activity of 0 takes a place", kept("first 2 per year"),
       "2023-02-05 x points 0; 2023-03-05 x points 5; 2023-04-05 x points 9", "2023-03 5, 2023 5"},
      {"18: the heaviest deduction", kept("highest per year by cause", "deduct points"),
       "2023-01-05 x points 2; 2023-05-05 x points 5", "2023-01 -2, 2023-05 -3, 2023 -5"},
      {"40: highest of a month, cap of a year", kept("highest per month cap 12 per year"),
       "2023-01-03 x points 5; 2023-01-09 x points 8; 2023-02-01 x points 6",
       "2023-01 8, 2023-02 4, 2023 12"},
      {"E9: highest per year by matter", kept("highest per year by work"),
       "2023-03-05 x work x points 10; 2023-05-05 x work x points 30; 2023-06-05 x work y points 5",
       "2023-03 10, 2023-05 20, 2023-06 5, 2023 35"},
      {"E10: who does not meet the condition passes", kept("first 2 per year when class == \"C\""),
       "2023-01-05 x class C points 1; 2023-02-05 x class A points 6; 2023-03-05 x class C points "
       "1; 2023-04-05 x class C points 1",
       "2023-01 1, 2023-02 6, 2023-03 1, 2023 8"},
      {"E12: after the first", kept("after 1 per year cap 20 per year", "award 5"),
       "2023-01-05 x points 0; 2023-02-05 x points 0; 2023-03-05 x points 0; 2023-04-05 x points "
       "0; 2023-05-05 x points 0; 2023-06-05 x points 0",
       "2023-02 5, 2023-03 5, 2023-04 5, 2023-05 5, 2023 20"},
      {"caps by keys, the finest first", kept("cap 5 per month by work, place cap 8 per year by "
       "work"),
       "2023-01-05 x work a place A points 7; 2023-01-06 x work a place B points 2; 2023-02-05 x "
       "work a place A points 4; 2023-02-06 x work b place A points 4",
       "2023-01 7, 2023-02 5, 2023 12",
       "2023-01-05 line 7, 2023-01-05 keyed_cap -2, 2023-01-06 line 2, 2023-02-05 line 4, "
       "2023-02-05 keyed_cap -3, 2023-02-06 line 4"},
      {"selections over all time", kept("best 1 overall"),
       "2022-03-05 x points 5; 2023-06-05 x points 8",
       "2022-03 5, 2022 5, 2023-06 3, 2023 3, overall 8"},
      // Categories and weights.
      {"8: weight", indicator("weight 1/3", "decimals 2 half_up"),
       "2023-01-05 x points 1; 2023-02-05 x points 1; 2023-03-05 x points 1; 2024-01-05 x points 1",
       "2023-01 0.33, 2023-02 0.34, 2023-03 0.33, 2023 1, 2024-01 0.33, 2024 0.33"},
      {"9: weight over a cap", indicator("cap 15 per year weight 12/15", "decimals 2 half_up"),
       "2023-01-05 x points 10; 2023-02-05 x points 9.55", "2023-01 8, 2023-02 4, 2023 12"},
      {"E11: weight over a cap", indicator("weight 12/15 cap 15 per year", "decimals 2 half_up"),
       "2023-03-05 x points 10; 2023-05-05 x points 9.55", "2023-03 8, 2023-05 4, 2023 12",
       "2023-03-05 line 10, 2023-03-05 weight -2, 2023-05-05 line 9.55, 2023-05-05 cap -4.55, "
       "2023-05-05 weight -1"},
      {"19: highest member of a category",
       "policy p { activity { points decimal from 0 } category c { highest per year cap 10 per "
       "year indicator own { on \"own\" award points } indicator joint { on \"joint\" award "
       "points } } }",
       "2023-01-05 own points 5; 2023-03-05 joint points 8; 2023-05-05 own points 6",
       "2023-01 5, 2023-03 3, 2023-05 2, 2023 10",
       "2023-01-05 line 5, 2023-03-05 line 8, 2023-03-05 highest -5, 2023-05-05 line 6, 2023-05-05 "
       "highest -3, 2023-05-05 cap -1"},
      {"E13: highest member of a category",
       "policy p { activity { points decimal from 0 } category c { highest per year "
       "indicator a { on \"a\" award points } indicator b { on \"b\" award points } } }",
       "2023-03-05 a points 15; 2023-06-05 b points 20; 2023-09-05 a points 10",
       "2023-03 15, 2023-06 5, 2023-09 5, 2023 25"},
      // Change of rules.
      {"22: a lower cap takes nothing back",
       indicator("cap 30 per year", "amend from 2023-07-01 { indicator x { on \"x\" award points "
                                    "cap 20 per year } }"),
       "2023-05-05 x points 28; 2023-08-05 x points 5; 2023-10-05 x points -10",
       "2023-05 28, 2023 28"},
      {"24: a once is used up",
       "policy p { indicator x { on \"x\" award 5 once per year } amend from 2023-07-01 { "
       "indicator x { on \"x\" award 8 once per year } } }",
       "2023-03-05 x; 2023-08-05 x", "2023-03 5, 2023 5"},
      {"E20: a higher cap",
       indicator("cap 30 per year", "amend from 2023-07-01 { indicator x { on \"x\" award points "
                                    "cap 40 per year } }"),
       "2023-03-05 x points 25; 2023-05-05 x points 10; 2023-08-05 x points 10",
       "2023-03 25, 2023-05 5, 2023-08 5, 2023 35",
       "2023-03-05 line 25, 2023-05-05 line 10, 2023-05-05 cap -5, 2023-08-05 line 10, 2023-08-05 "
       "cap -5"},
      {"an amendment of the policy's own cap",
       "policy p { cap 10 per year floor 0 per month activity { points decimal } indicator x { on "
       "\"x\" award points } amend from 2023-07-01 { cap 12 per year } }",
       "2023-03-05 x points 11; 2023-08-05 x points 5; 2023-09-05 x points -3",
       "2023-03 10, 2023-08 1, 2023 11"},
      {"what an amendment adds and leaves out",
       "policy p { category c { indicator x { on \"x\" award 1 } indicator y { on \"y\" award 2 } "
       "} amend from 2023-07-01 { category c { cap 4 per year indicator x { on \"x\" award 3 } "
       "indicator z { on \"z\" award 5 } } } }",
       "2023-03-05 x; 2023-03-06 y; 2023-03-07 z; 2023-08-05 x; 2023-08-06 y; 2023-08-07 z",
       "2023-03 3, 2023-08 1, 2023 4, c@2023-08 1, x@2023-08 3, z@2023-08 5"},
      {"credited to another day, judged by its own",
       indicator("cap 4 per month", "amend from 2023-07-01 { indicator x { on \"x\" award 2 * "
                                    "points cap 4 per month } }"),
       "2023-06-30 x points 1 credited 2023-07-03; 2023-07-01 x points 1 credited 2023-06-30; "
       "2023-07-02 x points 3",
       "2023-06 2, 2023-07 4, 2023 6"},
      // Years and terms.
      {"37: a year that starts in May", indicator("cap 10 per year", "year starts 05-01"),
       "2023-04-20 x points 8; 2023-05-02 x points 8; 2024-04-30 x points 8; 2024-05-01 x points 8",
       "2022 8, 2023-04 8, 2023-05 8, 2024-04 2, 2023 10, 2024-05 8, 2024 8"},
      {"a term across years",
       indicator("cap 10 per term", "in force from 2022-12-01 to 2024-05-31 term t1 from "
                                    "2022-12-01 to 2023-06-30 term t2 from 2023-07-01 to "
                                    "2024-05-31"),
       "2022-12-05 x points 7; 2023-01-05 x points 7; 2023-07-05 x points 12",
       "2022-12 7, 2022 7, 2023-01 3, 2023-07 10, 2023 13, t1 10, t2 10"},
      // Points of finished periods.
      {"26, E14: require", "policy p { indicator x { on \"x\" require 3 per year deduct 5 each } }",
       "2023-03-05 x; 2023-05-05 x", "2023-12 -5, 2023 -5", "2023-12-31 derived -5", "2023-12-31"},
      {"27, E14: not closed yet",
       "policy p { indicator x { on \"x\" require 3 per year deduct 5 each } }",
       "2023-03-05 x; 2023-05-05 x", "2023 0", "", "2023-11-30", nullptr, "2023-12-31 -5"},
      {"28: asked of whole periods only",
       "policy p { indicator x { on \"x\" require 3 per year deduct 5 each } }", "2023-06-01 x",
       "2023 0, 2024-12 -15, 2024 -15", nullptr, "2024-12-31", "2023-05-10"},
      {"29: points before the caps around",
       "policy p { category c { cap 35 per year indicator v { on \"v\" award 5 cap 20 per month } "
       "indicator bonus { award 10 per year when points(v) >= 30 } } }",
       "2023-01-01 v; 2023-01-02 v; 2023-01-03 v; 2023-01-04 v; 2023-01-05 v; 2023-02-01 v; "
       "2023-02-02 v; 2023-02-03 v; 2023-02-04 v; 2023-02-05 v",
       "2023-01 20, 2023-02 15, 2023-12 0, 2023 35, v@2023 40, bonus@2023 10", nullptr,
       "2023-12-31"},
      {"30: derived of derived",
       "policy p { indicator v { on \"v\" award 5 } indicator m { on \"m\" award 2 per month when "
       "count(v) >= 2 } indicator y { on \"y\" award 10 per year when points(m) >= 4 } }",
       "2023-01-05 v; 2023-01-06 v; 2023-03-05 v; 2023-03-06 v",
       "2023-01 12, 2023-03 12, 2023-12 10, 2023 34", nullptr, "2023-12-31"},
      {"36: the policy's veto stands outside of v",
       "policy p { activity { points decimal default 0 } veto n { on \"veto\" effect void year } "
       "indicator v { on \"v\" award points } indicator bonus { award 10 per year "
       "when points(v) >= 30 } }",
       "2023-05-05 v points 40; 2023-07-10 veto", "2023-05 40, 2023-07 -40, 2023 0, v@2023 40",
       "2023-05-05 line 40, 2023-07-10 veto -40, 2023-12-31 derived 10, 2023-12-31 veto -10",
       "2023-12-31"},
      {"E15: running",
       "policy p { indicator x { on \"x\" award by count() { from 1: 5 from 2: 8 from 3: 10 } per "
       "year running } }",
       "2023-03-05 x; 2023-05-05 x; 2023-06-05 x; 2023-07-05 x",
       "2023-03 5, 2023-05 3, 2023-06 2, 2023 10"},
      {"E16: three absences",
       "policy p { indicator absence { on \"a\" } indicator x { on \"x\" deduct 5 per month when "
       "count(absence) >= 3 } }",
       "2023-03-01 a; 2023-03-02 a; 2023-03-03 a; 2023-04-01 a", "2023-03 -5, 2023 -5"},
      {"E17: a category that is full",
       "policy p { category c { cap 10 per year indicator x { on \"x\" award 10 } indicator y { on "
       "\"y\" award 4 per quarter when count(x) >= 1 } } }",
       "2023-02-05 x", "2023-02 10, 2023 10", nullptr, "2023-03-31"},
      {"what comes before the first day of service is 0",
       "policy p { indicator x { on \"x\" award previous(count()) + 1 per quarter } }",
       "2023-02-05 x; 2023-03-05 x", "2023-03 1, 2023-06 3, 2023 4", nullptr, "2023-06-30"},
      {"running overall goes on through the last row",
       "policy p { activity { n decimal } indicator x { on \"x\" award sum(n) / 2 overall } }",
       "2023-02-05 x n 3; 2023-09-05 x n 4", "2023-02 1.5, 2023-09 2, 2023 3.5", nullptr,
       "2023-03-31"},
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
      {"E3: by marginal",
       "policy p { activity { years decimal } indicator x { on \"x\" award by marginal years { "
       "from 0: 3 from 12: 5 } } }",
       "2023-01-05 x years 14; 2023-02-05 x years 12; 2023-03-05 x years -2",
       "2023-01 46, 2023-02 36, 2023 82"},
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
