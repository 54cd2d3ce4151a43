#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "dutyscore/testing/scenario.hpp"
#include "testing/run.hpp"

namespace dutyscore::tests {
namespace {

namespace fs = std::filesystem;

/// A folder of its own for one test, removed behind it.
class folder {
 public:
  folder() {
    std::string name = (fs::temp_directory_path() / "dutyscore-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()));
    path_ = name;
  }
  ~folder() { fs::remove_all(path_); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  std::string at(const std::string& name = "") const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

result<std::vector<scenario_outcome>> run(std::vector<std::string> paths) {
  return run_scenarios(paths);
}

std::string codes_of(const diagnostics& list) {
  std::string out;
  for (const diagnostic& d : list) out += (out.empty() ? "" : " ") + d.code;
  return out;
}

const std::string policy = R"(policy p {
  in force from 2023-01-01
  activity { n "次数" integer default 1 }
  indicator a { on "x"  award 2 per n }
}
)";

std::string scenario(const std::string& name,
                     const std::string& given = "{ 2023-01-05 \"甲\" \"x\" }",
                     const std::string& checks = "{ total 2 }") {
  return "scenario \"" + name + "\" for p { given " + given + " expect \"甲\" 2023 " + checks +
         " }\n";
}

TEST_CASE("scenarios of a folder run in the order of the files' names, below it too") {
  const folder f;
  f.write("b.duty", scenario("second"));
  f.write("a.duty", policy + scenario("first"));
  f.write("c/d.duty", scenario("third"));
  f.write("notes.txt", "not a policy");
  const auto outcomes = run({f.at()});
  INFO(story_of(outcomes));
  REQUIRE(outcomes);
  REQUIRE(outcomes->size() == 3);
  CHECK((*outcomes)[0].name == "first");
  CHECK((*outcomes)[1].name == "second");
  CHECK((*outcomes)[2].name == "third");
  for (const scenario_outcome& o : *outcomes) CHECK(o.status == scenario_status::passed);
}

TEST_CASE("a folder's Markdown files take part when they hold blocks of a policy") {
  const folder f;
  f.write("a.md", "# 办法\n\n```duty\n" + policy + "```\n\n例：\n\n```duty\n" + scenario("first") +
                      "```\n");
  f.write("README.md", "# 说明\n\n```text\nnot closed\n");
  f.write("examples.md", "```duty indicator\naward 5\n```\n```duty ignore\naward\n```\n");
  const auto outcomes = run({f.at()});
  INFO(story_of(outcomes));
  REQUIRE(outcomes);
  REQUIRE(outcomes->size() == 1);
  CHECK(outcomes->front().status == scenario_status::passed);
  SUBCASE("given by name, one without blocks is a mistake") {
    CHECK(codes_of(run({f.at("README.md")}).messages()) == "DS0122");
    CHECK(codes_of(run({f.at("examples.md")}).messages()) == "DS0124");
  }
  SUBCASE("an unsound block in a folder is not passed over") {
    f.write("b.md", "```duty\npolicy q {\n");
    CHECK(codes_of(run({f.at()}).messages()) == "DS0122");
  }
}

TEST_CASE("a file given twice, or beside its folder, is read once") {
  const folder f;
  const std::string file = f.write("a.duty", policy + scenario("first"));
  const auto outcomes = run({file, f.at(), f.at("./a.duty")});
  INFO(story_of(outcomes));
  REQUIRE(outcomes);
  CHECK(outcomes->size() == 1);
}

TEST_CASE("a scenario's policy may stand in another file, which must be given") {
  const folder f;
  const std::string rules = f.write("rules.duty", policy);
  const std::string cases = f.write("cases.duty", scenario("first"));
  CHECK(run({rules, cases}).has_value());
  CHECK(codes_of(run({cases}).messages()) == "DS0501");
  CHECK(run({rules})->empty());
}

TEST_CASE("no scenario at all is an empty list") {
  const folder f;
  CHECK(run({f.at()})->empty());
  CHECK(run({})->empty());
}

TEST_CASE("two policies of one name in two files are an error that names the other file") {
  const folder f;
  f.write("a.duty", policy + scenario("first"));
  f.write("b.duty", policy);
  const auto outcomes = run({f.at()});
  REQUIRE(!outcomes);
  REQUIRE(codes_of(outcomes.messages()) == "DS0502");
  CHECK(outcomes.messages()[0].where->name() == f.at("b.duty"));
  CHECK(outcomes.messages()[0].hints.at(0).en.find(f.at("a.duty")) != std::string::npos);
}

TEST_CASE("a repeated name in two files names the other file") {
  const folder f;
  f.write("a.duty", policy + scenario("first"));
  f.write("b.duty", scenario("first"));
  const auto outcomes = run({f.at()});
  REQUIRE(codes_of(outcomes.messages()) == "DS0503");
  CHECK(outcomes.messages()[0].hints.at(0).en.find(f.at("a.duty")) != std::string::npos);
}

TEST_CASE("a missing file is an error; the mistakes of the others are found all the same") {
  const folder f;
  f.write("a.duty", policy + scenario("first", "{ 2023-01-05 \"甲\" \"x\" m 1 }"));
  CHECK(codes_of(run({f.at("none.duty"), f.at("a.duty")}).messages()) == "DS0901 DS0521");
}

TEST_CASE("a file that cannot be parsed does not make its policy unknown") {
  const folder f;
  f.write("a.duty", "policy p {");
  f.write("b.duty", scenario("first"));
  const auto outcomes = run({f.at()});
  REQUIRE(!outcomes);
  for (const diagnostic& d : outcomes.messages()) CHECK(d.code.substr(0, 4) == "DS01");
}

TEST_CASE("a table is read from beside the scenario's file") {
  const folder f;
  f.write("data/x.csv", "对象,事项,日期,次数\n甲,x,2023-01-05,3\n乙,x,2023-01-06,1\n");
  f.write("a.duty", policy + scenario("first", "file \"data/x.csv\"", "{ total 6 }") +
                        scenario("both", "file \"data/x.csv\" given { 2023-01-07 \"甲\" \"x\" }",
                                 "{ total 8 }"));
  const auto outcomes = run({f.at("a.duty")});
  INFO(story_of(outcomes));
  REQUIRE(outcomes);
  for (const scenario_outcome& o : *outcomes) CHECK(o.status == scenario_status::passed);
}

TEST_CASE(
    "what is wrong with a table has its place there, what is wrong with its name in the scenario") {
  const folder f;
  f.write("x.csv", "对象,事项,日期,次数\n甲,x,2023-01-05,三\n");
  f.write("a.duty", policy + scenario("first", "file \"x.csv\""));
  auto outcomes = run({f.at("a.duty")});
  REQUIRE(!outcomes);
  REQUIRE(outcomes.messages().size() == 1);
  REQUIRE(outcomes.messages()[0].data);
  CHECK(outcomes.messages()[0].data->file == f.at("x.csv"));
  CHECK(outcomes.messages()[0].data->row == 2);
  CHECK(outcomes.messages()[0].data->column == "次数");

  f.write("a.duty", policy + scenario("first", "file \"y.csv\""));
  outcomes = run({f.at("a.duty")});
  REQUIRE(codes_of(outcomes.messages()) == "DS0901");
  const diagnostic& d = outcomes.messages()[0];
  REQUIRE(d.where);
  CHECK(d.where->text(d.spans.at(0).where) == "\"y.csv\"");
}

}  // namespace
}  // namespace dutyscore::tests
