#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include "dutyscore/core/file.hpp"
#include "dutyscore/data/time_zone.hpp"

namespace dutyscore {
namespace detail {

// ---- the rule of years to come, as POSIX writes it: EST5EDT,M3.2.0,M11.1.0/2 ----

/// Takes text from the front.
struct zone_cursor {
  std::string_view rest;

  bool take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  std::optional<int> number() {
    int value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{} || value > 1000) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return value;
  }
  /// `CST`, `<+08>`.
  bool name() {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    if (take('<')) {
      const std::size_t end = rest.find('>');
      if (end == std::string_view::npos) return false;
      return rest.remove_prefix(end + 1), true;
    }
    std::size_t size = 0;
    while (size < rest.size() && is_letter(rest[size])) ++size;
    return rest.remove_prefix(size), size >= 3;
  }
  /// `8`, `-3:30`, `+02:00:00` in seconds.
  std::optional<int> time() {
    const bool is_negative = take('-');
    if (!is_negative) take('+');
    int seconds = 0, unit = 3600;
    do {
      const auto n = number();
      if (!n || *n < 0 || unit == 0) return std::nullopt;
      seconds += *n * unit;
      unit /= 60;
    } while (take(':'));
    return is_negative ? -seconds : seconds;
  }
};

/// A day of every year, and the time of that day when clocks change.
struct zone_change {
  char form = 'M';  // M: month, week, weekday; J: from 1, without 29 February; 0: from 0, with it
  int month = 1, week = 1, weekday = 0, day = 0, time = 2 * 3600;

  /// Seconds since 1970, as clocks show them.
  std::int64_t in(int year) const {
    namespace chrono = std::chrono;
    const chrono::year y(year);
    const chrono::month m(static_cast<unsigned>(month));
    const chrono::weekday w(static_cast<unsigned>(weekday));
    if (form == 'M' && week == 5) return seconds_of(y / m / w[chrono::last]);
    if (form == 'M') return seconds_of(y / m / w[static_cast<unsigned>(week)]);
    const bool skips = form == 'J' && y.is_leap() && day >= 60;
    const chrono::sys_days first(y / chrono::January / 1);
    return seconds_of(first + chrono::days(form == 'J' ? day - 1 + skips : day));
  }

  std::int64_t seconds_of(std::chrono::sys_days when) const {
    return std::int64_t{when.time_since_epoch().count()} * 86'400 + time;
  }
};

struct zone_rule {
  int offset = 0, summer_offset = 0;  // seconds ahead of UTC
  std::optional<zone_change> begins, ends;
};

DUTYSCORE_INLINE std::optional<zone_change> take_change(zone_cursor& at) {
  zone_change out;
  if (!at.take(',')) return std::nullopt;
  const auto within = [](std::optional<int> n, int least, int most) {
    return n && *n >= least && *n <= most;
  };
  if (at.take('M')) {
    const auto month = at.number();
    const auto week = at.take('.') ? at.number() : std::nullopt;
    const auto weekday = at.take('.') ? at.number() : std::nullopt;
    if (!within(month, 1, 12) || !within(week, 1, 5) || !within(weekday, 0, 6)) return std::nullopt;
    out.month = *month;
    out.week = *week;
    out.weekday = *weekday;
  } else {
    out.form = at.take('J') ? 'J' : '0';
    const auto day = at.number();
    if (!within(day, out.form == 'J', 365)) return std::nullopt;
    out.day = *day;
  }
  if (!at.take('/')) return out;
  const auto time = at.time();
  if (!time) return std::nullopt;
  out.time = *time;
  return out;
}

DUTYSCORE_INLINE std::optional<zone_rule> read_zone_rule(std::string_view text) {
  zone_cursor at{text};
  zone_rule out;
  const auto behind = at.name() ? at.time() : std::nullopt;
  if (!behind) return std::nullopt;
  out.offset = -*behind;
  if (at.rest.empty()) return out;
  if (!at.name()) return std::nullopt;
  out.summer_offset = out.offset + 3600;
  if (!at.rest.starts_with(',')) {
    const auto summer = at.time();
    if (!summer) return std::nullopt;
    out.summer_offset = -*summer;
  }
  out.begins = take_change(at);
  out.ends = take_change(at);
  if (!out.begins || !out.ends || !at.rest.empty()) return std::nullopt;
  return out;
}

// ---- files of the time zone database (RFC 8536) ----

/// A file's numbers, the highest byte first; nothing behind its end.
struct zone_bytes {
  std::string_view rest;
  bool is_short = false;

