// Arrow tables against CSV tables of the same cells: the same batch, the same codes, the same
// messages, whatever the types and however they lie.
#include "dutyscore/data/arrow_reader.hpp"

#include <doctest/doctest.h>

#include <random>

#include "data/arrow_read.hpp"
#include "data/batch_bytes.hpp"
#include "dutyscore/data/csv.hpp"

using namespace dutyscore;
using arrow_arrays::cells;
using arrow_arrays::duties;
using arrow_arrays::how;
using arrow_arrays::read;
using arrow_arrays::text_of;

namespace {

struct column {
  std::string name, format, dictionary;
  cells values;
};
using columns = std::vector<column>;

std::size_t rows_of(const columns& c) { return c.empty() ? 0 : c[0].values.size(); }

std::string csv_of(const columns& table) {
  std::string out;
  for (std::size_t i = 0; i < table.size(); ++i) out += (i ? "," : "") + csv_cell(table[i].name);
  out += "\n";
  for (std::size_t row = 0; row < rows_of(table); ++row, out += "\n")
    for (std::size_t i = 0; i < table.size(); ++i)
      out += (i ? "," : "") + csv_cell(table[i].values[row].value_or(""));
  return out;
}

/// How the rows lie: where arrays end, and what stands before each of them.
struct layout {
  std::string name;
  std::vector<std::size_t> chunks;  // lengths; the rest is the last one
  std::size_t front = 0;            // of every column
  std::size_t table_front = 0;      // of the struct
  bool tells_nulls = true;
  unsigned seed = 1;
};

cells slice(const cells& all, std::size_t from, std::size_t to) {
  return {all.begin() + static_cast<std::ptrdiff_t>(from),
          all.begin() + static_cast<std::ptrdiff_t>(to)};
}

arrow_arrays::node chunk_of(const columns& table, std::size_t from, std::size_t to,
                            const layout& l) {
  std::vector<std::shared_ptr<arrow_arrays::node>> made;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const column& c = table[i];
    cells values = slice(c.values, from, to);
    // Rows of the children that the struct leaves out.
    values.insert(values.begin(), l.table_front, std::nullopt);
    const how h{l.front + (l.front ? i : 0), l.seed + static_cast<unsigned>(i + from),
                l.tells_nulls};
    made.push_back(arrow_arrays::column(c.name, c.format, c.dictionary, values, h));
  }
  arrow_arrays::node out = arrow_arrays::struct_of(std::move(made));
  out.offset = static_cast<std::int64_t>(l.table_front);
  out.length = static_cast<std::int64_t>(to - from);
  return out;
}

arrow_arrays::table arrow_of(const columns& table, const layout& l) {
  arrow_arrays::table out;
  out.type = chunk_of(table, 0, 0, {});
  std::size_t from = 0;
  for (const std::size_t length : l.chunks) {
    const std::size_t to = std::min(rows_of(table), from + length);
    out.chunks.push_back(chunk_of(table, from, to, l));
    from = to;
  }
  if (from < rows_of(table) || out.chunks.empty())
    out.chunks.push_back(chunk_of(table, from, rows_of(table), l));
  return out;
}

/// CSV counts its header as a row.
batch_data numbered_from_one(batch_data d) {
  --d.first_row;
  for (std::uint64_t& n : d.row_number) --n;
  for (bad_row& b : d.bad) --b.row, --b.why.data->row;
  return d;
}

std::string codes_of(const diagnostics& list) {
  std::string out;
  for (const diagnostic& d : list) {
    const bool is_empty = d.code == "DS0310";
    out += (is_empty ? "DS0344" : d.code) + " " + (d.data ? d.data->column : "") + "\n";
  }
  return out;
}

std::size_t check_same(const columns& table, const layout& l, const arrow_options& options = {}) {
  const std::string text = csv_of(table);
  CAPTURE(text);
  CAPTURE(l.name);
  csv_options csv{options.ignore_columns, options.ignore_unknown_columns, options.limits};
  const auto expected = read_csv_text(text, "f", duties, csv);
  const auto got = read(arrow_of(table, l), options);
  CHECK(codes_of(got.messages()) == codes_of(expected.messages()));
  REQUIRE(got.has_value() == expected.has_value());
  if (!got) return 0;
  batch_data rows = numbered_from_one(expected->data());
  if (rows.rows == 0) rows.first_row = 1;
  sample::check_same(got->data(), rows);
  return got->rows();
}

