// Draws that are the same on every machine: the engine of the standard is fixed, its distributions
// are not.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace reference {

class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed * 0x9E3779B97F4A7C15u + 0x632BE59BD9B4E019u) {}

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() >> 11) % n; }
  int between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::size_t>(most - least + 1)));
  }
  /// True in so many of a hundred cases.
  bool percent(int n) { return static_cast<int>(below(100)) < n; }
  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[below(list.size())];
  }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace reference
