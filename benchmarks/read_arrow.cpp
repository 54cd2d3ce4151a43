// How many rows of Arrow tables one thread turns into columns in a second, by the type of their
// texts, beside the same rows as CSV in memory: files of benchmark.duty, sorted by subject and
// shuffled. Arrays hold a million rows each.
#include <benchmark/benchmark.h>

#include <array>
#include <cstring>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "dutyscore/data/arrow_reader.hpp"
#include "dutyscore/data/csv.hpp"
#include "engine_totals.hpp"
#include "generator.hpp"

namespace {

using namespace dutyscore;

enum class texts { utf8, large_utf8, utf8_view, dictionary };

/// A column of one array, and the room of its buffers.
struct column {
  const char* format = "";
  std::vector<char> values, bytes;
  std::array<std::int64_t, 1> sizes{};
  std::array<const void*, 4> buffers{};
  std::shared_ptr<column> entries;
  ArrowArray array{}, dictionary{};

  template <class T>
  void put(T value) {
    values.insert(values.end(), reinterpret_cast<const char*>(&value),
                  reinterpret_cast<const char*>(&value) + sizeof value);
  }
  void put_text(texts how, std::string_view text) {
    if (how == texts::utf8_view) {
      std::array<char, 16> view{};
      const auto size = static_cast<std::int32_t>(text.size());
      std::memcpy(view.data(), &size, 4);
      text.copy(view.data() + 4, text.size() <= 12 ? text.size() : 4);
      const auto at = static_cast<std::int32_t>(bytes.size());
      if (text.size() > 12) std::memcpy(view.data() + 12, &at, 4);
      values.insert(values.end(), view.begin(), view.end());
      if (text.size() <= 12) return;
    }
    bytes.insert(bytes.end(), text.begin(), text.end());
    if (how == texts::utf8) put(static_cast<std::int32_t>(bytes.size()));
    if (how == texts::large_utf8) put(static_cast<std::int64_t>(bytes.size()));
  }
  void fill(std::int64_t rows) {
    const bool has_texts = *format == 'u' || *format == 'U' || *format == 'v';
    sizes[0] = static_cast<std::int64_t>(bytes.size());
    buffers = {nullptr, values.data(), bytes.data(), sizes.data()};
    array.length = rows;
    array.n_buffers = *format == 'v' ? 4 : has_texts ? 3 : 2;
    array.buffers = buffers.data();
    if (entries) array.dictionary = &entries->array;
  }
};

const char* format_of(texts how) {
  switch (how) {
    case texts::utf8:
      return "u";
    case texts::large_utf8:
      return "U";
    case texts::utf8_view:
      return "vu";
    case texts::dictionary:
      break;
  }
  return "i";
}

class text_column {
 public:
  explicit text_column(texts how) : how_(how) {
    made_.format = format_of(how);
    if (how == texts::utf8) made_.put(std::int32_t{0});
    if (how == texts::large_utf8) made_.put(std::int64_t{0});
  }
  void add(std::string_view text, std::uint32_t number) {
    if (how_ != texts::dictionary) return made_.put_text(how_, text);
    if (number >= codes_.size()) codes_.resize(number + 1, -1);
    if (codes_[number] < 0) {
      codes_[number] = entries_++;
      dictionary_.put_text(texts::utf8, text);
    }
    made_.put(codes_[number]);
  }
  column take() {
    if (how_ != texts::dictionary) return std::move(made_);
    dictionary_.format = "u";
    dictionary_.values.insert(dictionary_.values.begin(), 4, '\0');
    made_.entries = std::make_shared<column>(std::move(dictionary_));
    made_.entries->fill(entries_);
    return std::move(made_);
  }

 private:
  texts how_;
  column made_, dictionary_;
  std::vector<std::int32_t> codes_;
  std::int32_t entries_ = 0;
};

constexpr std::array<const char*, 7> names{"subject", "kind",   "date", "standing",
                                           "items",   "amount", "level"};

/// The rows in arrays of a million; what a stream hands out lies here.
class table {
 public:
  table(const benchmarks::activities& from, texts how) : how_(how) {
    constexpr std::size_t chunk_rows = 1'000'000;
    for (std::size_t first = 0; first < from.rows(); first += chunk_rows)
      add(from, first, std::min(from.rows(), first + chunk_rows));
  }

