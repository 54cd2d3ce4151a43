// Cells as bytes: what travels between machines, and what is refused of it.
#include "dutyscore/engine/merge.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "dutyscore/data/csv.hpp"
#include "dutyscore/engine/bytes.hpp"
#include "dutyscore/engine/subject_cells.hpp"
#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

const char* const rules =
    "policy p { activity { place text default \"\" } "
    "indicator visit { on \"visit\" award 5 cap 8 per month } "
    "indicator talk { on \"talk\" award 3 once per year by place } "
    "veto v { on \"veto\" accept when place != \"x\" else \"not there\" effect void year } }";

const policy& the_policy() {
  static const policy p = compile(rules).value();
  return p;
}

batch batch_of(const std::string& lines, const policy& p = the_policy()) {
  return read_csv_text("subject,kind,date,id,standing,place\n" + lines, "rows.csv", p.schema())
      .value();
}

std::vector<std::string> cells_of(const std::string& lines) {
  return accumulate(the_policy(), batch_of(lines)).value();
}

const char* const some_rows =
    "a,visit,2023-05-06,,,\na,visit,2023-05-07,n1,,\na,talk,2023-05-08,,,hall\n"
    "a,veto,2023-06-01,,,x\na,sing,2023-06-02,,claimed,\n";

roster roster_from(const char* from) {
  service s;
  s.from = date::parse(from);
  return roster({roster_subject{"a", "a", {s}}});
}

/// The code of the first message.
template <class T>
std::string code_of(const result<T>& r) {
  return r ? "a value" : r.messages().front().code;
}

/// The bytes under a seal of their own, so that the inside is judged.
std::string resealed(std::string bytes) {
  engine::byte_writer to;
  to.raw(bytes.substr(0, bytes.size() - 8));
  to.seal();
  return to.take();
}

}  // namespace

TEST_CASE("a book of merged cells tells what a book of rows tells") {
  const auto rows = batch_of(some_rows);
  const book by_rows = evaluate(the_policy(), rows).value();
  const book merged = finish(the_policy(), cells_of(some_rows)).value();
  CHECK(by_rows.keeps_rows());
  CHECK_FALSE(merged.keeps_rows());
  CHECK(merged.through() == by_rows.through());
  CHECK(merged.points(0, 0, month(2023, 5)).value() == decimal::of(11));
  CHECK(by_rows.points(0, 0, month(2023, 5)).value() == decimal::of(11));
  CHECK(merged.counts() == by_rows.counts());
  CHECK(merged.unmatched(basis::claimed).front().kind == "sing");
  const auto refused = merged.refused_counts(0, year(2023)).value();
  REQUIRE(refused.size() == 1);
  CHECK(refused.front().reason.en == "not there");
  CHECK(refused == by_rows.refused_counts(0, year(2023)).value());
}

TEST_CASE("a book of merged cells says what it cannot tell") {
  const book merged = finish(the_policy(), cells_of(some_rows)).value();
  const period day = dutyscore::day(2023, 5, 6);
  const period some[] = {year(2023), day};
  CHECK(code_of(merged.points(0, 0, day)) == "DS0426");
  CHECK(code_of(merged.points(0, some)) == "DS0426");
  CHECK(code_of(merged.rank(day)) == "DS0426");
  CHECK(code_of(merged.refused_counts(0, day)) == "DS0426");
  CHECK(code_of(merged.entries(0, year(2023))) == "DS0427");
  CHECK_THROWS_AS(merged.refusals(0, year(2023)), std::logic_error);
  CHECK_THROWS_AS(merged.unmatched_rows(0, year(2023)), std::logic_error);
}

TEST_CASE("bytes are canonical and add up") {
  const std::string halves[] = {
      cells_of("a,visit,2023-05-06,,,\na,talk,2023-05-08,,,hall\n").front(),
      cells_of("a,visit,2023-05-07,n1,,\na,veto,2023-06-01,,,x\na,sing,2023-06-02,,claimed,\n")
          .front()};
  const std::string other_way[] = {halves[1], halves[0]};
  CHECK(merge(the_policy(), halves).value() == cells_of(some_rows).front());
  CHECK(merge(the_policy(), other_way).value() == cells_of(some_rows).front());
  CHECK(merge(the_policy(), std::span(halves, 1)).value() == halves[0]);
  CHECK_THROWS_AS(static_cast<void>(merge(the_policy(), {})), std::invalid_argument);
}

