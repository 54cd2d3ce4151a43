// Tables read some rows at a time: together the batches are what is read at once.
#include "dutyscore/data/activity_batches.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <unistd.h>

#include "data/random_tables.hpp"
#include "data/sample.hpp"
#include "dutyscore/data/csv.hpp"

using namespace dutyscore;

namespace {

const schema duties = sample::duties();

/// The rows as a person would read them, and where each stands.
std::string text_of(const batch_data& rows) {
  std::string out;
  const auto text = [&](const std::vector<text_pool::code>& column, std::size_t r) {
    return column.empty() ? std::string() : std::string(rows.texts.text(column[r]));
  };
  for (std::size_t r = 0; r < rows.rows; ++r) {
    out += rows.files[rows.file_of(r)] + ":" + std::to_string(rows.number_of(r)) + " " +
           text(rows.subject, r) + "|" + text(rows.kind, r) + "|" + text(rows.id, r) + "|" +
           text(rows.title, r) + "|" + std::to_string(rows.date[r]) + "|" +
           std::to_string(rows.days()[r]) + "|" + std::to_string(rows.standing[r]);
    for (const field_column& f : rows.fields) {
      if (!f.numbers.empty()) out += "|" + std::to_string(f.numbers[r]);
      if (!f.texts.empty()) out += "|" + text(f.texts, r);
      if (!f.flags.empty()) out += "|" + std::to_string(f.flags[r]);
    }
    out += "\n";
  }
  for (const bad_row& b : rows.bad)
    out += "bad " + rows.files[b.file] + ":" + std::to_string(b.row) + " " + b.why.code + "\n";
  return out;
}

/// Rows and bad rows apart: those of all batches one after the other.
std::string in_order(std::string text) {
  std::string rows, bad;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    (text.compare(at, 4, "bad ") == 0 ? bad : rows) += text.substr(at, end - at);
    at = end;
  }
  return rows + bad;
}

}  // namespace

TEST_CASE("batches of tables are the rows that are read at once") {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("dutyscore_batches_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  sample::random_tables tables(5);
  std::size_t batches = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> paths;
    for (int file = 0; file < 3; ++file) {
      paths.push_back((folder / (std::to_string(file) + ".csv")).string());
      std::ofstream(paths.back(), std::ios::binary) << tables.next(tables.below(60), 7);
    }
    csv_options options;
    options.piece_bytes = 1 + tables.below(2'000);
    const auto at_once = read_activities(paths, duties, options);
    for (const unsigned threads : {1u, 3u})
      for (const std::size_t rows : {std::size_t{1}, std::size_t{20}, std::size_t{100'000}}) {
        options.threads = threads;
        activity_batches read(paths, duties, options);
        std::string all;
        while (const auto some = read.next(rows)) {
          all += text_of(some->data());
          ++batches;
        }
        const diagnostics messages = read.finish();
        CHECK(to_text(messages, language::en) == to_text(at_once.messages(), language::en));
        if (at_once) CHECK(in_order(all) == in_order(text_of(at_once->data())));
      }
  }
  CHECK(batches > 1'000);
  std::filesystem::remove_all(folder);
}

TEST_CASE("a batch that somebody holds stays as it is, and one that nobody holds gives its memory") {
  const auto path = std::filesystem::temp_directory_path() /
                    ("dutyscore_batches_" + std::to_string(::getpid()) + ".csv");
  sample::random_tables tables(6);
  std::ofstream(path, std::ios::binary) << tables.next(400, 30);
  csv_options options;
  options.piece_bytes = 500;
  options.ignore_unknown_columns = true;
  for (const unsigned threads : {1u, 3u}) {
    options.threads = threads;
    activity_batches held_ones({path.string()}, duties, options);
    std::vector<batch> held;
    std::vector<std::string> texts;
    while (const auto some = held_ones.next(30)) {
      held.push_back(*some);
      texts.push_back(text_of(some->data()));
    }
    REQUIRE(held.size() > 3);
    for (std::size_t i = 0; i < held.size(); ++i) CHECK(text_of(held[i].data()) == texts[i]);
    activity_batches free_ones({path.string()}, duties, options);
    std::string all;
    std::set<const batch_data*> rooms;
    while (const auto some = free_ones.next(30)) {
      all += text_of(some->data());
      rooms.insert(&some->data());
    }
    CHECK(rooms.size() == 1);
    std::string expected;
    for (const std::string& text : texts) expected += text;
    CHECK(in_order(all) == in_order(expected));
  }
  std::filesystem::remove(path);
}