/// A table in which many things are as they should be and some are not; columns are texts.
columns base_table() {
  columns out = {{"subject", "u", "", {}}, {"事项", "u", "", {}},     {"date", "u", "", {}},
                 {"amount", "u", "", {}},  {"建议条数", "u", "", {}}, {"capacity", "u", "", {}},
                 {"urgent", "u", "", {}},  {"asked", "u", "", {}},    {"title", "u", "", {}},
                 {"id", "u", "", {}},      {"standing", "u", "", {}}};
  const std::optional<std::string> none;
  for (int i = 0; i < 60; ++i) {
    const std::string n = std::to_string(i);
    const bool gives = i % 3 == 1, talks = i % 3 == 2;
    const std::vector<std::optional<std::string>> row = {
        "代表" + std::to_string(i * 7 % 13),
        gives   ? "捐款"
        : talks ? "联络站活动"
                : "会议",
        "2023-0" + std::to_string(1 + i % 9) + "-1" + std::to_string(i % 10),
        gives ? std::optional(std::to_string(i) + (i % 2 ? ".25" : "")) : none,
        talks ? std::optional(n) : none,
        i % 4 ? none : std::optional<std::string>("本职"),
        i % 5 ? std::optional<std::string>(i % 2 ? "yes" : "no") : none,
        i % 6 ? none : std::optional<std::string>("2022-12-31"),
        i % 7 ? std::optional("组织了第" + n + "次关于垃圾分类的座谈会") : none,
        std::to_string(1'000'000 + i / 2),
        i % 8 ? none : std::optional<std::string>("reviewed")};
    for (std::size_t c = 0; c < out.size(); ++c) out[c].values.push_back(row[c]);
  }
  return out;
}

column& named(columns& table, const std::string& name) {
  for (column& c : table)
    if (c.name == name) return c;
  FAIL("no column " << name);
  return table[0];
}

struct type_case {
  std::string column, format, dictionary = {};
};

std::vector<type_case> type_cases() {
  std::vector<type_case> out;
  const std::vector<std::string> texts{"u", "U", "vu"};
  const std::vector<std::string> indexes{"c", "C", "s", "S", "i", "I", "l", "L"};
  for (const char* name : {"subject", "事项", "date", "amount", "urgent", "title", "standing"}) {
    for (const std::string& t : texts) out.push_back({name, t});
    for (const std::string& i : indexes)
      for (const std::string& t : texts) out.push_back({name, i, t});
  }
  for (const char* format : {"tdD", "tdm", "tss:", "tsm:", "tsu:", "tsn:"})
    for (const char* name : {"date", "asked"}) out.push_back({name, format});
  for (const char* format :
       {"c", "C", "s", "S", "i", "I", "l", "L", "d:9,0,32", "d:38,0", "g", "f"})
    out.push_back({"建议条数", format});
  for (const char* format : {"i", "I", "l", "L", "d:9,0,32", "d:18,0,64", "d:38,0", "d:76,0,256"})
    out.push_back({"id", format});
  for (const char* format : {"d:9,2,32", "d:18,3,64", "d:19,6", "d:38,6", "d:38,6,128", "d:38,12",
                             "d:38,30", "d:76,6,256", "d:76,9,256", "f", "g"})
    out.push_back({"amount", format});
  out.push_back({"urgent", "b"});
  return out;
}

const std::vector<layout> layouts = {
    {"whole", {}},
    {"sliced", {}, 3},
    {"nulls not counted", {}, 5, 0, false},
    {"sliced table", {}, 0, 2},
    {"both sliced", {}, 9, 7},
    {"chunked", {1, 2, 30, 0, 5}},
    {"chunked and sliced", {9, 9, 9, 9, 9}, 4, 1, false, 77},
};

}  // namespace

TEST_CASE("every type in every layout gives what CSV gives") {
  const columns base = base_table();
  for (const layout& l : layouts) CHECK(check_same(base, l) == 60);
  for (const type_case& t : type_cases()) {
    CAPTURE(t.column);
    CAPTURE(t.format);
    CAPTURE(t.dictionary);
    columns table = base;
    column& changed = named(table, t.column);
    changed.format = t.format;
    changed.dictionary = t.dictionary;
    for (const layout& l : layouts) CHECK(check_same(table, l) == 60);
    changed.values.assign(60, std::nullopt);
    check_same(table, layouts[1]);
    for (column& c : table) c.values.clear();
    check_same(table, layouts[0]);
  }
}