  std::string_view take(std::size_t size) {
    is_short |= size > rest.size();
    const std::string_view out = rest.substr(0, size);
    rest.remove_prefix(out.size());
    return out;
  }
  std::int64_t number(std::size_t size) {
    const std::string_view bytes = take(size);
    std::uint64_t out = !bytes.empty() && (bytes[0] & 0x80) ? ~std::uint64_t{0} : 0;
    for (const char c : bytes) out = out << 8 | static_cast<unsigned char>(c);
    return static_cast<std::int64_t>(out);
  }
};

struct zone_head {
  char version = 0;
  std::size_t universals = 0, standards = 0, leaps = 0, times = 0, types = 0, letters = 0;
};

DUTYSCORE_INLINE std::optional<zone_head> take_zone_head(zone_bytes& from) {
  constexpr std::int64_t most = 1'000'000;
  if (from.take(4) != "TZif") return std::nullopt;
  zone_head out;
  out.version = from.take(1).empty() ? '\0' : from.rest.data()[-1];
  from.take(15);
  for (std::size_t* n :
       {&out.universals, &out.standards, &out.leaps, &out.times, &out.types, &out.letters}) {
    const std::int64_t count = from.number(4);
    if (count < 0 || count > most) return std::nullopt;
    *n = static_cast<std::size_t>(count);
  }
  return from.is_short ? std::nullopt : std::optional(out);
}

struct zone_stretch {
  std::int64_t since;
  std::int32_t offset;
};

/// The stretches of the block behind its head; empty when they make no sense.
DUTYSCORE_INLINE std::vector<zone_stretch> take_stretches(zone_bytes& from, const zone_head& head) {
  std::vector<std::int64_t> times(head.times);
  for (std::int64_t& t : times) t = from.number(8);
  const std::string_view used = from.take(head.times);
  std::vector<std::int32_t> offsets(head.types);
  for (std::int32_t& offset : offsets) {
    offset = static_cast<std::int32_t>(from.number(4));
    from.take(2);
  }
  from.take(head.letters + head.leaps * 12 + head.standards + head.universals);
  if (from.is_short || offsets.empty() || !std::is_sorted(times.begin(), times.end())) return {};
  std::vector<zone_stretch> out{{INT64_MIN, offsets[0]}};
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto type = static_cast<unsigned char>(used[i]);
    if (type >= offsets.size()) return {};
    out.push_back({times[i], offsets[type]});
  }
  return out;
}

/// What the rule says of the years behind the last stretch.
DUTYSCORE_INLINE void add_years(const zone_rule& rule, std::vector<zone_stretch>& to) {
  namespace chrono = std::chrono;
  const std::int64_t last = to.size() > 1 ? to.back().since : 0;
  if (!rule.begins) return void(to.push_back({last, rule.offset}));
  const chrono::year_month_day day(chrono::sys_days(chrono::days(last / 86'400)));
  for (int y = static_cast<int>(day.year()); y <= 9'999; ++y) {
    const zone_stretch summer{rule.begins->in(y)-rule.offset, rule.summer_offset};
    const zone_stretch winter{rule.ends->in(y)-rule.summer_offset, rule.offset};
    const bool is_south = winter.since < summer.since;
    for (const zone_stretch& s : {is_south ? winter : summer, is_south ? summer : winter})
      if (s.since > last) to.push_back(s);
  }
}

DUTYSCORE_INLINE std::vector<zone_stretch> read_zone_file(std::string_view file) {
  zone_bytes from{file};
  const auto old = take_zone_head(from);
  if (!old || old->version < '2') return {};
  from.take(old->times * 5 + old->types * 6 + old->letters + old->leaps * 8 + old->standards +
            old->universals);
  const auto head = take_zone_head(from);
  if (!head) return {};
  std::vector<zone_stretch> out = take_stretches(from, *head);
  if (out.empty() || !from.rest.starts_with('\n')) return {};
  const std::string_view rule = from.rest.substr(1, from.rest.find('\n', 1) - 1);
  if (rule.empty()) return out;
  const auto read = read_zone_rule(rule);
  if (!read) return {};
  add_years(*read, out);
  return out;
}

// ---- what a zone is called ----

/// `+08:00`, `-0330`, `+8`.
DUTYSCORE_INLINE std::optional<std::int32_t> read_offset(std::string_view text) {
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  std::string digits(text.substr(1));
  if (const std::size_t colon = digits.find(':'); colon != std::string::npos) {
    if (colon != 2 || digits.size() != 5) return std::nullopt;
    digits.erase(colon, 1);
  }
  const bool is_known = (digits.size() == 4 || digits.size() == 2 || digits.size() == 1) &&
                        digits.find_first_not_of("0123456789") == std::string::npos;
  if (!is_known) return std::nullopt;
  const int number = std::stoi(digits);
  const int hours = digits.size() == 4 ? number / 100 : number;
  const int minutes = digits.size() == 4 ? number % 100 : 0;
  if (hours > 18 || minutes > 59) return std::nullopt;
  const int seconds = hours * 3600 + minutes * 60;
  return text[0] == '-' ? -seconds : seconds;
}

/// A name such as `America/Argentina/Salta`, and no other path.
DUTYSCORE_INLINE bool is_zone_name(std::string_view name) {
  const auto may = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '+' || c == '/';
  };
  return !name.empty() && name.size() < 100 && name.front() != '/' &&
         std::all_of(name.begin(), name.end(), may);
}

DUTYSCORE_INLINE std::string zone_folder() {
  const char* const named = std::getenv("TZDIR");
  return named && *named ? named : "/usr/share/zoneinfo";
}

}  // namespace detail

DUTYSCORE_INLINE std::optional<time_zone> time_zone::find(std::string_view name) {
  if (name == "UTC" || name == "Z") return time_zone({stretch{}});
  if (const auto offset = detail::read_offset(name))
    return time_zone({stretch{INT64_MIN, *offset}});
  if (!detail::is_zone_name(name)) return std::nullopt;
  constexpr std::size_t most = std::size_t{1} << 20;
  const auto file = read_file(detail::zone_folder() + "/" + std::string(name), most);
  if (!file) return std::nullopt;
  std::vector<stretch> stretches;
  for (const detail::zone_stretch& s : detail::read_zone_file(*file))
    stretches.push_back({s.since, s.offset});
  if (stretches.empty()) return std::nullopt;
  return time_zone(std::move(stretches));
}

DUTYSCORE_INLINE std::int32_t time_zone::offset_at(std::int64_t instant) const {
  const auto after =
      std::upper_bound(stretches_->begin(), stretches_->end(), instant,
                       [](std::int64_t at, const stretch& s) { return at < s.since; });
  return std::prev(after)->offset;
}

}  // namespace dutyscore
