// One policy with clauses of every sort, small enough to be worked out thousands of times, and rows
// for it.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "dutyscore/data/csv.hpp"
#include "dutyscore/policy/from_ast.hpp"

namespace sample {

inline const char* const policy_text = R"(policy p "P" {
  activity { n integer default 1  level text one of "low", "high" default "low" }
  category work "Work" {
    indicator visit "Visit" { on "visit" award 5 per n cap 20 per month floor -1 per year }
    indicator talk "Talk" {
      on "talk"
      accept when n < 90 else "too long"
      award 12 / n
      best 2 per year
    }
    indicator study "Study" { on "study" award by level { "low": 1 "high": 2 } once per month }
    cap 300 per year
  }
  indicator absence "Absence" { on "absence" deduct 3 per event }
  floor 0 per year
  veto banned "Banned" { on "banned" effect void year }
  grade per year { "good" from 20  "poor" otherwise }
}
)";

inline dutyscore::policy policy() { return dutyscore::compile(policy_text, "p.duty").value(); }

/// Rows of several subjects, most of them plain, in no order of subjects.
inline std::string csv(std::size_t rows, std::size_t subjects = 7) {
  static const char* const kinds[] = {"visit", "talk", "study", "visit", "absence", "unknown"};
  std::string out = "subject,kind,date,id,n,level,standing\n";
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t mixed = i * 7919 % 1009;
    out += "subject " + std::to_string(mixed % subjects) + "," + kinds[mixed % 6] + ",2023-" +
           (mixed % 12 < 9 ? "0" : "") + std::to_string(mixed % 12 + 1) + "-1" +
           std::to_string(mixed % 10) + "," + (i % 3 == 0 ? "id " + std::to_string(i) : "") + "," +
           std::to_string(mixed % 50 + 1) + "," + (i % 4 == 0 ? "high" : "low") + "," +
           (i % 5 == 0 ? "reviewed" : "confirmed") + "\n";
  }
  return out;
}

/// The same as JSON Lines.
inline std::string json_lines(std::size_t rows) {
  std::string out;
  for (std::size_t i = 0; i < rows; ++i)
    out += R"({"subject": "subject )" + std::to_string(i % 5) +
           R"(", "kind": "visit", "date": "2023-05-06", "n": )" + std::to_string(i % 9 + 1) + "}\n";
  return out;
}

/// There while this lives.
struct scratch_file {
  std::string path;
  scratch_file(const char* name, const std::string& text)
      : path((std::filesystem::temp_directory_path() /
              (std::to_string(::getpid()) + "-" + name))
                 .string()) {
    std::ofstream(path, std::ios::binary) << text;
  }
  ~scratch_file() { std::filesystem::remove(path); }
};

}  // namespace sample
