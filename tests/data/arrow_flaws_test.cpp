// Streams that fail and arrays that are broken: an error or a bad row, never a crash, and
// everything that was handed over is released once.
#include <doctest/doctest.h>

#include <functional>
#include <random>
#include <string>
#include <thread>

#include "data/arrow_read.hpp"
#include "dutyscore/data/arrow_reader.hpp"
#include "dutyscore/data/roster_csv.hpp"

using namespace dutyscore;
using arrow_arrays::cells;
using arrow_arrays::duties;
using arrow_arrays::node;
using arrow_arrays::read;
using arrow_arrays::read_once;
using arrow_arrays::table_with;
using arrow_arrays::text_of;

namespace {

using arrow_arrays::column;

/// Six rows in three arrays.
arrow_arrays::table three_chunks() {
  arrow_arrays::table out;
  for (int i = 0; i < 3; ++i)
    out.chunks.push_back(arrow_arrays::struct_of(
        {column("subject", "i", "u", {"甲", "乙"}), column("kind", "u", "", {"会议", "会议"}),
         column("date", "tdD", "", {"2023-05-06", "2023-05-07"})}));
  out.type = out.chunks[0];
  return out;
}

struct counts {
  int arrays = arrow_arrays::arrays.released, schemas = arrow_arrays::schemas.released,
      streams = arrow_arrays::streams.released;
};

/// How many structs were released since.
std::string since(const counts& before) {
  const counts now;
  return std::to_string(now.streams - before.streams) + " streams, " +
         std::to_string(now.schemas - before.schemas) + " schemas, " +
         std::to_string(now.arrays - before.arrays) + " arrays";
}

}  // namespace

TEST_CASE("all that is handed over is released once") {
  for (const unsigned threads : {1u, 3u}) {
    CAPTURE(threads);
    arrow_options options;
    options.threads = threads;
    options.piece_rows = 1;
    counts before;
    CHECK(read_once(three_chunks(), options)->rows() == 6);
    // Each array has three columns and a dictionary.
    CHECK(since(before) == "1 streams, 5 schemas, 15 arrays");
    arrow_arrays::table third = three_chunks();
    third.fails_at = 2;
    before = {};
    CHECK(text_of(read_once(third, options)) ==
          "DS0375 f: the Arrow stream “f” failed: the disk is gone\n");
    CHECK(since(before) == "1 streams, 5 schemas, 10 arrays");
    third.has_no_schema = true;
    before = {};
    CHECK(text_of(read_once(third, options)) ==
          "DS0375 f: the Arrow stream “f” failed: the disk is gone\n");
    CHECK(since(before) == "1 streams, 0 schemas, 0 arrays");
  }
}

TEST_CASE("a dictionary that comes with no rows at first is looked up all the same") {
  // Its entries were taken for known, and looked for behind the end of nothing.
  arrow_arrays::table t = three_chunks();
  arrow_array rows[3];
  for (arrow_array& r : rows) arrow_arrays::give_array(t.chunks[0], r.get());
  rows[0]->length = 0;
  for (arrow_array& r : rows)  // one dictionary in one place
    r->children[0]->dictionary->buffers = rows[0]->children[0]->dictionary->buffers;
  struct source {
    node type;
    arrow_array* rows;
    std::size_t next = 0;
  } held{t.type, rows};
  const auto read_lent = [&](unsigned threads) {
    held.next = 0;
    ArrowArrayStream lent{[](ArrowArrayStream* s, ArrowSchema* to) {
                            arrow_arrays::give_schema(static_cast<source*>(s->private_data)->type,
                                                      to);
                            return 0;
                          },
                          [](ArrowArrayStream* s, ArrowArray* to) {
                            source& of = *static_cast<source*>(s->private_data);
                            *to = {};
                            if (of.next == 3) return 0;
                            *to = *of.rows[of.next++];
                            to->release = [](ArrowArray* a) { a->release = nullptr; };
                            return 0;
                          },
                          [](ArrowArrayStream*) { return ""; },
                          [](ArrowArrayStream* s) { s->release = nullptr; }, &held};
    arrow_options options;
    options.threads = threads;
    return text_of(read_arrow(&lent, duties, options));
  };
  const std::string expected =
      "arrow:1 甲 会议 2023-05-06\narrow:2 乙 会议 2023-05-07\n"
      "arrow:3 甲 会议 2023-05-06\narrow:4 乙 会议 2023-05-07\n";
  CHECK(read_lent(1) == expected);
  CHECK(read_lent(3) == expected);
}