  arrow_stream stream() {
    next_ = 0;
    ArrowArrayStream out{[](ArrowArrayStream* s, ArrowSchema* to) { return of(s).give(to), 0; },
                         [](ArrowArrayStream* s, ArrowArray* to) { return of(s).give(to), 0; },
                         [](ArrowArrayStream*) { return ""; },
                         [](ArrowArrayStream* s) { s->release = nullptr; }, this};
    return arrow_stream(&out);
  }

 private:
  struct chunk {
    std::array<column, names.size()> columns;
    std::array<ArrowArray*, names.size()> children{};
    std::int64_t rows = 0;
    const void* none = nullptr;
  };

  void add(const benchmarks::activities& from, std::size_t first, std::size_t last) {
    text_column subject(how_), kind(how_), standings(how_), level(how_);
    column date, items, amount;
    date.format = "tdD";
    items.format = "l";
    amount.format = "d:18,2";
    for (std::size_t row = first; row < last; ++row) {
      const benchmarks::activity a = from[row];
      subject.add(benchmarks::subject_text(a.subject), a.subject);
      kind.add(benchmarks::kinds[a.kind], a.kind);
      date.put(a.day);
      standings.add(standing_names[a.standing].en, a.standing);
      items.put(std::int64_t{a.items});
      amount.put(int128{a.cents});
      level.add(benchmarks::levels[a.level], a.level);
    }
    chunk& to = chunks_.emplace_back();
    to.columns = {subject.take(),   kind.take(),       std::move(date), standings.take(),
                  std::move(items), std::move(amount), level.take()};
    to.rows = static_cast<std::int64_t>(last - first);
    for (std::size_t i = 0; i < names.size(); ++i) {
      to.columns[i].fill(to.rows);
      to.children[i] = &to.columns[i].array;
    }
  }

  static table& of(ArrowArrayStream* s) { return *static_cast<table*>(s->private_data); }
  void give(ArrowArray* to) {
    *to = {};
    if (next_ == chunks_.size()) return;
    chunk& c = chunks_[next_++];
    *to = {c.rows,
           0,
           0,
           1,
           names.size(),
           &c.none,
           c.children.data(),
           nullptr,
           [](ArrowArray* a) { a->release = nullptr; },
           nullptr};
  }
  void give(ArrowSchema* to) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const column& c = chunks_.front().columns[i];
      types_[i] = {c.format, names[i], nullptr, 0, 0, nullptr, c.entries ? &entry_type_ : nullptr,
                   nullptr,  nullptr};
      type_pointers_[i] = &types_[i];
    }
    *to = {"+s",         "",
           nullptr,      0,
           names.size(), type_pointers_.data(),
           nullptr,      [](ArrowSchema* s) { s->release = nullptr; },
           nullptr};
  }

  texts how_;
  std::deque<chunk> chunks_;
  std::size_t next_ = 0;
  std::array<ArrowSchema, names.size()> types_{};
  std::array<ArrowSchema*, names.size()> type_pointers_{};
  ArrowSchema entry_type_{"u", "", nullptr, 0, 0, nullptr, nullptr, nullptr, nullptr};
};

void check(benchmark::State& state, const result<batch>& rows) {
  if (!rows || !rows->data().bad.empty()) state.SkipWithError("ERROR: bad rows");
}

void read(benchmark::State& state, benchmarks::order by, texts how) {
  const schema s = benchmarks::benchmark_policy().schema();
  const benchmarks::activities from({benchmarks::sizes::from_environment(), by});
  table rows(from, how);
  for (auto _ : state) {
    arrow_stream stream = rows.stream();
    check(state, read_arrow(stream.get(), s));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(from.rows()));
}

void read_text(benchmark::State& state, benchmarks::order by) {
  const schema s = benchmarks::benchmark_policy().schema();
  const benchmarks::activities from({benchmarks::sizes::from_environment(), by});
  const std::string text = benchmarks::csv_text(from);
  for (auto _ : state) check(state, read_csv_text(text, "made up", s));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(from.rows()));
}

constexpr auto sorted = benchmarks::order::sorted, shuffled = benchmarks::order::shuffled;
BENCHMARK_CAPTURE(read_text, sorted_csv, sorted)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, sorted_dictionary, sorted, texts::dictionary)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, sorted_utf8, sorted, texts::utf8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, sorted_utf8_view, sorted, texts::utf8_view)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_text, shuffled_csv, shuffled)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, shuffled_dictionary, shuffled, texts::dictionary)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, shuffled_utf8, shuffled, texts::utf8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, shuffled_large_utf8, shuffled, texts::large_utf8)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, shuffled_utf8_view, shuffled, texts::utf8_view)
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
