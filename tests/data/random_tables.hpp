// Tables of which most rows are plain and some are not: in cells, quotes, spaces, line ends, kinds,
// counts. The same seed gives the same tables.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace sample {

/// The text with a few bytes flipped, left out, doubled or put in.
inline std::string damaged(std::string text, std::mt19937_64& random) {
  static const std::string bytes = "\"\"'\r\n,; \t\x01\x7F\xEF\xBB\xBF\xC2\xA0\xFF\\{}[]:.0-+eE";
  for (std::size_t count = 1 + random() % 4; count > 0 && !text.empty(); --count) {
    const std::size_t at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
        break;
      case 1:
        text.erase(at, 1 + random() % 3);
        break;
      case 2:
        text.insert(at, text.substr(at, 1 + random() % 12));
        break;
      default:
        text.insert(at, 1, bytes[random() % bytes.size()]);
    }
  }
  return text;
}

class random_tables {
 public:
  explicit random_tables(unsigned seed) : random_(seed) {}

  /// `rows` rows, of which one in `oddity` has something unusual.
  std::string next(std::size_t rows, unsigned oddity) {
    std::string text = one({"", "", "\uFEFF"}) + header();
    for (std::size_t i = 0; i < rows; ++i) text += row(below(oddity) == 0);
    if (below(3) == 0) text += row(false).substr(0, below(40));
    return text;
  }

  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

 private:
  using choice = std::vector<std::string>;
  std::string one(const choice& of) { return of[below(static_cast<unsigned>(of.size()))]; }

  /// Which columns there are, and in which order.
  std::string header() {
    columns_ = {"subject", "kind", "date"};
    for (const char* name : {"end", "standing", "since", "amount", "suggestions", "capacity",
                             "urgent", "title", "id", "credited", "asked", ""})
      if (below(3) > 0) columns_.push_back(name);
    std::shuffle(columns_.begin(), columns_.end(), random_);
    end_ = one({"\n", "\n", "\n", "\r\n", "\r"});
    std::string out;
    for (const std::string& name : columns_) out += (out.empty() ? "" : ",") + name;
    return out.empty() || out.front() == ',' || columns_[0].empty() ? header() : out + end_;
  }

  std::string row(bool odd) {
    kind_ = one({"会议", "捐款", "联络站活动", "会议"});
    const std::size_t at = below(static_cast<unsigned>(columns_.size()));
    std::string out;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string cell = plain(columns_[i]);
      out += (i ? "," : "") + (odd && i == at ? unusual(cell) : cell);
    }
    return out + (odd && below(8) == 0 ? one({"\n\n", "\r\n", "\r", ",\n", " \n"}) : end_);
  }

  std::string day() {
    const auto two = [](unsigned n) { return (n < 9 ? "0" : "") + std::to_string(n + 1); };
    return std::to_string(2020 + below(5)) + "-" + two(below(12)) + "-" + two(below(28));
  }

  std::string plain(const std::string& column) {
    if (column == "subject") return "代表" + std::to_string(below(40));
    if (column == "kind") return kind_;
    if (column == "date") return day();
    if (column == "amount") return kind_ == "捐款" ? number() : "";
    if (column == "suggestions")
      return kind_ == "联络站活动" ? std::to_string(below(20)) : "";
    if (column == "") return "";
    if (below(2)) return "";
    if (column == "end") return "2025-01-01";
    if (column == "standing") return one({"confirmed", "reviewed", "claimed", "rejected", "初审"});
    if (column == "since") return one({"claimed", "自评"});
    if (column == "capacity") return one({"代表", "本职"});
    if (column == "urgent") return one({"yes", "no", "是", "否"});
    if (column == "title") return one({"读书", "走访选民", "在社区组织了一次关于垃圾分类的座谈会"});
    if (column == "id") return std::to_string(below(1'000'000'000));
    return day();
  }

  std::string number() {
    return one({"0", "7", "12", "12.5", "999.99", "0.000001", "100000", "1000000", "1234567.5",
                "00000001", "123456789", "12345678", "12345678.5", "1.2345678"});
  }

  std::string unusual(const std::string& cell) {
    switch (below(8)) {
      case 0:
        return "\"" + cell + "\"";
      case 1:
        return one({" ", "　", "\t", "\u00A0"}) + cell + one({"", " ", "　"});
      case 2:
        return "";
      case 3:
        return cell + one({"\"", ",", "\n", "\r", "x", "\xFF", "\x01", "0"});
      case 4:
        return "\"" + cell + one({"\"\"", ",", "\n", "\r\n", "\"x", "，"}) + "\"";
      case 5:
        return one({"2023-02-29", "2024-02-29", "2023年5月6日", "2023/5/6", "1399-12-31",
                    "1400-01-01", "9999-12-31", "2023-00-10", "2023-13-01", "2023-04-31",
                    "2023-1-001", "2O23-01-01", "2023-01-01 "});
      case 6:
        return one({"-1", "-0", "+1", "1.", ".5", "1e3", "９", "9223372036854775808", "3.5",
                    "1.0000000", "1.0000001", "20", "21", "1,5", "12345678901234567890.5", "/:",
                    "1:2", "0x1F"});
      default:
        return one({"会议", "捐款", "新事项", "rejected", "无", "一", "确认 ", "代表1", "读",
                    "很长很长很长很长很长很长很长很长很长很长很长很长很长很长的一段文字"});
    }
  }

  std::mt19937_64 random_;
  choice columns_;
  std::string end_, kind_;
};

}  // namespace sample