TEST_CASE("streams are called by the thread that makes the call alone") {
  static std::thread::id caller;
  static bool is_other;
  caller = std::this_thread::get_id();
  is_other = false;
  arrow_stream stream = arrow_arrays::stream_of(three_chunks());
  static int (*next)(ArrowArrayStream*, ArrowArray*);
  next = stream->get_next;
  stream->get_next = [](ArrowArrayStream* s, ArrowArray* to) {
    is_other |= std::this_thread::get_id() != caller;
    return next(s, to);
  };
  arrow_options options;
  options.threads = 4;
  options.piece_rows = 1;
  CHECK(read_arrow(stream.get(), duties, options)->rows() == 6);
  CHECK_FALSE(is_other);
}

TEST_CASE("a stream is released before the call returns, and cannot be read again") {
  arrow_stream stream = arrow_arrays::stream_of(three_chunks());
  CHECK(read_arrow(stream.get(), duties)->rows() == 6);
  CHECK(arrow_arrays::streams.out == 0);
  CHECK(text_of(read_arrow(stream.get(), duties)) ==
        "DS0374 arrow: the Arrow stream “arrow” holds nothing: it was read or released before\n");
  CHECK(text_of(read_arrow(static_cast<ArrowArrayStream*>(nullptr), duties))
            .starts_with("DS0374 arrow"));
}

TEST_CASE("what is thrown leaves nothing behind") {
  arrow_options options;
  options.progress.every = std::chrono::milliseconds(0);
  int asked = 0;
  options.progress.say = [&](std::uint64_t, std::uint64_t) { return ++asked < 2; };
  counts before;
  arrow_stream stream = arrow_arrays::stream_of(three_chunks());
  CHECK_THROWS_AS((void)read_arrow(stream.get(), duties, options), cancelled);
  CHECK(since(before) == "1 streams, 5 schemas, 10 arrays");
  const auto nothing_is_out = [] {
    return arrow_arrays::arrays.out + arrow_arrays::schemas.out + arrow_arrays::streams.out == 0;
  };
  CHECK(nothing_is_out());
  options.piece_rows = 1;
  for (options.threads = 1; options.threads < 5; ++options.threads)
    for (const bool throws : {false, true})
      for (int stop = 1; stop < 5; ++stop) {
        asked = 0;
        options.progress.say = [&](std::uint64_t, std::uint64_t) {
          if (++asked < stop) return true;
          if (throws) throw std::string("interrupted");
          return false;
        };
        try {
          (void)read_once(three_chunks(), options);
          CHECK(asked < stop);
        } catch (const cancelled&) {
          CHECK_FALSE(throws);
        } catch (const std::string& why) {
          CHECK(why == "interrupted");
        }
        CHECK(nothing_is_out());
      }
  std::uint64_t done = 0;
  options.progress.say = [&](std::uint64_t rows, std::uint64_t) { return done = rows, true; };
  for (options.threads = 1; options.threads < 5; ++options.threads) {
    CHECK(read_once(three_chunks(), options)->rows() == 6);
    CHECK(done == 6);
  }
}