TEST_CASE("bytes stay what they are") {
  // Written down once: a change of these bytes needs another format number.
  const std::string bytes = cells_of("a,visit,2023-05-06,n1,,\n").front();
  std::string hex;
  for (const char c : bytes.substr(0, 5)) {
    hex += "0123456789abcdef"[(c >> 4) & 15];
    hex += "0123456789abcdef"[c & 15];
  }
  CHECK(hex == "6475747901");
  CHECK(bytes.size() < 100);
}

TEST_CASE("what does not belong together is refused") {
  const auto a = cells_of("a,visit,2023-05-06,,,\n"), b = cells_of("b,visit,2023-05-06,,,\n");
  const std::string both[] = {a.front(), b.front()};
  CHECK(code_of(merge(the_policy(), both)) == "DS0420");
  CHECK(merge_all(the_policy(), both).value().size() == 2);

  const policy other = compile("policy p { indicator visit { on \"visit\" award 5 } }").value();
  CHECK(code_of(merge(other, a)) == "DS0423");
  CHECK(code_of(finish(other, a)) == "DS0423");

  std::string later = a.front();
  later[4] = 2;
  const std::string laters[] = {resealed(later)};
  CHECK(code_of(merge(the_policy(), laters)) == "DS0422");

  const auto n1 = cells_of("a,visit,2023-05-06,n1,,\n"),
             n2 = cells_of("a,visit,2023-05-07,n1,rejected,\n");
  const std::string twice[] = {n1.front(), n2.front()};
  CHECK(code_of(merge(the_policy(), twice)) == "DS0424");
  CHECK(code_of(finish(the_policy(), twice)) == "DS0424");

  const auto roster_a = roster_from("2023-01-01"), later_a = roster_from("2023-05-31");
  const auto served = accumulate(the_policy(), batch_of("a,visit,2023-05-06,,,\n"), {roster_a});
  CHECK(finish(the_policy(), *served, {roster_a}));
  CHECK(code_of(finish(the_policy(), *served, {later_a})) == "DS0425");
  CHECK(code_of(finish(the_policy(), *served)) == "DS0425");
  CHECK(code_of(finish(the_policy(), b, {roster_a})) == "DS0405");
  const std::string of_two_rosters[] = {served->front(), a.front()};
  CHECK(code_of(merge(the_policy(), of_two_rosters)) == "DS0425");

  CHECK(code_of(finish(the_policy(), {})) == "DS0403");
  CHECK(finish(the_policy(), {}, {.through = date::parse("2023-12-31")}));
}

TEST_CASE("bad rows are told by who reads them") {
  const auto rows =
      batch_of("a,visit,2023-05-06,n1,,\na,visit,2023-05-07,n1,,\nb,talk,2023-01-01,,,\n");
  CHECK(code_of(accumulate(the_policy(), rows)) == "DS0406");
  const auto cells = accumulate(the_policy(), rows, {.bad_rows = on_bad_row::report});
  REQUIRE(cells);
  CHECK(cells->size() == 1);
  CHECK(cells.messages().size() == 2);
}

TEST_CASE("damaged bytes are an error, never a crash") {
  const std::string good = cells_of(some_rows).front();
  const auto refuses = [](const std::string& bytes) {
    const std::string one[] = {bytes};
    const auto merged = merge(the_policy(), one);
    return !merged && merged.messages().front().code == "DS0421";
  };
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK(refuses(good.substr(0, size)));
    if (size + 8 == good.size()) continue;  // all of the inside
    const std::string cut = resealed(good.substr(0, size) + "12345678");
    const std::string one[] = {cut};
    CHECK_FALSE(merge(the_policy(), one));  // the seal is right, the inside is cut
  }
  for (std::size_t at = 0; at < good.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::string bytes = good;
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
      CHECK(refuses(bytes));
    }
  CHECK(refuses(good + "x"));
  CHECK(refuses(resealed(good + "12345678")));
}

TEST_CASE("bytes that somebody made up are refused or read, and cost no more than their size") {
  const std::string good = cells_of(some_rows).front();
  std::size_t read = 0;
  for (std::size_t at = 0; at + 8 < good.size(); ++at)
    for (const int change : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      std::string bytes = good;
      bytes[at] = static_cast<char>(bytes[at] ^ change);
      const std::string one[] = {resealed(bytes)};
      const auto merged = merge(the_policy(), one);
      const auto scores = finish(the_policy(), one, {.most_activities = 1000});
      CHECK((merged || !scores));  // what cannot be added cannot be finished
      if (merged) CHECK(*merged == one[0]);  // one way to write each state
      if (!scores) continue;
      ++read;
      static_cast<void>(scores->points(0, year(2023)));
      static_cast<void>(scores->rank(year(2023)));
    }
  CHECK(read > 0);
}

