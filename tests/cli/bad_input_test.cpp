// Bad input of every kind ends with 2 and a diagnostic with its place, within a second and 1 GiB.
#include <doctest/doctest.h>

#include <algorithm>

#include "cli/run_command.hpp"

using namespace cli_test;

namespace {

std::string repeated(const std::string& piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

const std::string header = "对象,事项,日期,捐款金额（元）\n";

/// What a broken file is called in messages.
void check_refused(const std::string& arguments, const std::string& file) {
  const outcome r = run(arguments);
  CAPTURE(r.err);
  CHECK(r.code == 2);
  CHECK(r.out.find("points") == std::string::npos);
  const std::string said = r.err + r.out;
  CHECK(said.find("error[DS") != std::string::npos);
  CHECK(said.find(file) != std::string::npos);
  if (!has_address_sanitizer) CHECK(r.seconds < 1.0);
}

}  // namespace

TEST_CASE("broken policies") {
  const std::string whole = *dutyscore::read_file(data_dir + "/duty.duty");
  const struct {
    const char* name;
    std::string text;
  } cases[] = {
      {"empty", ""},
      {"blank", "\n\n  \n"},
      {"cut", whole.substr(0, whole.size() * 2 / 3)},
      {"cut inside a character", whole.substr(0, whole.find("社") + 1)},
      {"NUL bytes", whole.substr(0, 400) + std::string(4, '\0') + whole.substr(400)},
      {"only NUL bytes", std::string(1000, '\0')},
      {"not UTF-8", "policy a { cite \"\xb0\xec\xb7\xa8\" }"},
      {"UTF-16", std::string("\xff\xfep\0o\0l\0i\0", 10)},
      {"opening brackets", "policy a { indicator b { on \"x\" award " + repeated("(", 1'000'000)},
      {"opening braces", repeated("{", 1'000'000)},
      {"opening not", "policy a { accept when " + repeated("not ", 1'000'000)},
      {"minus signs", "policy a { indicator b { on \"x\" award " + repeated("-", 1'000'000)},
      {"opening quotes", repeated("“", 1'000'000)},
      {"a long line", "policy a { cite \"" + repeated("x", 100'000'000) + "\" }"},
      {"a long line of names", "policy a { " + repeated("x", 100'000'000)},
      {"2^63", "policy a { indicator b { on \"x\" award 9223372036854775808 per event } }"},
      {"31 February", "policy a { in force from 2023-02-31 }"},
      {"a duplicate name",
       "policy a { indicator b { on \"x\" award 1 } indicator b { on \"y\" award 1 } }"},
      {"a binary file", std::string("\x7f") + "ELF\x02\x01\x01" + std::string(500, '\x90')},
  };
  const scratch s;
  for (const auto& c : cases) {
    const std::string name = c.name;
    CAPTURE(name);
    const std::string path = s.file("broken.duty", c.text);
    check_refused("check '" + path + "'", "broken.duty");
    check_refused("score '" + path + "' duty.csv", "broken.duty");
  }
}

TEST_CASE("broken tables of activities") {
  const std::string whole = *dutyscore::read_file(data_dir + "/duty.csv");
  const struct {
    const char* name;
    std::string text;
  } cases[] = {
      {"empty", ""},
      {"blank", "\n\n"},
      {"cut inside quotes", header + "张伟,捐款,2023-05-01,\"12"},
      {"cut inside a character", whole.substr(0, whole.find("张") + 1)},
      {"NUL bytes", header + "张伟,捐款,2023-05-01," + std::string(3, '\0') + "\n"},
      {"not UTF-8", header + "\xd5\xc5\xff,捐款,2023-05-01,5\n"},
      {"UTF-16", std::string("\xff\xfe\x00\x4e\x8c\x4e\n\0", 8)},
      {"a long line", header + "张伟,捐款,2023-05-01," + repeated("1", 100'000'000)},
      {"a long quoted cell", header + "张伟,捐款,2023-05-01,\"" + repeated("a\n", 50'000'000)},
      {"a long header", repeated("x", 100'000'000)},
      {"a million columns", header.substr(0, header.size() - 1) + repeated(",y", 1'000'000) + "\n"},
      {"a missing column", "对象,日期,捐款金额（元）\n张伟,2023-05-01,5\n"},
      {"an unknown column", "对象,事项,日期,捐款金额\n张伟,捐款,2023-05-01,5\n"},
      {"a column twice", "对象,事项,日期,日期\n张伟,缺席,2023-05-01,2023-05-01\n"},
      {"2^63", header + "张伟,捐款,2023-05-01,9223372036854775808\n"},
      {"31 February", header + "张伟,捐款,2023-02-31,5\n"},
      {"a duplicate id", "编号,对象,事项,日期\n1,张伟,缺席,2023-05-01\n1,张伟,缺席,2023-05-02\n"},
      {"too few cells", header + "张伟,捐款\n"},
      {"too many cells", header + "张伟,捐款,2023-05-01,5,6\n"},
      {"a negative amount", header + "张伟,捐款,2023-05-01,-5\n"},
      {"an end before its start", "对象,事项,日期,止日\n张伟,缺席,2023-05-02,2023-05-01\n"},
      {"a binary file", std::string("PK\x03\x04") + std::string(500, '\x90')},
  };
  const scratch s;
  for (const auto& c : cases) {
    const std::string name = c.name;
    CAPTURE(name);
    check_refused("score duty.duty '" + s.file("broken.csv", c.text) + "'", "broken.csv");
  }
}

TEST_CASE("broken rosters") {
  const struct {
    const char* name;
    std::string text;
  } cases[] = {
      {"empty", ""},
      {"no subject", "姓名,单位\n张伟,东区\n"},
      {"31 February", "对象,任职起\n张伟,2023-02-31\n"},
      {"overlapping service", "对象,任职起,任职止\n张伟,2023-01-01,2023-06-30\n张伟,2023-06-01,\n"},
      {"not UTF-8", "对象\n\xd5\xc5\xce\xb0\n"},
      {"a long line", "对象,单位\n张伟," + repeated("x", 100'000'000)},
  };
  const scratch s;
  for (const auto& c : cases) {
    const std::string name = c.name;
    CAPTURE(name);
    check_refused("score duty.duty duty.csv --roster '" + s.file("broken.csv", c.text) + "'",
                  "broken.csv");
  }
}

TEST_CASE("files that cannot be read") {
  const scratch s;
  const struct {
    std::string path;
    const char* says;
  } cases[] = {
      {s / "none", "there is no such file"},
      {s.at.string(), "it is a directory"},
      {(s / "a") + "/b/c", "there is no such file"},
      {"duty.csv/x", "is not a directory"},
      {"", "there is no such file"},
  };
  for (const auto& c : cases)
    for (const char* arguments :
         {"check @", "fmt @", "schema @", "plan @", "score @ duty.csv", "score duty.duty @",
          "score duty.duty duty.csv --roster @", "rank --period 2023 duty.duty @",
          "explain --subject 张伟 duty.duty duty.csv @"}) {
      std::string line = arguments;
      line.replace(line.find('@'), 1, "'" + c.path + "'");
      if (line.starts_with("test") && fs::is_directory(c.path)) continue;  // stands for its files
      CAPTURE(line);
      const outcome r = run(line);
      CHECK(r.code == 2);
      CHECK((r.err + r.out).find(c.says) != std::string::npos);
    }
}

TEST_CASE("a person whom the data do not know") {
  const outcome r = run("explain duty.duty duty.csv --subject 张纬 --period 2023");
  CHECK(r.code == 2);
  CHECK(r.err.find("DS0920") != std::string::npos);
  CHECK(r.err.find("did you mean “张伟”?") != std::string::npos);
}