TEST_CASE("several tables become one batch, and each tells what is wrong with it") {
  const auto read_by = [](const arrow_arrays::table& a, const arrow_arrays::table& b,
                          const arrow_options& options) {
    std::vector<arrow_source> tables(2);
    tables[0] = {arrow_arrays::stream_of(a), "一月"};
    tables[1] = {arrow_arrays::stream_of(b), "二月"};
    return text_of(read_arrow(std::move(tables), duties, options));
  };
  const auto read_both = [&](const arrow_arrays::table& a, const arrow_arrays::table& b) {
    const std::string out = read_by(a, b, {});
    arrow_options options;
    options.threads = 3;
    for (options.piece_rows = 1; options.piece_rows < 4; ++options.piece_rows)
      CHECK(read_by(a, b, options) == out);
    return out;
  };
  arrow_arrays::table one = three_chunks(), other = three_chunks();
  one.chunks.resize(1);
  other.chunks.resize(1);
  CHECK(read_both(one, other) ==
        "一月:1 甲 会议 2023-05-06\n一月:2 乙 会议 2023-05-07\n"
        "二月:1 甲 会议 2023-05-06\n二月:2 乙 会议 2023-05-07\n");
  other.chunks.clear();
  CHECK(read_both(one, other) ==
        "一月:1 甲 会议 2023-05-06\n一月:2 乙 会议 2023-05-07\nDS0344 二月: “二月” has no rows\n");
  one.type.children[0]->name = "who";
  other.fails_at = 0;
  CHECK(read_both(one, other) ==
        "DS0303 一月 who: the column “who” means nothing to this policy\n"
        "DS0304 一月: the column “subject” is missing\n"
        "DS0375 二月: the Arrow stream “二月” failed: the disk is gone\n"
        "= a column that is for people only is left out by naming it: ignore_columns “who”\n");
  CHECK(arrow_arrays::arrays.out + arrow_arrays::schemas.out + arrow_arrays::streams.out == 0);
}

TEST_CASE("one array is a stream") {
  arrow_arrays::table t = three_chunks();
  arrow_schema type;
  arrow_array rows;
  arrow_arrays::give_schema(t.type, type.get());
  arrow_arrays::give_array(t.chunks[0], rows.get());
  arrow_stream stream = stream_of(std::move(type), std::move(rows));
  CHECK(text_of(read_arrow(stream.get(), duties)) ==
        "arrow:1 甲 会议 2023-05-06\narrow:2 乙 会议 2023-05-07\n");
  CHECK(arrow_arrays::arrays.out + arrow_arrays::schemas.out == 0);
}

TEST_CASE("null rows of a table are no rows, but have numbers") {
  arrow_arrays::table t = three_chunks();
  t.chunks[1].buffers[0] = std::string(1, '\2');
  t.chunks[1].null_count = 1;
  CHECK(text_of(read(t)) ==
        "f:1 甲 会议 2023-05-06\nf:2 乙 会议 2023-05-07\nf:4 乙 会议 2023-05-07\n"
        "f:5 甲 会议 2023-05-06\nf:6 乙 会议 2023-05-07\n");
}

