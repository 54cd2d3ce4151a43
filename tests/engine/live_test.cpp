// An account kept while activities come and go: what a change may be, the journal, many readers.
#include "dutyscore/engine/live.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include <unistd.h>

#include "dutyscore/core/file.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

const policy& the_policy() {
  static const policy p =
      compile(
          "policy p { activity { n integer default 1 } "
          "indicator visit { on \"visit\" award 5 per n cap 20 per month } "
          "indicator talk { on \"talk\" accept when n < 9 else \"too long\" award 12 / n highest "
          "per year } }")
          .value();
  return p;
}

batch batch_of(const std::string& lines) {
  return read_csv_text("subject,kind,date,id,n\n" + lines, "rows.csv", the_policy().schema())
      .value();
}

roster roster_of(const char* subject) {
  service s;
  s.from = date::parse("2023-01-01");
  return roster({roster_subject{subject, subject, {s}}});
}

std::string code_of(const diagnostics& list) { return list.empty() ? "" : list.front().code; }

std::string total_of(const live& account, const char* subject) {
  return account.book_of(subject)->points(0, 0, year(2023)).value().to_string();
}

const char* const four_rows =
    "a,visit,2023-05-06,,2\na,talk,2023-05-07,n1,3\na,talk,2023-06-07,n2,2\nb,visit,2023-01-01,,\n";

struct scratch_file {
  std::string path;
  explicit scratch_file(const char* name)
      : path((std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + name)).string()) {
    std::filesystem::remove(path);
  }
  ~scratch_file() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("activities come, go and are corrected") {
  for (const bool keep_rows : {false, true}) {
    live account(the_policy(), {.keep_rows = keep_rows});
    const activities some = account.prepare(batch_of(four_rows));
    for (std::uint32_t row = 0; row < some.size(); ++row)
      CHECK(account.apply(some, row).empty());
    CHECK(total_of(account, "a") == "16");  // 10 + the higher of 4 and 6
    CHECK(account.retract(some, 2).empty());
    CHECK(total_of(account, "a") == "14");
    CHECK(account.correct(some, 1, some, 2).empty());
    CHECK(total_of(account, "a") == "16");
    CHECK(account.changes() == 6);
    CHECK(account.book()->subjects().size() == 2);
    CHECK(account.book()->through().to_string() == "2023-06-30");
    CHECK(account.retract(some, 2).empty());
    CHECK(account.book()->through().to_string() == "2023-05-31");
    CHECK(account.book()->keeps_rows() == keep_rows);
    CHECK(account.book()->entries(0, year(2023)).has_value() == keep_rows);
    CHECK(account.retract(some, 3).empty());
    CHECK(account.book()->subjects().size() == 1);
  }
}

TEST_CASE("a change that gives messages has changed nothing") {
  live account(the_policy(), {.subjects = roster_of("a")});
  CHECK(account.book().messages().front().code == "DS0403");
  CHECK(account.book_of("nobody").messages().front().code == "DS0920");
  const activities some = account.prepare(
      batch_of("a,visit,2023-05-06,n1,2\na,visit,2023-05-07,n1,3\na,talk,2023-05-08,,0\n"
               "b,visit,2023-05-06,,2\na,visit,2023-07-09,,3\n"));
  CHECK(account.apply(some, 0).empty());
  const std::string before = account.snapshot();
  CHECK(code_of(account.apply(some, 1)) == "DS0424");
  CHECK(code_of(account.apply(some, 2)) == "DS0411");
  CHECK(code_of(account.apply(some, 3)) == "DS0405");
  CHECK(code_of(account.retract(some, 4)) == "DS0430");
  CHECK(code_of(account.correct(some, 4, some, 0)) == "DS0430");
  CHECK(code_of(account.correct(some, 0, some, 2)) == "DS0411");
  CHECK(code_of(account.apply(batch_of("a,visit,2023-13-01,,1\n"))) == "DS0329");
  CHECK(account.snapshot() == before);
  CHECK(account.correct(some, 0, some, 1).empty());  // the same id
  CHECK(account.correct(some, 1, some, 1).empty());
  CHECK(total_of(account, "a") == "15");
  const policy other = compile("policy q { activity { a text b text } }").value();
  const batch of_other =
      read_csv_text("subject,kind,date,a,b\na,x,2023-01-01,p,q\n", "x", other.schema()).value();
  CHECK_THROWS_AS(account.prepare(of_other), std::invalid_argument);
  live twin(the_policy(), {.subjects = roster_of("a")});
  CHECK_THROWS_AS(twin.apply(some, 0), std::invalid_argument);
}

