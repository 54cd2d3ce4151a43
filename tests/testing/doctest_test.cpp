#include <doctest/doctest.h>

#include <cstdio>
#include <memory>
#include <string>

// What a program's own tests print with <dutyscore/testing/doctest.hpp>: adaptor/ is such a program.
namespace {

struct printed {
  std::string text;
  bool passed = false;
};

printed run_adaptor(const std::string& options) {
  const std::string line = "cd '" DUTYSCORE_SOURCE_DIR "/tests/testing/adaptor' && '" DOCTEST_ADAPTOR
                           "' " + options + " 2>&1";
  std::FILE* const pipe = popen(line.c_str(), "r");
  REQUIRE(pipe);
  printed out;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) out.text += static_cast<char>(c);
  out.passed = pclose(pipe) == 0;
  return out;
}

struct adaptor_case {
  const char* options;
  bool passes;
  const char* prints;
};
const adaptor_case cases[] = {
    {"-tc=club", true, "assertions: 4 | 4 passed | 0 failed |"},
    {"-tc=club", true, "todo    settled by now (club) (holds by now: drop “todo”)"},
    {"-tc=club -sc=club/once", true, "assertions: 1 | 1 passed"},
    // the file and the line of the expectation, the subcase's name, what stands behind the figure
    {"'-tc=in two files'", false,
     "  club/三次到场，封顶\n"
     "\n"
     "more.duty:5: ERROR: “甲” 2023-05, total: expected 10, got 8\n"
     "      2023-05-06  到场  到场                       +5  第二条\n"
     "      2023-05-09  到场  到场                       +5  第二条\n"
     "      2023-05-09  到场  cap of 8 points per month  -2  第二条\n"
     "      2023-05-10  到场  到场                       +5  第二条\n"
     "      2023-05-10  到场  cap of 8 points per month  -5  第二条\n"
     "      reproduce: dutyscore test more.duty club.duty --filter \"三次到场，封顶\"\n"},
    {"'-tc=in two files'", false, "assertions: 6 | 5 passed | 1 failed |"},
    {"'-tc=some in Chinese'", false, "more.duty:5: ERROR: “甲”2023年5月，总分：应为 10，实为 8\n"},
    {"'-tc=some in Chinese'", false, "assertions: 3 | 2 passed | 1 failed |"},
    {"-tc=none", false, "no scenario to run"},
    {"-tc=missing", false, "missing.duty:0: ERROR: error[DS0901]: cannot read “missing.duty”"},
    {"-tc=wrong", false, "wrong.duty:3: ERROR: error[DS0509]: the policy “club” has no category"},
};

TEST_CASE("scenarios are subcases, and fail at their own lines") {
  for (const adaptor_case& c : cases) {
    CAPTURE(c.options);
    const printed p = run_adaptor(c.options);
    INFO(p.text);
    CHECK(p.passed == c.passes);
    CHECK(p.text.find(c.prints) != std::string::npos);
  }
}

}  // namespace