TEST_CASE("rosters are read as those of CSV") {
  const auto roster_text = [](const result<roster>& made) {
    std::string out;
    for (const diagnostic& d : made.messages()) out += sample::problem_text(d);
    if (!made) return out;
    for (const roster_subject& who : made->subjects()) {
      out += who.subject + " " + who.name;
      for (const service& s : who.services)
        out += " [" + (s.from ? s.from->to_string() : "") + ".." + (s.to ? s.to->to_string() : "") +
               " " + s.org_unit + " " + s.fields[0].text + " " +
               std::to_string(s.fields[1].number / decimal::scale) + "]";
      out += "\n";
    }
    return out;
  };
  arrow_arrays::table t;
  t.type = arrow_arrays::struct_of(
      {column("对象", "vu", "", {"d1", "d1", "d2"}),
       column("name", "c", "U", {"张三", std::nullopt, "李四"}),
       column("from", "tsn:", "", {"2022-03-25", "2023-01-01", std::nullopt}),
       column("to", "tdD", "", {"2022-12-31", std::nullopt, std::nullopt}),
       column("org_unit", "u", "", {"甲/乙", "甲/丙", ""}),
       column("quota", "d:9,1,32", "", {"5", std::nullopt, "7"})});
  t.chunks = {t.type};
  const auto read_roster = [&] {
    return roster_text(read_roster_arrow({arrow_arrays::stream_of(t), "r"}, duties));
  };
  CHECK(read_roster() ==
        "d1 张三 [2022-03-25..2022-12-31 甲/乙 无 5] [2023-01-01.. 甲/丙 无 3]\nd2 李四 [..  无 "
        "7]\n");
  const std::string csv =
      "对象,name,from,to,org_unit,quota\nd1,张三,2022-03-25,2022-12-31,甲/乙,5\n"
      "d1,,2023-01-01,,甲/丙,\nd2,李四,,,,7\n";
  CHECK(read_roster() == roster_text(read_roster_csv_text(csv, "r", duties)));
  t.chunks[0].children[5] = column("quota", "d:9,1,32", "", {"0", "0.5", "1"});
  CHECK(read_roster() ==
        "DS0326 r:1 quota: “0” in “quota” is out of bounds: expected at least 1\n"
        "DS0325 r:2 quota: “0.5” in “quota” is not a whole number\n");
  CHECK(arrow_arrays::arrays.out + arrow_arrays::schemas.out + arrow_arrays::streams.out == 0);
}

TEST_CASE("a stream of something else is no table") {
  arrow_arrays::table t;
  t.type.format = "l";
  CHECK(text_of(read(t)) == "DS0373 f: “f” is no table: its Arrow type is int64, not struct\n");
}

