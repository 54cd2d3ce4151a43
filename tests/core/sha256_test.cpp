// The examples of FIPS 180-4 and of the pieces in which bytes may come.
#include "dutyscore/core/sha256.hpp"

#include <doctest/doctest.h>

using namespace dutyscore;

TEST_CASE("digests are those of the standard") {
  const std::pair<std::string, const char*> cases[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmn"
       "opqrsmnopqrstnopqrstu",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const auto& [bytes, expected] : cases) CHECK(to_hex(sha256_of(bytes)) == expected);
}

TEST_CASE("bytes may come in pieces of any size") {
  const std::string bytes(200, 'x');
  for (std::size_t size = 1; size <= 130; ++size) {
    sha256 sum;
    for (std::size_t at = 0; at < bytes.size(); at += size) sum.add(bytes.substr(at, size));
    CHECK(sum.finish() == sha256_of(bytes));
  }
}
