#include "generator.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"

namespace benchmarks {
namespace {

using namespace dutyscore;

/// The last step of splitmix64: the standard's distributions differ between libraries.
constexpr std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

constexpr std::uint64_t seed = 0x9E3779B97F4A7C15;
constexpr std::uint8_t veto_kind = kind_count - 1;
constexpr std::uint64_t year_days = 365;

/// Random numbers that belong to one row.
class row_numbers {
 public:
  explicit row_numbers(std::size_t row) : state_(mix(seed + row * 2)), more_(mix(~state_)) {}
  std::uint64_t bits(int count) {
    const std::uint64_t taken = state_ & ((std::uint64_t{1} << count) - 1);
    state_ >>= count;
    return taken;
  }
  /// 32 bits of another number decide, so that 100,000 is no coarse fraction.
  std::uint64_t below(std::uint64_t n) {
    return (std::exchange(more_, mix(more_)) >> 32) * n >> 32;
  }

 private:
  std::uint64_t state_, more_;
};

/// Of a hundred rows 90 are confirmed.
standing standing_of(std::uint64_t n) {
  if (n < 90) return standing::confirmed;
  return n < 95 ? standing::reviewed : n < 99 ? standing::claimed : standing::rejected;
}

/// Half of the activities are of the lowest level, a twentieth of the highest.
std::uint8_t level_of(std::uint64_t n) {
  return static_cast<std::uint8_t>((n >= 50) + (n >= 80) + (n >= 95));
}

/// 捐款, 走访慰问 and 助学 have an amount: up to 5,242.87, small ones as often as large ones.
std::uint32_t cents_of(std::uint8_t kind, row_numbers& random) {
  if (kind != 9 && kind != 14 && kind != 18) return 0;
  const std::uint64_t most = std::uint64_t{128} << random.below(13);
  return static_cast<std::uint32_t>(random.below(most));
}

std::size_t size_from(const char* variable, std::size_t otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

const std::int32_t first_day = date::of(2023, 1, 1)->days();

/// Every day of the year as it is written.
std::vector<std::string> day_texts() {
  std::vector<std::string> texts;
  for (std::size_t day = 0; day < year_days; ++day)
    texts.push_back(date::from_days(first_day + static_cast<std::int32_t>(day)).to_string());
  return texts;
}

/// Text that is written in large pieces.
class text_writer {
 public:
  explicit text_writer(std::FILE* to) : to_(to) { text_.reserve(piece + 4096); }
  ~text_writer() { flush(); }
  text_writer(const text_writer&) = delete;
  text_writer& operator=(const text_writer&) = delete;
  text_writer& operator<<(std::string_view text) {
    text_ += text;
    return *this;
  }
  text_writer& operator<<(std::uint32_t number) {
    char digits[10];
    text_.append(digits, std::to_chars(digits, std::end(digits), number).ptr);
    return *this;
  }
  void amount(std::uint32_t cents) {
    const char places[] = {'.', static_cast<char>('0' + cents / 10 % 10),
                           static_cast<char>('0' + cents % 10)};
    *this << cents / 100;
    text_.append(places, sizeof places);
  }
  void end_row() {
    text_ += '\n';
    if (text_.size() >= piece) flush();
  }

 private:
  static constexpr std::size_t piece = 1 << 20;
  void flush() {
    if (std::fwrite(text_.data(), 1, text_.size(), to_) != text_.size())
      std::fputs("cannot write all rows\n", stderr), std::exit(2);
    text_.clear();
  }
  std::FILE* to_;
  std::string text_;
};

}  // namespace

sizes sizes::from_environment() {
  sizes wanted;
  wanted.rows = std::max<std::size_t>(1, size_from("DUTYSCORE_BENCH_ROWS", wanted.rows));
  wanted.subjects = std::clamp<std::size_t>(size_from("DUTYSCORE_BENCH_SUBJECTS", wanted.subjects),
                                            1, wanted.rows);
  return wanted;
}

activities::activities(sizes wanted, order by) : wanted_(wanted), by_(by) {
  if (wanted.subjects == 0 || wanted.subjects > wanted.rows || wanted.subjects > 1'000'000)
    throw std::invalid_argument("a million subjects at most, and a row for each");
  half_bits_ = std::max(1, static_cast<int>(std::bit_width(wanted.rows - 1) + 1) / 2);
  double sum = 0, reached = 0;
  for (int k = 1; k <= veto_kind; ++k) sum += 1.0 / k;
  std::uint8_t* place = kind_of_;
  for (std::uint8_t k = 0; k < veto_kind; ++k) {
    reached += 1.0 / (k + 1) / sum;
    std::uint8_t* end =
        k + 1 == veto_kind ? std::end(kind_of_) : kind_of_ + static_cast<int>(reached * 65536);
    place = std::fill_n(place, end - place, k);
  }
}

/// Borders between subjects lie up to four fifths of a share behind their even places.
std::size_t activities::first_row(std::size_t subject) const {
  if (subject == 0 || subject >= wanted_.subjects) return subject == 0 ? 0 : wanted_.rows;
  const std::uint64_t shift = mix(seed ^ subject) % 4096 * 4 / 5;
  return (subject * 4096 + shift) * wanted_.rows / (4096 * wanted_.subjects);
}

std::size_t activities::subject_of(std::size_t row) const {
  std::size_t subject = std::min(row * wanted_.subjects / wanted_.rows + 1, wanted_.subjects - 1);
  while (first_row(subject) > row) --subject;
  return subject;
}

/// Four rounds of a Feistel network, again and again until the result is a row's number.
std::size_t activities::permuted(std::size_t row) const {
  const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
  std::uint64_t left = row >> half_bits_, right = row & mask;
  do {
    for (std::uint64_t round = 1; round <= 4; ++round)
      left = std::exchange(right, left ^ (mix(right + round * seed) & mask));
  } while ((left << half_bits_ | right) >= wanted_.rows);
  return static_cast<std::size_t>(left << half_bits_ | right);
}

activity activities::operator[](std::size_t place) const {
  const std::size_t row = by_ == order::sorted ? place : permuted(place);
  const std::size_t subject = subject_of(row);
  const std::size_t first = first_row(subject), count = first_row(subject + 1) - first;
  row_numbers random(row);
  activity made;
  made.subject = static_cast<std::uint32_t>(subject);
  made.kind = random.below(100'000) == 0 ? veto_kind : kind_of_[random.bits(16)];
  made.day = first_day +
             static_cast<std::int32_t>(
                 ((row - first) * year_days + random.bits(20) * year_days / (1 << 20)) / count);
  made.standing = static_cast<std::uint8_t>(standing_of(random.below(100)));
  made.level = level_of(random.below(100));
  made.items = static_cast<std::uint8_t>(random.below(21) * (random.bits(8) + 1) >> 8);
  made.cents = cents_of(made.kind, random);
  return made;
}

std::string subject_text(std::uint32_t subject) {
  const std::string digits = std::to_string(1'000'000 + subject);
  return "代表" + digits.substr(digits.size() - 6);
}

std::uint32_t subject_number(std::string_view text) {
  std::uint32_t number = 0;
  for (const char digit : text.substr(sizeof "代表" - 1))
    number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  return number;
}

batch make_batch(const activities& from, std::size_t first, std::size_t count) {
  auto made = std::make_shared<batch_data>();
  batch_data& to = *made;
  to.files = {"made up"};
  to.texts.intern("");
  std::vector<text_pool::code> kind_codes, level_codes, subject_codes(from.subjects());
  for (std::string_view kind : kinds) kind_codes.push_back(to.texts.intern(kind));
  for (std::string_view level : levels) level_codes.push_back(to.texts.intern(level));
  to.rows = count;
  to.subject.reserve(count), to.kind.reserve(count), to.date.reserve(count);
  to.standing.reserve(count), to.fields.resize(3);
  to.fields[0].numbers.reserve(count), to.fields[1].numbers.reserve(count);
  to.fields[2].texts.reserve(count);
  for (std::size_t row = first; row < first + count; ++row) {
    const activity a = from[row];
    text_pool::code& who = subject_codes[a.subject];
    if (who == 0) who = to.texts.intern(subject_text(a.subject));
    to.subject.push_back(who);
    to.kind.push_back(kind_codes[a.kind]);
    to.date.push_back(a.day);
    to.standing.push_back(a.standing);
    to.fields[0].numbers.push_back(a.items * decimal::scale);
    to.fields[1].numbers.push_back(a.cents * (decimal::scale / 100));
    to.fields[2].texts.push_back(level_codes[a.level]);
  }
  to.end = to.date;
  to.since.assign(count, static_cast<std::uint8_t>(standing::claimed));
  return batch(std::move(made));
}

void write_csv(const activities& from, std::FILE* to) {
  const std::vector<std::string> days = day_texts();
  text_writer text(to);
  text << "subject,kind,date,standing,items,amount,level";
  text.end_row();
  for (std::size_t row = 0; row < from.rows(); ++row) {
    const activity a = from[row];
    text << subject_text(a.subject) << "," << kinds[a.kind] << ","
         << days[static_cast<std::size_t>(a.day - first_day)] << ","
         << standing_names[a.standing].en << "," << a.items << ",";
    text.amount(a.cents);
    text << "," << levels[a.level];
    text.end_row();
  }
}

void write_json_lines(const activities& from, std::FILE* to) {
  const std::vector<std::string> days = day_texts();
  text_writer text(to);
  for (std::size_t row = 0; row < from.rows(); ++row) {
    const activity a = from[row];
    text << R"({"subject":")" << subject_text(a.subject) << R"(","kind":")" << kinds[a.kind]
         << R"(","date":")" << days[static_cast<std::size_t>(a.day - first_day)]
         << R"(","standing":")" << standing_names[a.standing].en << R"(","items":)" << a.items
         << R"(,"amount":)";
    text.amount(a.cents);
    text << R"(,"level":")" << levels[a.level] << R"("})";
    text.end_row();
  }
}

std::string csv_text(const activities& from) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  if (!file) throw std::runtime_error("no temporary file");
  write_csv(from, file.get());
  std::string out(static_cast<std::size_t>(std::ftell(file.get())), '\0');
  std::rewind(file.get());
  if (std::fread(out.data(), 1, out.size(), file.get()) != out.size())
    throw std::runtime_error("the temporary file cannot be read");
  return out;
}

}  // namespace benchmarks