TEST_CASE("broken arrays are told") {
  using change = std::function<void(node&)>;
  const auto broken = [](const std::string& format, const std::string& dictionary,
                         const change& how) {
    auto n = column("title", format, dictionary, {"读书", "走访选民家里的人们", std::nullopt});
    how(*n);
    n->length = std::max<std::int64_t>(n->length, -1);
    arrow_arrays::table t = table_with(column("title", "u", "", cells(3, "x")));
    t.chunks[0].children.back() = n;
    t.type.children.back() = n;
    const std::string text = text_of(read(std::move(t)));
    const std::string where = ": the Arrow array of “title” is broken: ";
    const std::size_t at = text.find(where);
    return at == std::string::npos ? text
                                   : text.substr(0, at) + "|" + text.substr(at + where.size());
  };
  const auto put32 = [](std::string& buffer, std::size_t at, std::int32_t value) {
    std::memcpy(buffer.data() + at * 4, &value, 4);
  };
  const struct {
    std::string format, dictionary;
    change how;
    std::string expected;
  } cases[] = {
      {"u", "", [](node& n) { n.buffers.pop_back(); }, "DS0376 f title|it has 2 buffers, not 3\n"},
      {"u", "", [](node& n) { n.buffers.push_back("x"); },
       "DS0376 f title|it has 4 buffers, not 3\n"},
      {"vu", "", [](node& n) { n.buffers.resize(2); }, "DS0376 f title|it has 2 buffers, not 3\n"},
      {"u", "", [](node& n) { n.buffers.clear(); }, "DS0376 f title|it has 0 buffers, not 3\n"},
      {"u", "", [](node& n) { n.length = -1; },
       "DS0376 f title|a length or an offset is negative\n"},
      {"u", "", [](node& n) { n.offset = -1; },
       "DS0376 f title|a length or an offset is negative\n"},
      {"u", "", [](node& n) { n.null_count = -2; },
       "DS0376 f title|a length or an offset is negative\n"},
      {"u", "", [](node& n) { n.offset = INT64_MAX; },
       "DS0376 f title|a length or an offset is too large\n"},
      {"u", "", [](node& n) { n.length = 2; },
       "DS0376 f title|the column has 2 rows, but 3 are asked for\n"},
      {"u", "", [](node& n) { n.buffers[0].clear(); },
       "DS0376 f title|it has nulls, but nothing says where\n"},
      {"u", "", [](node& n) { n.buffers[1].clear(); }, "DS0376 f title|a buffer is missing\n"},
      {"u", "", [](node& n) { n.buffers[2].clear(); }, "DS0376 f title|a buffer is missing\n"},
      {"vu", "", [](node& n) { n.buffers[1].clear(); }, "DS0376 f title|a buffer is missing\n"},
      {"vu", "", [](node& n) { n.buffers.back().clear(); }, "DS0376 f title|a buffer is missing\n"},
      {"vu", "", [](node& n) { n.buffers[3].clear(); }, "DS0376 f title|a buffer is missing\n"},
      {"u", "", [&](node& n) { put32(n.buffers[1], 1, 99); },
       "DS0376 f:1 title|a text lies outside of its buffer\n"},
      {"u", "", [&](node& n) { put32(n.buffers[1], 1, -1); },
       "DS0376 f:1 title|a text lies outside of its buffer\n"},
      {"u", "", [&](node& n) { put32(n.buffers[1], 3, -1); },
       "DS0376 f title|a text lies outside of its buffer\n"},
      {"U", "", [&](node& n) { n.buffers[1][15] = '\x80'; },
       "DS0376 f:1 title|a text lies outside of its buffer\n"},
      {"vu", "", [&](node& n) { put32(n.buffers[1], 4, -1); },
       "DS0376 f:2 title|a text lies outside of its buffer\n"},
      {"vu", "", [&](node& n) { put32(n.buffers[1], 4, 1'000); },
       "DS0376 f:2 title|a text lies outside of its buffer\n"},
      {"vu", "", [&](node& n) { put32(n.buffers[1], 6, 2); },
       "DS0376 f:2 title|a text lies outside of its buffer\n"},
      {"vu", "", [&](node& n) { put32(n.buffers[1], 6, -1); },
       "DS0376 f:2 title|a text lies outside of its buffer\n"},
      {"vu", "", [&](node& n) { put32(n.buffers[1], 7, 1); },
       "DS0376 f:2 title|a text lies outside of its buffer\n"},
      {"vu", "", [&](node& n) { put32(n.buffers[1], 7, -1); },
       "DS0376 f:2 title|a text lies outside of its buffer\n"},
      {"i", "u", [&](node& n) { put32(n.buffers[1], 1, 4); },
       "DS0376 f:2 title|it names entry 4 of a dictionary of 4\n"},
      {"i", "u", [&](node& n) { put32(n.buffers[1], 0, -1); },
       "DS0376 f:1 title|it names entry -1 of a dictionary of 4\n"},
      {"c", "u", [&](node& n) { n.buffers[1][0] = '\xFF'; },
       "DS0376 f:1 title|it names entry -1 of a dictionary of 4\n"},
      {"C", "u", [&](node& n) { n.buffers[1][0] = '\xFF'; },
       "DS0376 f:1 title|it names entry 255 of a dictionary of 4\n"},
      {"i", "u", [](node& n) { n.dictionary->buffers[1].clear(); },
       "DS0376 f title|a buffer is missing\n"},
      {"i", "u", [](node& n) { n.dictionary->length = -1; },
       "DS0376 f title|a length or an offset is negative\n"},
      {"i", "u", [](node& n) { n.buffers[1].clear(); }, "DS0376 f title|a buffer is missing\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.expected);
    CHECK(broken(c.format, c.dictionary, c.how) == c.expected);
  }
}

TEST_CASE("tables that do not fit their schema are told") {
  const auto told = [](const std::function<void(arrow_arrays::table&)>& how) {
    arrow_arrays::table t = three_chunks();
    how(t);
    return text_of(read(std::move(t)));
  };
  CHECK(told([](auto& t) { t.chunks[1].children.pop_back(); }) ==
        "DS0376 f: the Arrow array of “f” is broken: it has 2 columns, its schema 3\n");
  CHECK(told([](auto& t) { t.chunks[1].length = -1; }) ==
        "DS0376 f: the Arrow array of “f” is broken: a length or an offset is negative\n");
  CHECK(told([](auto& t) { t.chunks[1].null_count = 1; }) ==
        "DS0376 f: the Arrow array of “f” is broken: it has nulls, but nothing says where\n");
  CHECK(told([](auto& t) { t.chunks[1].children[0]->dictionary.reset(); }) ==
        "DS0376 f subject: the Arrow array of “subject” is broken: its dictionary is missing\n");
  CHECK(told([](auto& t) { t.chunks.clear(); }) == "DS0344 f: “f” has no rows\n");
}

TEST_CASE("a day that nobody knows is an unknown time zone") {
  arrow_options options;
  options.timezone = "Mars/Olympus";
  CHECK(text_of(read(three_chunks(), options)) ==
        "DS0372 f: “Mars/Olympus” is no time zone: expected UTC, an offset such as +08:00, or a "
        "name such "
        "as Asia/Shanghai that this system knows\n");
}

TEST_CASE("arrays with random damage never crash") {
  std::mt19937_64 random(99);
  const auto below = [&](std::size_t n) { return random() % n; };
  int errors = 0, rows = 0;
  for (int i = 0; i < 20'000; ++i) {
    const char* const texts[] = {"u", "U", "vu"};
    const char* const indexes[] = {"", "c", "S", "i", "l"};
    const std::string text = texts[below(3)], index = indexes[below(5)];
    cells values;
    for (std::size_t r = 1 + below(40); r > 0; --r)
      values.push_back(
          below(5) ? std::optional("第" + std::to_string(below(50)) + std::string(below(20), 'x'))
                   : std::nullopt);
    arrow_arrays::how how{below(5), static_cast<unsigned>(random()), below(2) == 0};
    auto n = index.empty() ? column("title", text, "", values, how)
                           : column("title", index, text, values, how);
    arrow_arrays::table t = table_with(column("title", "u", "", cells(values.size(), "x")));
    t.type.children.back() = t.chunks[0].children.back() = n;
    node& damaged = n->dictionary && below(2) ? *n->dictionary : *n;
    std::string& buffer = damaged.buffers[std::min<std::size_t>(1, damaged.buffers.size() - 1)];
    switch (below(7)) {
      case 0:
        damaged.buffers[below(damaged.buffers.size())].clear();
        if (damaged.buffers[1].empty() && damaged.null_count == damaged.length)
          damaged.null_count = -1;
        break;
      case 1:
        // Of views, the last buffer says how long the others are.
        damaged.buffers.resize(below(damaged.format == "vu" ? 3 : damaged.buffers.size()));
        break;
      case 2:
        damaged.length =
            static_cast<std::int64_t>(below(static_cast<std::size_t>(damaged.length) + 1)) - 1;
        break;
      case 3:
        damaged.null_count = static_cast<std::int64_t>(below(50)) - 3;
        break;
      case 4:  // a text may have any bytes
        for (char& c : damaged.buffers.back().empty() || damaged.format == "vu"
                           ? buffer
                           : damaged.buffers.back())
          if (damaged.format != "vu" && below(4) == 0 && damaged.format.size() == 1 &&
              !damaged.dictionary)
            c = static_cast<char>(random());
        break;
      default: {  // offsets, views and indexes, but for the last offset, which says how long texts
                  // are
        const std::size_t last = damaged.format == "U" ? 8 : damaged.format == "u" ? 4 : 0;
        if (buffer.size() > last)
          for (std::size_t k = 1 + below(3); k > 0; --k)
            buffer[below(buffer.size() - last)] = static_cast<char>(random());
      }
    }
    const auto got = read(std::move(t));
    errors += !got.has_value();
    rows += got ? static_cast<int>(got->rows()) : 0;
  }
  CHECK(errors > 5'000);
  CHECK(rows > 10'000);
}
