#include "activities.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"

namespace benchmarks {
namespace {

using namespace dutyscore;

constexpr std::uint64_t seed = 20220325;

/// splitmix64: the standard's distributions differ between libraries.
class random_numbers {
 public:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t n) { return next() % n; }

 private:
  std::uint64_t state_ = seed;
};

/// Draws 0…n-1, the k-th in proportion to 1 / (k + 1), from a table of 4,096 places.
class zipf {
 public:
  explicit zipf(std::size_t n) {
    double sum = 0;
    for (std::size_t k = 0; k < n; ++k) sum += 1.0 / static_cast<double>(k + 1);
    double reached = 0;
    for (std::uint32_t k = 0; k < n; ++k) {
      reached += 1.0 / static_cast<double>(k + 1) / sum;
      places_.resize(
          std::max<std::size_t>(places_.size() + 1, static_cast<std::size_t>(reached * 4096)), k);
    }
  }
  std::uint32_t draw(random_numbers& random) const { return places_[random.below(places_.size())]; }

 private:
  std::vector<std::uint32_t> places_;
};

/// Of a hundred rows 90 are confirmed.
standing draw_standing(random_numbers& random) {
  const std::uint64_t n = random.below(100);
  if (n < 90) return standing::confirmed;
  return n < 95 ? standing::reviewed : n < 99 ? standing::claimed : standing::rejected;
}

/// Within the field's bounds; a field without an upper one goes 1,000 above the lower.
std::int64_t draw_number(const schema_field& f, random_numbers& random) {
  const std::int64_t least = f.least.value_or(decimal{}).millionths() / decimal::scale;
  const std::int64_t most = f.most ? f.most->millionths() / decimal::scale : least + 1000;
  return (least +
          static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most - least + 1)))) *
         decimal::scale;
}

/// One value of a field for every row.
class field_writer {
 public:
  field_writer(const schema_field& f, const schema& s, text_pool& texts) : field_(f) {
    for (const std::string& text : f.one_of) texts_.push_back(texts.intern(text));
    if (texts_.empty()) texts_.push_back(texts.intern("甲"));
    if (f.default_value) usual_ = texts.intern(f.default_value->text);
    for (const std::string& kind : s.kinds) is_for_kind_.push_back(f.is_for(kind));
  }
  void write(std::uint32_t kind, std::int32_t day, random_numbers& random, field_column& to) const {
    const bool filled = is_for_kind_[kind];
    switch (field_.type) {
      case value_type::integer:
      case value_type::decimal:
        to.numbers.push_back(filled ? draw_number(field_, random) : 0);
        break;
      case value_type::text:
        to.texts.push_back(filled ? draw_text(random) : 0);
        break;
      case value_type::date:
        to.days.push_back(filled ? day : 0);
        break;
      case value_type::flag:
        to.flags.push_back(static_cast<std::uint8_t>(filled ? random.below(2) : 0));
        break;
    }
  }

 private:
  /// Of ten texts nine are the default, if there is one.
  text_pool::code draw_text(random_numbers& random) const {
    return usual_ && random.below(10) > 0 ? *usual_ : texts_[random.below(texts_.size())];
  }

  const schema_field& field_;
  std::vector<text_pool::code> texts_;
  std::optional<text_pool::code> usual_;
  std::vector<bool> is_for_kind_;
};

const date first_day = *date::of(2022, 4, 1);
const date last_day = *date::of(2023, 12, 31);

/// The row's day: `row` of the `rows` of one subject, spread over the two years in order.
date day_of(std::size_t row, std::size_t rows, random_numbers& random) {
  const std::uint64_t days = static_cast<std::uint64_t>(last_day - first_day + 1);
  return first_day + static_cast<int>((row * days + random.below(days)) / rows);
}

void append_cell(std::string& to, const batch_data& rows, const field_column& column,
                 const schema_field& f, std::size_t row) {
  switch (f.type) {
    case value_type::integer:
    case value_type::decimal:
      to += decimal::from_millionths(column.numbers[row]).to_string();
      break;
    case value_type::text:
      to += rows.texts.text(column.texts[row]);
      break;
    case value_type::date:
      to += date::from_days(column.days[row]).to_string();
      break;
    case value_type::flag:
      to += column.flags[row] ? "是" : "否";
      break;
  }
}

std::size_t size_from(const char* variable, std::size_t otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace

sizes sizes::from_environment() {
  sizes wanted;
  wanted.rows = std::max<std::size_t>(1, size_from("DUTYSCORE_BENCH_ROWS", wanted.rows));
  wanted.subjects = std::clamp<std::size_t>(size_from("DUTYSCORE_BENCH_SUBJECTS", wanted.subjects),
                                            1, wanted.rows);
  return wanted;
}

batch make_batch(const schema& s, sizes wanted) {
  auto made = std::make_shared<batch_data>();
  batch_data& to = *made;
  random_numbers random;
  const zipf kinds(s.kinds.size());
  to.files = {"made up"};
  to.texts.intern("");
  std::vector<text_pool::code> kind_codes;
  for (const std::string& kind : s.kinds) kind_codes.push_back(to.texts.intern(kind));
  std::vector<field_writer> writers;
  for (const schema_field& f : s.activity) writers.emplace_back(f, s, to.texts);
  to.fields.resize(writers.size());
  for (std::size_t subject = 0; subject < wanted.subjects; ++subject) {
    const text_pool::code who = to.texts.intern("代表" + std::to_string(subject));
    const std::size_t end = wanted.rows * (subject + 1) / wanted.subjects;
    const std::size_t count = end - to.rows;
    for (std::size_t row = 0; row < count; ++row) {
      const std::uint32_t kind = kinds.draw(random);
      const date day = day_of(row, count, random);
      to.subject.push_back(who);
      to.kind.push_back(kind_codes[kind]);
      to.date.push_back(day.days());
      to.end.push_back(day.days());
      to.standing.push_back(static_cast<std::uint8_t>(draw_standing(random)));
      to.since.push_back(static_cast<std::uint8_t>(standing::claimed));
      for (std::size_t f = 0; f < writers.size(); ++f)
        writers[f].write(kind, day.days(), random, to.fields[f]);
    }
    to.rows = end;
  }
  return batch(std::move(made));
}

std::string to_csv(const batch& rows, const schema& s) {
  std::string text = "subject,kind,date,standing";
  for (const schema_field& f : s.activity) text += "," + f.name;
  text += "\n";
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::string_view kind = rows->texts.text(rows->kind[row]);
    for (const std::string_view known : {rows->texts.text(rows->subject[row]), kind})
      text.append(known).append(",");
    text += date::from_days(rows->date[row]).to_string() + ",";
    text += standing_names[rows->standing[row]].en;
    for (std::size_t f = 0; f < s.activity.size(); ++f) {
      text += ",";
      if (s.activity[f].is_for(kind))
        append_cell(text, *rows.operator->(), rows->fields[f], s.activity[f], row);
    }
    text += "\n";
  }
  return text;
}

}  // namespace benchmarks