TEST_CASE("rows that are kept are retracted by their id, and missed when they are not there") {
  live account(the_policy(), {.keep_rows = true});
  CHECK(account.apply(batch_of(four_rows)).empty());
  CHECK(account.retract("a", "n2").empty());
  CHECK(total_of(account, "a") == "14");
  CHECK(code_of(account.retract("a", "n2")) == "DS0431");
  CHECK(code_of(account.retract("c", "n2")) == "DS0431");
  // Cells could not tell it from the one that is there.
  const activities twin = account.prepare(batch_of("a,visit,2023-05-07,,2\n"));
  CHECK(code_of(account.retract(twin, 0)) == "DS0430");
  live without_rows(the_policy());
  CHECK_THROWS_AS(without_rows.retract("a", "n2"), std::logic_error);
}

TEST_CASE("sums may leave 64 bits and come back") {
  live account(the_policy());
  const activities some = account.prepare(batch_of("a,visit,2023-05-06,,200000000\n"));
  constexpr int times = 20'000;  // of a billion points
  for (int n = 0; n < times; ++n) REQUIRE(account.apply(some, 0).empty());
  const std::string bytes = account.snapshot();
  live again = live::restore(the_policy(), {}, bytes).value();
  CHECK(again.snapshot() == bytes);
  CHECK(total_of(again, "a") == "20");  // the cap
  for (live* one : {&account, &again}) {
    const activities rows = one->prepare(batch_of("a,visit,2023-05-06,,200000000\n"));
    for (int n = 0; n < times - 1; ++n) REQUIRE(one->retract(rows, 0).empty());
    CHECK(total_of(*one, "a") == "20");
    CHECK(one->retract(rows, 0).empty());
    CHECK(code_of(one->retract(rows, 0)) == "DS0430");
    CHECK(one->book_of("a").messages().front().code == "DS0920");
  }
  CHECK(account.snapshot() == again.snapshot());
}

TEST_CASE("rows of kinds that no rule names are counted by their kind") {
  live account(the_policy());
  const activities some = account.prepare(batch_of(
      "a,visit,2023-05-06,,2\na,dance,2023-05-06,,2\na,dance,2023-05-06,,2\nb,song,2023-05-06,,2\n"));
  for (std::uint32_t row = 0; row < some.size(); ++row) CHECK(account.apply(some, row).empty());
  CHECK(account.book()->unmatched().size() == 2);
  CHECK(account.book()->counts().unmatched == 3);
  CHECK(account.retract(some, 3).empty());
  CHECK(account.book()->unmatched().size() == 1);
  CHECK(code_of(account.retract(some, 3)) == "DS0430");
}

TEST_CASE("rows in any order are the same account") {
  // Far more rows than are worked out ahead, of subjects that are new and known.
  std::string lines;
  for (int i = 0; i < 200; ++i)
    lines += std::string(1, static_cast<char>('a' + i % 7)) + (i % 3 ? ",visit" : ",talk") +
             ",2023-0" + std::to_string(1 + i % 9) + "-06,," + std::to_string(1 + i % 8) + "\n";
  const batch rows = batch_of(lines);
  live forwards(the_policy()), backwards(the_policy()), from_two(the_policy());
  const activities first = forwards.prepare(rows), second = backwards.prepare(rows);
  const activities some = from_two.prepare(rows), others = from_two.prepare(rows);
  for (std::uint32_t row = 0; row < 200; ++row) {
    CHECK(forwards.apply(first, row).empty());
    CHECK(backwards.apply(second, 199 - row).empty());
    CHECK(from_two.apply(row % 5 == 0 ? some : others, row).empty());
  }
  CHECK(forwards.snapshot() == backwards.snapshot());
  CHECK(forwards.snapshot() == from_two.snapshot());
}

TEST_CASE("snapshots bring an account back, and others are refused") {
  for (const bool keep_rows : {false, true}) {
    const live_options options{.keep_rows = keep_rows};
    live account(the_policy(), options);
    CHECK(account.apply(batch_of(four_rows)).empty());
    const std::string bytes = account.snapshot();
    auto again = live::restore(the_policy(), options, bytes);
    REQUIRE(again);
    CHECK(again->snapshot() == bytes);
    CHECK(again->changes() == 4);
    CHECK(again->retract(again->prepare(batch_of(four_rows)), 0).empty());
    CHECK(total_of(*again, "a") == "6");
    CHECK(total_of(account, "a") == "16");

    const policy other = compile("policy q { indicator x { on \"x\" award 1 } }").value();
    const auto refused = [&](const policy& p, const live_options& with, const std::string& of) {
      const auto made = live::restore(p, with, of);
      return made ? "" : made.messages().front().code;
    };
    CHECK(refused(other, options, bytes) == "DS0423");
    CHECK(refused(the_policy(), {.subjects = roster_of("a")}, bytes) == "DS0425");
    CHECK(refused(the_policy(), {.keep_rows = true}, bytes) == (keep_rows ? "" : "DS0434"));
    CHECK(refused(the_policy(), {}, bytes) == "");
    for (std::size_t size = 0; size < bytes.size(); ++size)
      CHECK(refused(the_policy(), options, bytes.substr(0, size)) == "DS0421");
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ 4);
      CHECK(refused(the_policy(), options, changed) == "DS0421");
    }
  }
}

