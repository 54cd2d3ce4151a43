#include "dutyscore/core/file.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

using namespace dutyscore;
namespace fs = std::filesystem;

namespace {

struct scratch {
  fs::path at = fs::temp_directory_path() / "dutyscore-file-test";
  scratch() { fs::remove_all(at), fs::create_directories(at); }
  ~scratch() { fs::remove_all(at); }
  std::string operator/(const char* name) const { return (at / name).string(); }
  std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(at), {}); }
};

std::string refused(const std::string& path, std::size_t limit = 1000) {
  const auto got = read_file(path, limit);
  return got ? "" : got.messages().front().code + " " + got.messages().front().what.en;
}

}  // namespace

TEST_CASE("a written file reads the same, and replaces the old one as a whole") {
  const scratch s;
  const std::string path = s / "a";
  for (const std::string& text : {std::string("一\n"), std::string(), std::string("a\0b", 3)}) {
    CHECK(write_file(path, text).empty());
    CHECK(read_file(path).value() == text);
  }
  CHECK(s.files() == 1);
}

TEST_CASE("replacing keeps permissions and links") {
  const scratch s;
  REQUIRE(write_file(s / "a", "1").empty());
  fs::permissions(s / "a", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("a", s / "link");
  REQUIRE(write_file(s / "link", "2").empty());
  CHECK(fs::is_symlink(s / "link"));
  CHECK(read_file(s / "a").value() == "2");
  CHECK(fs::status(s / "a").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("what cannot be read says why") {
  const scratch s;
  REQUIRE(write_file(s / "long", std::string(1001, 'x')).empty());
  CHECK(refused(s / "none") == "DS0901 cannot read “" + (s / "none") + "”: there is no such file");
  CHECK(refused(s.at.string()) == "DS0901 cannot read “" + s.at.string() + "”: it is a directory");
  CHECK(refused(s / "long").find("longer than the limit") != std::string::npos);
  CHECK(refused(s / "long", 1001).empty());
  CHECK(refused("/dev/zero").find("longer than the limit") != std::string::npos);
}

TEST_CASE("a failed write leaves nothing behind") {
  const scratch s;
  const auto missing = write_file(s / "none/a", "x");
  REQUIRE(missing.size() == 1);
  CHECK(missing.front().code == "DS0902");
  CHECK(s.files() == 0);
  CHECK(write_file("/dev/full", "x").front().what.zh == "无法写入“/dev/full”：磁盘已满");
}
