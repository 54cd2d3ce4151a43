#include <doctest/doctest.h>

#include "cli/run_command.hpp"

using namespace cli_test;

TEST_CASE("wrong arguments end with 4 and one sentence that says what is wrong") {
  struct {
    const char *arguments, *says;
  } cases[] = {
      {"", "a command is missing"},
      {"scor a b", "“scor” is not a command\n = did you mean “score”?"},
      {"--lng zh", "“--lng” is not known here\n = did you mean “--lang”?"},
      {"check", "POLICY is missing"},
      {"score duty.duty", "ACTIVITIES is missing"},
      {"explain duty.duty duty.csv", "--subject is missing"},
      {"rank duty.duty duty.csv", "--period is missing"},
      {"schema duty.duty duty.csv", "“duty.csv” is not known here"},
      {"plan duty.duty duty.csv", "“duty.csv” is not known here"},
      {"score duty.duty duty.csv --detial", "did you mean “--detail”?"},
      {"rank duty.duty duty.csv --period 2023 --detail", "“--detail” is not known here"},
      {"score duty.duty duty.csv --by week", "expected one of: month, quarter, half, year"},
      {"score duty.duty duty.csv --basis best", "expected one of: claimed, reviewed, confirmed"},
      {"score duty.duty duty.csv --on-bad-row skip", "expected one of: fail, report"},
      {"score duty.duty duty.csv --through 2023-02-31", "“2023-02-31” of --through is no day"},
      {"rank duty.duty duty.csv --period 2023-13", "“2023-13” of --period is no period"},
      {"check duty.duty --format csv", "expected one of: pretty, json, sarif"},
      {"score duty.duty duty.csv --output xml:x", "“xml” is no value of --format"},
      {"check duty.duty --format", "--format wants a value"},
      {"score duty.duty duty.csv --detail=3", "--detail is a switch and takes no value"},
      {"score duty.duty duty.csv --by month --by year", "--by is given more than once"},
      {"score - -", "standard input (-) can be read once only"},
      {"fmt --check --diff messy.duty", "exclude each other"},
      {"fmt --write", "--write needs files"},
      {"test --update -", "--update needs files"},
      {"test --update --list duty.duty", "--update and --list exclude each other"},
      {"test --list --format json duty.duty", "--list and --format exclude each other"},
      {"test duty.duty --format csv", "expected one of: pretty, json, junit, tap"},
      {"fmt --lang fr messy.duty", "“fr” is no value of --lang"},
  };
  for (const auto& c : cases) {
    const std::string arguments = c.arguments;
    CAPTURE(arguments);
    const outcome r = run(c.arguments, "< /dev/null");
    CHECK(r.code == 4);
    CHECK(r.out == "");
    CHECK(r.err.find(c.says) != std::string::npos);
    CHECK(r.err.find("--help") != std::string::npos);
  }
}

TEST_CASE("a file that an option took for its value is not missed as well") {
  const outcome r = run("test --coverage duty.duty");
  CHECK(r.code == 4);
  CHECK(r.err.find("“duty.duty” is no value of --coverage") != std::string::npos);
  CHECK(r.err.find("is missing") == std::string::npos);
}

TEST_CASE("the language is that of --lang, else of the first locale that is set") {
  struct {
    const char *before, *arguments;
    bool zh;
  } cases[] = {
      {"", "--help", false},
      {"", "--help --lang zh", true},
      {"", "--lang=zh --help", true},
      {"LC_ALL=zh_CN.UTF-8", "--help", true},
      {"LC_ALL=zh_CN.UTF-8", "--help --lang en", false},
      {"LC_ALL= LC_MESSAGES=zh_TW.UTF-8 LANG=en_US.UTF-8", "--help", true},
      {"LC_ALL= LC_MESSAGES= LANG=zh_CN", "--help", true},
      {"LC_ALL=C LANG=zh_CN.UTF-8", "--help", false},
  };
  for (const auto& c : cases) {
    const std::string before = c.before;
    CAPTURE(before);
    const std::string arguments = c.arguments;
    CAPTURE(arguments);
    CHECK((run(c.arguments, c.before).out.find("用法") != std::string::npos) == c.zh);
  }
}

TEST_CASE("each command shows its options and an example, in both languages") {
  for (const char* command : {"check", "fmt", "test", "score", "explain", "rank", "schema", "plan"})
    for (const char* lang : {"en", "zh"}) {
      CAPTURE(command);
      const outcome r = run(std::string(command) + " --help --lang " + lang);
      CHECK(r.code == 0);
      CHECK(r.err == "");
      CHECK(r.out.find(std::string(lang[0] == 'z' ? "示例：" : "Example:") + "\n  dutyscore " +
                       command) != std::string::npos);
      CHECK(r.out.find("--lang en|zh") != std::string::npos);
    }
}

TEST_CASE("the version is said") { CHECK(run("--version").out.find("dutyscore ") == 0); }
