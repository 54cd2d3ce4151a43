// Short policies for tests: a piece of text is put where it belongs, and «…» in it marks a place.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dutyscore/policy/from_ast.hpp"

namespace dutyscore::test {

/// Where a piece of text stands; everything around it is free of mistakes and reads every field.
enum class around { nothing, policy, category, indicator, veto, list, fields };

inline constexpr std::string_view fields_around = R"(
  activity {
    n "次数合计" integer from 0 to 4
    amount "金额（元）" decimal from 0 default 0
    place "地点" text one of "甲", "乙" default "甲"
    words text default ""
    day_of date default 2022-01-01
    good flag default no
    only_b decimal default 0 for "b"
    @fields
  }
  subject { party text one of "中共", "民革" default "中共"  joined date default 2000-01-01 }
  indicator reads {
    on "b" when place == "甲" and words != "x" and day_of < date and good
    award n + amount + only_b when subject.party == "中共" and subject.joined < date
  }
)";

inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

inline std::string policy_around(around where, std::string_view piece) {
  const std::string fields =
      replaced(std::string(fields_around), "@fields", where == around::fields ? piece : "");
  const std::string text(piece);
  switch (where) {
    case around::nothing:
      return text;
    case around::fields:
      return "policy p {" + fields + "}\n";
    case around::policy:
      return "policy p {" + fields + text + "\n}\n";
    case around::category:
      return "policy p {" + fields + "category c { " + text +
             "\n indicator i { on \"a\" award 1 } }\n}\n";
    case around::indicator:
      return "policy p {" + fields + "indicator i { on \"a\"\n" + text + "\n}\n}\n";
    case around::veto:
      return "policy p {" + fields + "veto v { on \"a\"\n" + text + "\n}\n}\n";
    case around::list:
      return "policy p {" + fields +
             "grade per year { \"好\" from 1 \"差\" otherwise }\nlist l per year {\n" + text +
             "\n}\n}\n";
  }
  return text;
}

struct marked_text {
  std::string text;
  std::optional<span> mark;
};

/// Takes the marks out of a text.
inline marked_text without_marks(std::string text) {
  marked_text out;
  const std::string open = "«", close = "»";
  if (const std::size_t begin = text.find(open); begin != std::string::npos) {
    text.erase(begin, open.size());
    const std::size_t end = text.find(close);
    text.erase(end, close.size());
    out.mark = span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  out.text = std::move(text);
  return out;
}

}  // namespace dutyscore::test
