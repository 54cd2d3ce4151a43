#include "dutyscore/data/time_zone.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace dutyscore;

namespace {

std::string big_endian(std::int64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
  return out;
}

struct zone_type {
  int offset;
};

/// A file of the time zone database, as RFC 8536 has it.
std::string zone_file(const std::vector<std::pair<std::int64_t, int>>& times,
                      const std::vector<int>& offsets, const std::string& rule) {
  const auto head = [](std::size_t t, std::size_t types) {
    std::string out = "TZif2" + std::string(15, '\0');
    for (const std::size_t n :
         {std::size_t{0}, std::size_t{0}, std::size_t{0}, t, types, std::size_t{4}})
      out += big_endian(static_cast<std::int64_t>(n), 4);
    return out;
  };
  const std::string letters("ABC\0", 4);
  std::string out =
      head(0, 1) + std::string(6, '\0') + letters + head(times.size(), offsets.size());
  for (const auto& t : times) out += big_endian(t.first, 8);
  for (const auto& t : times) out += static_cast<char>(t.second);
  for (const int offset : offsets) out += big_endian(offset, 4) + std::string(2, '\0');
  return out + letters + "\n" + rule + "\n";
}

/// A folder of zones that the system is said to have.
class zone_folder {
 public:
  zone_folder() {
    std::filesystem::create_directories(folder_ / "Test");
    setenv("TZDIR", folder_.c_str(), 1);
  }
  ~zone_folder() {
    unsetenv("TZDIR");
    std::filesystem::remove_all(folder_);
  }
  std::optional<time_zone> find(const std::string& file) {
    std::ofstream(folder_ / "Test" / "Zone", std::ios::binary) << file;
    return time_zone::find("Test/Zone");
  }

 private:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("dutyscore_zones_" + std::to_string(std::rand()));
};

constexpr int hour = 3600;

/// Seconds since 1970 of a day in 2024 and an hour.
std::int64_t in_2024(int day_of_year, double hours) {
  return 1'704'067'200 + std::int64_t{day_of_year - 1} * 86'400 +
         static_cast<std::int64_t>(hours * hour);
}

}  // namespace

TEST_CASE("offsets are zones") {
  const struct {
    const char* name;
    int seconds;
  } cases[] = {{"UTC", 0},        {"Z", 0},       {"+08:00", 8 * hour}, {"-03:30", -12'600},
               {"+0545", 20'700}, {"+8", 28'800}, {"-11", -39'600},     {"+14:00", 50'400}};
  for (const auto& c : cases)
    for (const std::int64_t at : {INT64_MIN, std::int64_t{0}, INT64_MAX})
      CHECK(time_zone::find(c.name).value().offset_at(at) == c.seconds);
  for (const char* wrong : {"", "+", "8", "08:00", "+8:00", "+08:60", "+19:00", "+080", "+08:00:00",
                            "+0x", "../secret", "/etc/passwd", "Asia/", "Asia/Atlantis", "中国"})
    CHECK_FALSE(time_zone::find(wrong));
}

TEST_CASE("zones of the database change their offsets") {
  zone_folder folder;
  const auto plain = folder.find(zone_file({{1'000, 1}, {2'000, 0}}, {hour, 2 * hour}, "")).value();
  CHECK(plain.offset_at(INT64_MIN) == hour);
  CHECK(plain.offset_at(999) == hour);
  CHECK(plain.offset_at(1'000) == 2 * hour);
  CHECK(plain.offset_at(1'999) == 2 * hour);
  CHECK(plain.offset_at(2'000) == hour);
  CHECK(plain.offset_at(INT64_MAX) == hour);
  CHECK(folder.find(zone_file({}, {8 * hour}, "CST-8")).value().offset_at(0) == 8 * hour);
}

TEST_CASE("years to come follow the rule") {
  zone_folder folder;
  // From the second Sunday of March (10) to the first of November (3), at two o'clock.
  const auto new_york = folder.find(zone_file({}, {-5 * hour}, "EST5EDT,M3.2.0,M11.1.0")).value();
  CHECK(new_york.offset_at(in_2024(70, 7) - 1) == -5 * hour);
  CHECK(new_york.offset_at(in_2024(70, 7)) == -4 * hour);
  CHECK(new_york.offset_at(in_2024(308, 6) - 1) == -4 * hour);
  CHECK(new_york.offset_at(in_2024(308, 6)) == -5 * hour);
  // The last Sundays of March (31) and October (27), at one o'clock UTC; winter is the exception.
  const auto dublin = folder.find(zone_file({}, {hour}, "IST-1GMT0,M10.5.0,M3.5.0/1")).value();
  CHECK(dublin.offset_at(in_2024(91, 1) - 1) == 0);
  CHECK(dublin.offset_at(in_2024(91, 1)) == hour);
  CHECK(dublin.offset_at(in_2024(301, 1) - 1) == hour);
  CHECK(dublin.offset_at(in_2024(301, 1)) == 0);
  // Summer over the end of the year: the first Sundays of October (6) and April (7).
  const auto sydney =
      folder.find(zone_file({}, {10 * hour}, "AEST-10AEDT,M10.1.0,M4.1.0/3")).value();
  CHECK(sydney.offset_at(in_2024(1, 0)) == 11 * hour);
  CHECK(sydney.offset_at(in_2024(97, 16)) == 10 * hour);
  CHECK(sydney.offset_at(in_2024(97, 16) - 1) == 11 * hour);
  CHECK(sydney.offset_at(in_2024(280, 16) - hour * 24) == 11 * hour);
  // Days of the year: J60 is 1 March, 59 is 29 February.
  const auto julian = folder.find(zone_file({}, {0}, "AAA0BBB-1,J60/0,59/12")).value();
  CHECK(julian.offset_at(in_2024(61, 0) - 1) == 0);
  CHECK(julian.offset_at(in_2024(61, 0)) == hour);
  const auto named = folder.find(zone_file({}, {0}, "<-02>2<-01>,M3.5.0/-1,M10.5.0/0")).value();
  CHECK(named.offset_at(in_2024(90, 25) - 1) == -2 * hour);
  CHECK(named.offset_at(in_2024(90, 25)) == -hour);
}

TEST_CASE("files that make no sense are no zones") {
  zone_folder folder;
  const std::string good = zone_file({{1'000, 1}}, {0, hour}, "AAA0");
  REQUIRE(folder.find(good));
  for (std::size_t size = 0; size < good.size() - 6; ++size)
    CHECK_FALSE(folder.find(good.substr(0, size)));
  CHECK_FALSE(folder.find(zone_file({{1'000, 2}}, {0, hour}, "AAA0")));
  CHECK_FALSE(folder.find(zone_file({{1'000, 1}, {0, 0}}, {0, hour}, "AAA0")));
  for (const char* rule :
       {"A0", "AAA", "AAA0BBB", "AAA0BBB,M3.2.0", "AAA0BBB,M13.2.0,M11.1.0",
        "AAA0BBB,M3.6.0,M11.1.0", "AAA0BBB,M3.2.7,M11.1.0", "AAA0BBB,J0,J1", "AAA0x"})
    CHECK_FALSE(folder.find(zone_file({}, {0}, rule)));
}
