// Tables cut into pieces of every small size and read in several threads, against the same tables
// read at once.
#include "dutyscore/data/pieces.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "data/batch_bytes.hpp"
#include "data/random_tables.hpp"
#include "dutyscore/core/file.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/csv_cut.hpp"

using namespace dutyscore;

namespace {

const schema duties = sample::duties();

/// Files that are gone after the test.
class files {
 public:
  files() { std::filesystem::create_directories(folder_); }
  ~files() { std::filesystem::remove_all(folder_); }
  std::vector<std::string> write(const std::vector<std::string>& texts) {
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      paths.push_back((folder_ / (std::to_string(i) + ".csv")).string());
      std::ofstream(paths.back(), std::ios::binary) << texts[i];
    }
    return paths;
  }

 private:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("dutyscore_pieces_" + std::to_string(::getpid()));
};

std::size_t check_threads(files& on_disk, const std::vector<std::string>& texts,
                          csv_options options) {
  const std::vector<std::string> paths = on_disk.write(texts);
  options.threads = 1;
  const auto at_once = read_csv(paths, duties, options);
  for (const unsigned threads : {2u, 5u}) {
    options.threads = threads;
    CAPTURE(threads);
    CAPTURE(options.piece_bytes);
    const auto joined = read_csv(paths, duties, options);
    CHECK(to_text(joined.messages(), language::en) == to_text(at_once.messages(), language::en));
    REQUIRE(joined.has_value() == at_once.has_value());
    if (joined) sample::check_same(joined->data(), at_once->data());
  }
  return at_once ? at_once->rows() : 0;
}

/// The rows of all pieces that one reader gives, as text.
std::string rows_in_pieces(const std::vector<std::string>& paths, const csv_options& options,
                           std::size_t pool_bytes, bool keep) {
  row_pieces tables(paths, duties, options);
  piece_reader reader(tables, pool_bytes);
  std::string out;
  std::vector<batch> kept;
  std::size_t number = 0;
  while (auto rows = reader.next()) {
    CHECK(reader.number() == number++);
    out += sample::batch_text(*rows, duties);
    if (keep) kept.push_back(*rows);
  }
  for (const diagnostic& d : tables.finish()) out += sample::problem_text(d);
  std::string again;
  for (const batch& b : kept) again += sample::batch_text(b, duties);
  if (keep) CHECK(out.starts_with(again));
  return out;
}

}  // namespace

TEST_CASE("threads give what one gives") {
  files on_disk;
  sample::random_tables tables(77);
  std::size_t rows = 0;
  for (int i = 0; i < 400; ++i) {
    csv_options options;
    options.piece_bytes = 1 + tables.below(i % 2 ? 60 : 2'000);
    options.limits.rows = i % 7 ? 4'000'000'000 : tables.below(60);
    options.limits.bad_rows = i % 5 ? 100'000 : tables.below(6);
    options.limits.row_bytes = i % 11 ? 1'048'576 : 30 + tables.below(80);
    std::vector<std::string> texts;
    for (unsigned n = 1 + tables.below(3); n > 0; --n)
      texts.push_back(tables.next(tables.below(60), 1 + tables.below(30)));
    CAPTURE(texts.back());
    rows += check_threads(on_disk, texts, options);
  }
  CHECK(rows > 3'000);
}

TEST_CASE("pieces of every small size hold the same rows") {
  files on_disk;
  const std::string header = "subject,kind,date,title,id\n";
  const auto paths = on_disk.write(
      {"\uFEFF\n\r\n" + header +
           "甲,会议,2023-05-06,\"读\n\"\"书\",1\r\n\n乙,会议,2023-05-07,参加\"七一\"活动,2\r丙,会议,"
           "2023-05-08,\"\n\",3\n",
       header + "丁,会议,2023-05-09,\",\"\",\",4\n,,,,\n戊,会议,2023-02-31,\"x\"y,\n己,会议,2023-05-"
                "10,,\"5\""});
  csv_options options;
  options.piece_bytes = 1'000'000;
  const std::string whole = rows_in_pieces(paths, options, 1'000'000, false);
  CHECK(whole.find("1.csv:5 己 会议 2023-05-10 id=5\n") != std::string::npos);
  for (std::size_t bytes = 1; bytes < 120; ++bytes)
    for (const std::size_t pool : {std::size_t{0}, std::size_t{1'000'000}})
      for (const bool keep : {false, true}) {
        CAPTURE(bytes);
        options.piece_bytes = bytes;
        CHECK(rows_in_pieces(paths, options, pool, keep).size() == whole.size());
      }
}

TEST_CASE("batches of one reader share their texts until the pool is full") {
  files on_disk;
  const auto paths = on_disk.write({"subject,kind,date\n甲,会议,2023-05-06\n乙,会议,2023-05-06\n"});
  csv_options options;
  options.piece_bytes = 1;
  for (const std::size_t pool : {std::size_t{0}, std::size_t{1'000'000}}) {
    row_pieces tables(paths, duties, options);
    piece_reader reader(tables, pool);
    const auto one = reader.next();
    const std::size_t texts = one.value()->texts.size();
    const auto two = reader.next();
    CHECK(two.value()->texts.shares_with((*one)->texts) == (pool > 0));
    CHECK(reader.texts_before() == (pool > 0 ? texts : 0));
    CHECK(two.value()->number_of(0) == 3);
    CHECK_FALSE(reader.next());
  }
}

TEST_CASE("a cut lies between records") {
  struct cut_case {
    std::string text;
    std::size_t wanted, bytes, records;
  };
  for (const cut_case& c : {
           cut_case{"a,b\nc,d\n", 7, 4, 1},
           {"a,b\nc,d\n", 8, 8, 2},
           {"a,b\r\nc", 4, 0, 0},
           {"a,b\r\nc", 5, 5, 1},
           {"a,b\rc", 4, 4, 1},
           {"\"a\nb\"\nc\n", 5, 0, 0},
           {"\"a\nb\"\nc\n", 6, 6, 1},
           {"\"a\"\"\nb\"\nc\n", 7, 0, 0},
           {"x\"a\nb\"\nc\n", 3, 0, 0},
           {"x\"a\nb\"\nc\n", 4, 4, 1},
           {"a\n\"b\nc\nd", 8, 2, 1},
           {"\n\n\na", 3, 3, 3},
       }) {
    CAPTURE(c.text);
    const detail::csv_cut cut = detail::cut_csv(c.text, c.wanted, 100);
    CHECK(cut.bytes == c.bytes);
    CHECK(cut.records == c.records);
  }
}

TEST_CASE("a missing file and a table without rows are told after all others are read") {
  files on_disk;
  auto paths = on_disk.write({"subject,kind,date\n", "subject,kind,date\n甲,会议,2023-05-06\n"});
  paths.push_back(paths[0] + ".missing");
  csv_options options;
  for (const unsigned threads : {1u, 3u}) {
    options.threads = threads;
    const auto rows = read_csv(paths, duties, options);
    REQUIRE(rows.messages().size() == 2);
    CHECK(rows.messages()[0].code == "DS0310");
    CHECK(rows.messages()[1].code == "DS0901");
  }
}
