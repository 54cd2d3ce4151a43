#include "dutyscore/testing/lint.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

lint_report report_on(const std::string& text) {
  const auto tree = parse(std::make_shared<const source>("p.duty", text)).value();
  return lint(tree, check(tree).value());
}

std::string policy_with(const std::string& clauses) {
  return "policy p {\n  cite \"x\"\n" + clauses + "\n}\n";
}

/// `DS0701 cap 9 per year;` for each finding: its code and the text it points to.
std::string found_in(const std::string& clauses) {
  std::string out;
  for (const diagnostic& d : report_on(policy_with(clauses)).findings)
    out += d.code + " " + std::string(d.where->text(d.spans.front().where)) + ";";
  return out;
}

struct row {
  const char *clauses, *expected;
};

}  // namespace

TEST_CASE("what lint finds") {
  const row rows[] = {
      // limits
      {"indicator a { on \"k\" award 5  cap 30 per month  cap 400 per year  cite \"1\" }",
       "DS0701 cap 400 per year;"},
      {"indicator a { on \"k\" award 5  cap 30 per month  cap 300 per year  cite \"1\" }", ""},
      {"indicator a { on \"k\" award 5  cap 8 per event  cite \"1\" }", "DS0701 cap 8 per event;"},
      {"indicator a { on \"k\" award 5  floor -3 per year  cite \"1\" }", "DS0702 floor -3 per year;"},
      {"indicator a { on \"k\" award 5  cap 5 per month  cite \"1\" }", "DS0709 cap 5 per month;"},
      {"indicator a { on \"k\" award 5  cap 10 per month  cite \"1\" }", ""},
      {"indicator a { on \"k\" award 5 per day  cap 6 per day  cite \"1\" }", "DS0708 cap 6 per day;"},
      // one activity, two indicators
      {"indicator a { on \"k\" award 5  cite \"1\" }\nindicator b { on \"k\" award 2  cite \"2\" }",
       "DS0703 b;"},
      {"activity { n integer from 0 }\nindicator a { on \"k\" when n < 3 award 5  cite \"1\" }\n"
       "indicator b { on \"k\" when n >= 3 award 2  cite \"2\" }",
       ""},
      {"activity { n integer from 0 }\nindicator a { on \"k\" when n < 4 award 5  cite \"1\" }\n"
       "indicator b { on \"k\" when n >= 3 award 2  cite \"2\" }",
       "DS0703 b;"},
      {"category c { cite \"1\"  highest per year\nindicator a { on \"k\" award 5 }\nindicator b { on \"k\" award 2 } }",
       ""},
      // grades
      {"grade per year { \"A\" from 85  \"B\" when total >= 60 and total <= 84  \"C\" otherwise }\n"
       "indicator a { on \"k\" award 5  cite \"1\" }",
       "DS0704 \"B\" when total >= 60 and total <= 84;"},
      {"grade per year { \"A\" from 85  \"B\" when total >= 60 and total < 85  \"C\" otherwise }\n"
       "indicator a { on \"k\" award 5  cite \"1\" }",
       ""},
      {"grade per year { \"A\" from 85  \"B\" from 60  \"C\" otherwise }\nindicator a { on \"k\" award 5  cite \"1\" }",
       ""},
      // rounding
      {"decimals 1 half_up\nindicator a { on \"k\" award 5  cite \"1\" }", "DS0705 decimals 1 half_up;"},
      {"decimals 1 half_up\nindicator a { on \"k\" award 5  times 1 / 3  cite \"1\" }", ""},
      {"decimals 0 half_up\nindicator a { on \"k\" award 2.5  cite \"1\" }", ""},
      {"activity { n integer from 0 }\nindicator a { on \"k\" award 2 per 1 n rounded up  cite \"1\" }",
       "DS0710 award 2 per 1 n rounded up;"},
      {"activity { n integer from 0 }\nindicator a { on \"k\" award 2 per 3 n rounded up  cite \"1\" }", ""},
      // words
      {"indicator a { on \"k\" award 5 }", "DS0706 a;"},
      {"category c { cite \"1\" indicator a { on \"k\" award 5 } }", ""},
      {"veto v { on \"k\" effect void year }\nindicator a { on \"l\" award 5  cite \"1\" }", "DS0706 v;"},
      {"activity { n integer from 0 for \"联络站活动\" }\nindicator a { on \"联络站活动\" award 5  cite \"1\" }\n"
       "indicator b { on \"联络站活劝\" award 2  cite \"2\" }",
       "DS0707 \"联络站活劝\";"},
      {"activity { n integer from 0 for \"建议办结\" }\nindicator a { on \"建议办理\" award 5  cite \"1\" }\n"
       "indicator b { on \"建议办结\" award n  cite \"2\" }",
       ""},
      {"indicator a { on \"市级表彰\" award 5  cite \"1\" }\nindicator b { on \"区级表彰\" award 2  cite \"2\" }", ""},
  };
  for (const row& r : rows) {
    CAPTURE(r.clauses);
    CHECK(found_in(r.clauses) == r.expected);
  }
}

TEST_CASE("an overlap is shown by an activity that the engine gave to both") {
  const lint_report r = report_on(policy_with(
      "activity { n \"人数\" integer from 0 }\nindicator a { on \"k\" when n > 2 award 5  cite \"1\" }\n"
      "indicator b { on \"k\" award 2  cite \"2\" }"));
  REQUIRE(r.findings.size() == 1);
  CHECK(r.findings[0].hints[0].en == "for example “k”, 人数 3: 5 and 2 points");
  CHECK(r.findings[0].hints[0].zh == "例如“k”，人数 3：分别计5分和2分");
}

TEST_CASE("a finding that was looked at is accepted, with a reason") {
  const auto with = [](const std::string& above, const std::string& behind) {
    return report_on(policy_with("  " + above + "\n  indicator a { on \"k\" award 5 } " + behind));
  };
  CHECK(with("", "").findings.size() == 1);
  CHECK(with("# lint: allow DS0706 everybody knows it", "").findings.empty());
  CHECK(with("# 检查：允许 DS0706 众所周知", "").accepted == 1);
  CHECK(with("# lint: allow DS0706 known\n  # and another comment", "").accepted == 1);
  CHECK(with("", "# lint: allow DS0706 everybody knows it").accepted == 1);
  CHECK(with("# lint: allow DS0706", "").findings.size() == 1);          // no reason
  CHECK(with("# lint: allow DS0701 because", "").findings.size() == 1);  // another code
  CHECK(with("# lint: allow DS0706 because\n", "").findings.size() == 1);  // not directly above
}

TEST_CASE("GitHub's annotations keep to one line") {
  diagnostic d = make_diagnostic("DS0706", {"a"}, std::make_shared<const source>("b,c.duty", "x\nindicator"),
                                 {2, 11});
  d.hints.push_back({"50 % more", "多五成"});
  CHECK(to_github({d}, language::en) ==
        "::warning file=b%2Cc.duty,line=2,col=1,endLine=2,endColumn=10,title=DS0706::“a” does not say which "
        "paragraph it rests on%0A50 %25 more\n");
}