TEST_CASE("a journal repeats what happened") {
  const scratch_file file("dutyscore-live-test.journal");
  std::string snapshot;
  {
    live account(the_policy());
    REQUIRE(account.keep_journal(file.path).empty());
    CHECK(account.apply(batch_of(four_rows)).empty());
    const activities some = account.prepare(batch_of(four_rows));
    CHECK(account.retract(some, 0).empty());
    CHECK(account.correct(some, 2, some, 0).empty());
    CHECK(account.sync().empty());
    snapshot = account.snapshot();
  }
  live again(the_policy());
  CHECK(again.keep_journal(file.path).empty());
  CHECK(again.snapshot() == snapshot);
  // What a snapshot has is not repeated; what comes then is appended.
  live third = live::restore(the_policy(), {}, snapshot).value();
  CHECK(third.keep_journal(file.path).empty());
  CHECK(third.snapshot() == snapshot);
  CHECK(third.apply(batch_of("c,visit,2023-01-01,,\n")).empty());
  live fourth(the_policy());
  CHECK(fourth.keep_journal(file.path).empty());
  CHECK(fourth.snapshot() == third.snapshot());
}

TEST_CASE("a journal forgives a last record that was cut off, and nothing else") {
  const scratch_file file("dutyscore-live-test-torn.journal");
  std::string before_last;
  {
    live account(the_policy());
    REQUIRE(account.keep_journal(file.path).empty());
    CHECK(account.apply(batch_of(four_rows)).empty());
    before_last = read_file(file.path).value();
    CHECK(account.apply(batch_of("c,visit,2023-01-01,,\n")).empty());
  }
  const std::string whole = read_file(file.path).value();
  for (std::size_t size = before_last.size(); size < whole.size(); ++size) {
    CAPTURE(size);
    REQUIRE(write_file(file.path, whole.substr(0, size)).empty());
    live account(the_policy());
    CHECK(account.keep_journal(file.path).empty());
    CHECK(account.changes() == 4);
    CHECK(account.apply(batch_of("c,visit,2023-01-01,,\n")).empty());
    CHECK(read_file(file.path).value() == whole);  // goes on after the last whole record
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    CAPTURE(at);
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 16);
    REQUIRE(write_file(file.path, changed).empty());
    live account(the_policy());
    CHECK(code_of(account.keep_journal(file.path)) == "DS0432");
    CHECK(read_file(file.path).value() == changed);
  }
  for (std::size_t size = 0; size < 29; ++size) {  // cut off while it was begun
    REQUIRE(write_file(file.path, whole.substr(0, size)).empty());
    live account(the_policy());
    CHECK(account.keep_journal(file.path).empty());
  }
}

TEST_CASE("journals of other policies and from later on are refused") {
  const scratch_file file("dutyscore-live-test-other.journal");
  const policy other = compile("policy q { indicator x { on \"x\" award 1 } }").value();
  live account(the_policy());
  REQUIRE(account.apply(batch_of(four_rows)).empty());
  REQUIRE(account.keep_journal(file.path).empty());
  CHECK(account.apply(batch_of("c,visit,2023-01-01,,\n")).empty());
  CHECK(code_of(live(other).keep_journal(file.path)) == "DS0423");
  CHECK(code_of(live(the_policy()).keep_journal(file.path)) == "DS0433");
  CHECK(code_of(live(the_policy()).keep_journal("no/such/folder/journal")) == "DS0902");
}

TEST_CASE("readers see one moment while the writer goes on") {
  live account(the_policy());
  // Row 0 or row 1 is in the account, never both and never none: always 5 points.
  const activities some = account.prepare(
      batch_of("a,visit,2023-05-06,,1\na,visit,2023-06-06,,1\nb,visit,2023-05-06,,1\n"));
  REQUIRE(account.apply(some, 0).empty());
  REQUIRE(account.apply(some, 2).empty());
  std::atomic<bool> is_done{false};
  std::atomic<int> readings{0}, wrong{0};
  const auto read = [&] {
    while (!is_done || readings < 30) {
      wrong += account.book_of("a")->points(0, 0, year(2023)).value() != decimal::of(5);
      const auto all = account.book();
      wrong += all->points(0, 0, year(2023)).value() != decimal::of(5) ||
               all->rank(year(2023))->size() != 2;
      wrong += !live::restore(the_policy(), {}, account.snapshot());
      ++readings;
    }
  };
  std::thread first(read), second(read);
  for (int i = 0; i < 500; ++i) {
    REQUIRE(account.correct(some, 0, some, 1).empty());
    REQUIRE(account.correct(some, 1, some, 0).empty());
  }
  is_done = true;
  first.join();
  second.join();
  CHECK(wrong == 0);
  CHECK(account.changes() == 1002);
}
