#include <doctest/doctest.h>

#include <algorithm>

#include "cli/run_command.hpp"

using namespace cli_test;
using dutyscore::read_file;

TEST_CASE("one run writes several formats to several files, each as a whole") {
  const scratch s;
  const outcome r = run("score duty.duty duty.csv --output '" + (s / "a.csv") +
                        "' --output json:'" + (s / "b.json") + "' --output pretty:-");
  CHECK(r.code == 0);
  CHECK(read_file(s / "a.csv").value().find("subject,period,basis,points\n") == 0);
  CHECK(read_file(s / "b.json").value().find("\"points\": \"40\"") != std::string::npos);
  CHECK(r.out.find("basis: confirmed    through: 2023-07-31\n") != std::string::npos);
  CHECK(std::distance(fs::directory_iterator(s.at), {}) == 2);
}

TEST_CASE("an output that cannot be written is an error, and the old file stays") {
  const scratch s;
  CHECK(run("score duty.duty duty.csv --output '" + (s / "none/a.csv") + "'").code == 2);
  const outcome full = run("score duty.duty duty.csv --output /dev/full");
  CHECK(full.code == 2);
  CHECK(full.err.find("no space left on the device") != std::string::npos);
  CHECK(run_shell("dutyscore check duty.duty > /dev/full 2> /dev/null", data_dir) == 2);
  const std::string old = s.file("old.csv", "old");
  CHECK(run("score broken.duty duty.csv --output '" + old + "'").code == 2);
  CHECK(read_file(old).value() == "old");
}

TEST_CASE("a reader that has gone is not worth a message, but no success either") {
  const scratch s;
  const int code = run_shell("{ dutyscore score duty.duty duty.csv --detail --by month 2> '" +
                                 (s / "err") + "'; echo $? > '" + (s / "code") + "'; } | true",
                             data_dir);
  CHECK(code == 0);
  const std::string said = read_file(s / "code").value();
  CHECK((said == "0\n" || said == "2\n"));  // whether the pipe was closed before the write
  CHECK(read_file(s / "err").value().find("DS0902") == std::string::npos);
}

TEST_CASE("what does not go to a terminal has no colours") {
  const outcome r = run("check broken.duty", "TERM=xterm-256color");
  CHECK(r.code == 2);
  CHECK((r.out + r.err).find('\x1b') == std::string::npos);
}

TEST_CASE("bad rows stop the run, or are reported beside the scores, and never end with 0") {
  const outcome fail = run("score duty.duty bad-rows.csv");
  CHECK(fail.code == 2);
  CHECK(fail.out == "");
  for (const char* row : {"row 3", "row 4", "row 5"})
    CHECK(fail.err.find(row) != std::string::npos);

  const outcome report = run("score duty.duty bad-rows.csv --on-bad-row report");
  CHECK(report.code == 2);
  CHECK(report.out ==
        "subject,period,basis,points\n张伟,2023,confirmed,18\n李娜,2023,confirmed,12\n");
  for (const char* row : {"row 3", "row 4", "row 5"})
    CHECK(report.err.find(row) != std::string::npos);
  CHECK(report.err.find("5 rows, 3 bad, 2 counted") != std::string::npos);
}

TEST_CASE("standard input is a file like any other") {
  CHECK(run("score duty.duty -", "< duty.csv").out == run("score duty.duty duty.csv").out);
  CHECK(run("score - duty.csv", "< duty.duty").out == run("score duty.duty duty.csv").out);
  CHECK(run("fmt", "< messy.duty").out == run("fmt messy.duty").out);
}

TEST_CASE("fmt there and back is the same bytes") {
  for (const char* file : {"duty.duty", "messy.duty"}) {
    CAPTURE(file);
    const scratch s;
    const std::string en = s.file("en", run("fmt --lang en " + std::string(file)).out);
    const std::string zh = s.file("zh", run("fmt --lang zh '" + en + "'").out);
    CHECK(read_file(zh).value() != read_file(en).value());
    CHECK(run("fmt --lang en '" + zh + "'").out == read_file(en).value());
  }
}

TEST_CASE("fmt --write changes what --check complains of, and nothing else") {
  const scratch s;
  const std::string path = s.file("a.duty", read_file(data_dir + "/messy.duty").value());
  CHECK(run("fmt --check '" + path + "'").code == 1);
  CHECK(run("fmt --write '" + path + "'").code == 0);
  CHECK(read_file(path).value() == run("fmt messy.duty").out);
  const auto written = fs::last_write_time(path);
  CHECK(run("fmt --check '" + path + "'").code == 0);
  CHECK(run("fmt --write '" + path + "'").code == 0);
  CHECK(fs::last_write_time(path) == written);
}

TEST_CASE("a diff mends the file") {
  const scratch s;
  const std::string path = s.file("messy.duty", read_file(data_dir + "/messy.duty").value());
  const outcome r = run("fmt --diff '" + path + "'");
  CHECK(r.code == 1);
  s.file("diff", r.out);
  if (run_shell("command -v patch > /dev/null", data_dir) != 0) return;
  CHECK(run_shell("patch -s '" + path + "' '" + (s / "diff") + "'", data_dir) == 0);
  CHECK(read_file(path).value() == run("fmt messy.duty").out);
}

TEST_CASE("nobody to score is nothing to do") {
  const scratch s;
  const std::string empty = s.file("nobody.csv", "对象,事项,日期\n张伟,缺席,2022-05-01\n");
  const outcome r = run("rank duty.duty '" + empty + "' --period 2020");
  CHECK(r.code == 5);
  CHECK(r.err.find("DS0912") != std::string::npos);
}

TEST_CASE("--stats says where time went, and leaves the answer as it is") {
  const outcome plain = run("score duty.duty duty.csv"), r = run("score duty.duty duty.csv --stats");
  CHECK(r.code == 0);
  CHECK(r.out == plain.out);
  CHECK(r.err.find(plain.err) == 0);
  for (const char* words : {"\ntime ", " 14 rows, ", "  reading tables ", "  checking rows ", "  adding up ",
                            "  reading accounts ", "  writing ", "\nmemory at most ",
                            "\njudged one by one 13 rows\n  13    the batch is small\n"})
    CHECK_MESSAGE(r.err.find(words) != std::string::npos, words << " is not in\n" << r.err);

  const outcome json = run("score duty.duty duty.csv --stats --format json");
  CHECK(json.code == 0);
  for (const char* words : {"\"rows\": 14", "\"microseconds\": {", "\"judged_rows\": 14"})
    CHECK_MESSAGE(json.err.find(words) != std::string::npos, words << " is not in\n" << json.err);
  CHECK(run("rank duty.duty duty.csv --period 2023 --stats").code == 4);
}

TEST_CASE("--stats names the block and the clause for which rows are judged one by one") {
  const scratch s;
  std::string rows = "对象,事项,日期,等级,人数,值守时数\n";
  for (int i = 0; i < 3000; ++i)
    rows += i % 3 == 0 ? "张伟,表彰,2023-03-01,市,3,\n" : "李娜,值守,2023-05-06,,,4\n";
  const outcome r = run("score duty.duty '" + s.file("rows.csv", rows) + "' --stats");
  CHECK(r.code == 0);
  CHECK_MESSAGE(r.err.find("\njudged one by one 1,000 rows\n  1,000  praise  points by a formula: award") !=
                    std::string::npos,
                r.err);
}