TEST_CASE("a column of nulls alone is an empty column") {
  for (const char* name :
       {"subject", "date", "amount", "建议条数", "urgent", "title", "standing"}) {
    columns table = base_table();
    named(table, name).format = "n";
    named(table, name).values.assign(60, std::nullopt);
    for (const layout& l : layouts) check_same(table, l);
  }
}

TEST_CASE("long tables are read in blocks as CSV is") {
  columns table = base_table();
  for (column& c : table) {
    const cells once = c.values;
    for (int i = 0; i < 49; ++i) c.values.insert(c.values.end(), once.begin(), once.end());
  }
  column& title = named(table, "title");
  for (std::size_t i = 0; i < title.values.size(); ++i)
    if (i % 3) title.values[i] = "第" + std::to_string(i) + "次";
  named(table, "subject").format = "s";
  named(table, "subject").dictionary = "u";
  named(table, "date").format = "tdD";
  for (const layout& l : layouts) CHECK(check_same(table, l) == 3'000);
  named(table, "title").format = "vu";
  named(table, "date").values[1'234] = std::nullopt;
  named(table, "amount").values[2'345] = "x";
  for (const layout& l : layouts) CHECK(check_same(table, l) > 2'990);
}

namespace {

/// Tables with columns of any type and cells of which some are odd.
class random_columns {
 public:
  explicit random_columns(unsigned seed) : random_(seed) {}

  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  bool one_in(unsigned n) { return below(n) == 0; }

  columns next(std::size_t rows, unsigned oddity) {
    oddity_ = oddity;
    kinds_.clear();
    columns out{make("subject", rows), make("kind", rows), make("date", rows)};
    for (const char* name : {"end", "standing", "since", "amount", "suggestions", "capacity",
                             "urgent", "title", "id", "credited", "asked", "", "ignored"})
      if (!one_in(3)) out.push_back(make(name, rows));
    std::shuffle(out.begin(), out.end(), random_);
    return out;
  }

  layout next_layout(std::size_t rows) {
    layout out{"random", {}, below(12), below(3), one_in(2), static_cast<unsigned>(random_())};
    for (unsigned i = below(5); i > 0; --i)
      out.chunks.push_back(below(static_cast<unsigned>(rows) + 1));
    return out;
  }

 private:
  using choice = std::vector<std::string>;
  std::string one(const choice& of) { return of[below(static_cast<unsigned>(of.size()))]; }

  column make(const std::string& name, std::size_t rows) {
    column out{name, one({"u", "U", "vu"}), "", {}};
    const bool is_text = !one_in(3) || typed_formats(name).empty();
    if (!is_text) out.format = one(typed_formats(name));
    if (is_text && one_in(2)) {
      const choice indexes{"s", "S", "i", "I", "l", "L", "c", "C"};
      out.dictionary = out.format;
      out.format = indexes[below(rows < 100 ? 8 : 6)];  // one byte names few entries
    }
    for (std::size_t row = 0; row < rows; ++row) {
      if (name == "kind") kinds_.push_back(one({"会议", "捐款", "联络站活动", "会议"}));
      std::optional<std::string> cell = plain(name, row, is_text ? "" : out.format);
      if (oddity_ && one_in(oddity_))
        cell = is_text ? std::optional(odd(cell.value_or(""))) : std::nullopt;
      if (is_text && !cell && one_in(2)) cell = "";
      out.values.push_back(cell);
    }
    return out;
  }

  choice typed_formats(const std::string& name) {
    if (name == "date" || name == "end" || name == "credited" || name == "asked")
      return {"tdD", "tdm", "tss:", "tsm:", "tsu:", "tsn:"};
    if (name == "amount") return {"g", "i", "l", "d:18,2,64", "d:38,6", "d:38,9", "d:76,7,256"};
    if (name == "suggestions") return {"c", "C", "s", "i", "L", "g", "f", "d:9,1,32"};
    if (name == "urgent") return {"b"};
    if (name == "id") return {"i", "L", "l", "d:38,0"};
    return {};
  }

  std::string day() {
    const auto two = [](unsigned n) { return (n < 9 ? "0" : "") + std::to_string(n + 1); };
    return std::to_string(2020 + below(3)) + "-" + two(below(12)) + "-" + two(below(28));
  }

  std::optional<std::string> plain(const std::string& name, std::size_t row,
                                   const std::string& format) {
    // Columns are made in any order after the first three.
    const std::string kind = row < kinds_.size() ? kinds_[row] : "";
    if (name == "subject") return "代表" + std::to_string(below(30));
    if (name == "kind") return kind;
    if (name == "date") return day();
    if (name == "amount") return kind == "捐款" ? number(format) : std::nullopt;
    if (name == "suggestions")
      return kind == "联络站活动" ? std::optional(std::to_string(below(100))) : std::nullopt;
    if (name.empty() || one_in(2)) return std::nullopt;
    if (name == "end") return "2025-01-01";
    if (name == "standing") return one({"confirmed", "reviewed", "claimed", "rejected", "初审"});
    if (name == "since") return one({"claimed", "自评"});
    if (name == "capacity") return one({"代表", "本职"});
    if (name == "urgent") return format == "b" ? one({"yes", "no"}) : one({"yes", "否", "是"});
    if (name == "title") return one({"读书", "走访选民", "在社区组织了一次关于垃圾分类的座谈会"});
    if (name == "id") return std::to_string(below(1'000'000'000));
    return day();
  }

  std::optional<std::string> number(const std::string& format) {
    if (format == "i" || format == "l") return one({"0", "7", "12", "1000000", "1000001", "-3"});
    if (format == "d:18,2,64") return one({"0", "7.5", "999.99", "1000000.01", "-0.01"});
    return one({"0", "7", "12.5", "0.000001", "1000000", "999999.999999", "-1.5"});
  }

  std::string odd(const std::string& cell) {
    switch (below(6)) {
      case 0:
        return one({" ", "　", "\t", "\u00A0"}) + cell + one({"", " ", "　"});
      case 1:
        return "";
      case 2:
        return cell + one({"\"", ",", "\n", "x", "\x01", "0", "，"});
      case 3:
        return one({"2023-02-29", "2023年5月6日", "2023/5/6", "1399-12-31", "９", "3.5", "-1"});
      case 4:
        return one({"1.0000001", "12345678901234567890.5", "9223372036854775808", "1e3", "+1"});
      default:
        return one({"会议", "捐款", "新事项", "rejected", "确认 ", "代表1",
                    "很长很长很长很长很长很长很长很长很长很长很长很长很长很长的一段文字"});
    }
  }

  std::mt19937_64 random_;
  unsigned oddity_ = 0;
  std::vector<std::string> kinds_;
};

}  // namespace

TEST_CASE("random tables of random types give what CSV gives") {
  random_columns random(20260704);
  arrow_options options;
  options.ignore_columns = {"ignored"};
  std::size_t rows = 0;
  for (int i = 0; i < 2'000; ++i) {
    options.limits.rows = i % 7 ? 4'000'000'000 : random.below(30);
    options.limits.bad_rows = i % 5 ? 100'000 : random.below(3);
    const columns table = random.next(random.below(40), 1 + random.below(60));
    rows += check_same(table, random.next_layout(rows_of(table)), options);
  }
  options.limits = {};
  for (int i = 0; i < 20; ++i) {
    const columns table = random.next(500 + random.below(900), i % 2 ? 400 : 0);
    rows += check_same(table, random.next_layout(rows_of(table)), options);
  }
  CHECK(rows > 20'000);
}

TEST_CASE("columns are found by name or label, and extra ones are told") {
  columns table = base_table();
  named(table, "title").name = "titel";
  named(table, "date").name = "Datum";
  const auto told = read(arrow_of(table, layouts[0]));
  CHECK(text_of(told) ==
        "DS0303 f Datum: the column “Datum” means nothing to this policy\n"
        "DS0303 f titel: the column “titel” means nothing to this policy\n"
        "DS0304 f: the column “date” is missing\n"
        "= a column that is for people only is left out by naming it: ignore_columns “Datum”\n"
        "= did you mean “title”?\n"
        "= a column that is for people only is left out by naming it: ignore_columns “titel”\n");
}
