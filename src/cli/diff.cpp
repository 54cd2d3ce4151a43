#include "cli/diff.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace dutyscore::cli {
namespace {

using lines = std::vector<std::string_view>;
using line_span = std::span<const std::string_view>;

lines split(std::string_view text) {
  lines out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    out.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

struct edit {
  char kind;  // ' ' in both, '-' only before, '+' only after
  std::string_view line;
};
using edit_list = std::vector<edit>;

void append(edit_list& out, char kind, line_span all) {
  for (const std::string_view line : all) out.push_back({kind, line});
}

/// length[i][j]: lines of the longest common part of a from i and b from j.
std::vector<std::uint32_t> common_lengths(line_span a, line_span b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::uint32_t> length((a.size() + 1) * width);
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;) {
      const std::size_t at = i * width + j;
      length[at] =
          a[i] == b[j] ? length[at + width + 1] + 1 : std::max(length[at + width], length[at + 1]);
    }
  return length;
}

void append_changes(edit_list& out, line_span a, line_span b) {
  constexpr std::size_t most_cells = 16'000'000;
  if (a.size() * b.size() > most_cells) {
    append(out, '-', a);
    append(out, '+', b);
    return;
  }
  const auto length = common_lengths(a, b);
  const std::size_t width = b.size() + 1;
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    const std::size_t at = i * width + j;
    if (a[i] == b[j]) {
      out.push_back({' ', a[i++]});
      ++j;
    } else if (length[at + width] >= length[at + 1]) {
      out.push_back({'-', a[i++]});
    } else {
      out.push_back({'+', b[j++]});
    }
  }
  append(out, '-', a.subspan(i));
  append(out, '+', b.subspan(j));
}

edit_list edits(line_span a, line_span b) {
  const auto [end_a, end_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto begin = static_cast<std::size_t>(end_a - a.begin());
  std::size_t tail = 0;
  while (tail < std::min(a.size(), b.size()) - begin &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  edit_list out;
  append(out, ' ', a.first(begin));
  append_changes(out, a.subspan(begin, a.size() - begin - tail),
                 b.subspan(begin, b.size() - begin - tail));
  append(out, ' ', a.last(tail));
  return out;
}

std::string range_text(std::size_t begin, std::size_t count) {
  return std::to_string(count == 0 ? begin : begin + 1) + "," + std::to_string(count);
}

/// Changes with three lines around them; neighbours whose surroundings touch stand in one hunk.
struct hunk_writer {
  const edit_list& all;
  std::string out;
  std::size_t before = 0, after = 0;  // lines passed

  std::size_t end_of_hunk(std::size_t from) const {
    constexpr std::size_t around = 3;
    std::size_t last_change = from, at = from;
    for (; at < all.size() && at <= last_change + 2 * around; ++at)
      if (all[at].kind != ' ') last_change = at;
    return std::min(all.size(), last_change + around + 1);
  }
  void pass(const edit& e) {
    before += e.kind != '+';
    after += e.kind != '-';
  }
  void write(std::size_t begin, std::size_t end) {
    std::size_t in_before = 0, in_after = 0;
    std::string body;
    for (std::size_t i = begin; i < end; ++i) {
      in_before += all[i].kind != '+';
      in_after += all[i].kind != '-';
      body += all[i].kind + std::string(all[i].line);
      if (!all[i].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    }
    out += "@@ -" + range_text(before, in_before) + " +" + range_text(after, in_after) + " @@\n" +
           body;
    before += in_before;
    after += in_after;
  }
};

}  // namespace

std::string unified_diff(const std::string& path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const lines a = split(before), b = split(after);
  const edit_list all = edits(a, b);
  hunk_writer w{all, "--- " + path + "\n+++ " + path + "\n"};
  for (std::size_t at = 0, next = 0; next < all.size();) {
    while (next < all.size() && all[next].kind == ' ') ++next;
    if (next == all.size()) break;
    const std::size_t begin = std::max(at, next < 3 ? 0 : next - 3), end = w.end_of_hunk(next);
    for (; at < begin; ++at) w.pass(all[at]);
    w.write(begin, end);
    at = next = end;
  }
  return std::move(w.out);
}

}  // namespace dutyscore::cli