TEST_CASE("cells that no activities add up to are refused") {
  const policy& p = the_policy();
  const auto with = [&](auto change) {
    engine::subject_cells cells =
        engine::subject_cells_of(cells_of(some_rows).front(), p->digest).value();
    change(cells);
    const std::string one[] = {engine::to_bytes(cells, p->digest)};
    return code_of(finish(p, one, {.most_activities = 1000}));
  };
  const std::int32_t may = month(2023, 5).first.days();
  CHECK(with([](auto&) {}) == "a value");
  CHECK(with([&](auto& c) { c.sums.add({may, 6000}, 1); }) == "DS0428");
  CHECK(with([&](auto& c) { c.sums.add({may + 1, 0}, 1); }) == "DS0428");
  CHECK(with([&](auto& c) { c.sums.add({may, 0}, int128{1} << 100); }) == "DS0428");
  CHECK(with([&](auto& c) { c.rows.add({may, may, 2, engine::row_fate::counted}, -5); }) ==
        "DS0428");
  CHECK(with([&](auto& c) { c.rows.add({may + 1, may, 2, engine::row_fate::counted}, 1); }) ==
        "DS0428");
  CHECK(with([&](auto& c) { c.kept.add({1, 2, may, {1}, {}}, 1); }) == "DS0428");
  CHECK(with([&](auto& c) { c.kept.add({77, 2, may, {1}, {}}, 1); }) == "DS0428");
  CHECK(with([&](auto& c) { c.kept.add(c.kept.parts().front().first, 100'000); }) == "DS0429");
  CHECK(with([&](auto& c) {
          c.refusals.add({may, 2, 99, none, engine::refused_for::force, {}}, 1);
        }) == "DS0428");
}

TEST_CASE("sums beyond 64 bits travel whole") {
  const policy p = compile("policy p { activity { n decimal } indicator x { on \"x\" award 0 } "
                           "indicator y { on \"y\" award 1 per year when sum(x.n) > 0 } }").value();
  std::string up = "subject,kind,date,n\n", down = up;
  for (int i = 0; i < 3; ++i) {
    up += "a,x,2023-01-01,9000000000000\n";
    down += "a,x,2023-01-01,-9000000000000\n";
  }
  down += "a,x,2023-01-01,1\n";
  std::vector<std::string> cells;
  for (const std::string& lines : {up, down})
    for (std::string& one :
         accumulate(p, read_csv_text(lines, "n.csv", p.schema()).value()).value())
      cells.push_back(std::move(one));
  const auto scores = finish(p, cells, {.through = date::parse("2023-12-31")});
  CHECK(scores->points(0, 0, year(2023)).value() == decimal::of(1));
}

TEST_CASE("digests tell policies, rosters and rows apart") {
  const auto digests = [](const std::string& lines, std::optional<roster> r = std::nullopt) {
    return evaluate(the_policy(), batch_of(lines), {.subjects = r}).value().digests();
  };
  const auto two = digests("a,visit,2023-05-06,,,\na,talk,2023-05-08,,,hall\n");
  CHECK(two.policy == the_policy()->digest);
  CHECK_FALSE(two.roster);
  CHECK(digests("a,talk,2023-05-08,,,hall\na,visit,2023-05-06,,,\n").data == two.data);
  CHECK(digests("a,talk,2023-05-08,,,hall\na,visit,2023-05-07,,,\n").data != two.data);
  // A doubled pair of rows would vanish from an exclusive or.
  CHECK(digests("a,talk,2023-05-08,,,hall\n").data !=
        digests("a,talk,2023-05-08,,,hall\na,visit,2023-05-06,,,\na,visit,2023-05-06,,,\n").data);
  const auto one = digests("a,visit,2023-05-06,,,\n", roster_from("2023-01-01")),
             other = digests("a,visit,2023-05-06,,,\n", roster_from("2023-01-02"));
  CHECK(one.data == other.data);
  CHECK(one.roster != other.roster);
  CHECK_FALSE(finish(the_policy(), cells_of(some_rows)).value().digests().data);
}
