#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/lang/markdown.hpp"

namespace dutyscore::lang {
namespace detail {

/// A line of Markdown that is, or looks like, a fence.
struct fence {
  char sign = '`';
  std::size_t length = 0;  // how many signs; fewer than three are no fence
  std::size_t begin = 0;   // of the signs, in the line
  std::string_view info;   // what follows them, without blanks around it
  bool operator!() const { return length < 3; }
};

DUTYSCORE_INLINE std::string_view without_blanks(std::string_view s) {
  const std::size_t first = s.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t\r") + 1 - first);
}

DUTYSCORE_INLINE fence fence_at(std::string_view line, std::size_t at) {
  if (at >= line.size() || (line[at] != '`' && line[at] != '~')) return {};
  const std::size_t end = std::min(line.find_first_not_of(line[at], at), line.size());
  const fence f{line[at], end - at, at, without_blanks(line.substr(end))};
  const bool is_inline_code = f.sign == '`' && f.info.find('`') != std::string_view::npos;
  return is_inline_code ? fence{} : f;
}

/// A fence has at most three spaces before it.
DUTYSCORE_INLINE fence fence_of(std::string_view line) {
  const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
  return spaces <= 3 ? fence_at(line, spaces) : fence{};
}

/// A fence behind more spaces, or the marks of quotations and lists.
DUTYSCORE_INLINE fence displaced_fence(std::string_view line) {
  return fence_at(line, std::min(line.find_first_not_of(" \t>-*+0123456789.)"), line.size()));
}

struct info_words {
  std::string_view first, others;
};
DUTYSCORE_INLINE info_words words_of(std::string_view info) {
  const std::size_t end = std::min(info.find_first_of(" \t"), info.size());
  return {info.substr(0, end), without_blanks(info.substr(end))};
}

DUTYSCORE_INLINE bool is_duty(const fence& f) { return words_of(f.info).first == "duty"; }

/// Reads Markdown line by line.
class markdown_reader {
 public:
  markdown_reader(const source_ptr& where, diagnostics& found) : where_(where), found_(found) {}

  std::vector<span> run() {
    if (where_->text().starts_with("\xEF\xBB\xBF")) skip_ = 3;
    for (std::size_t number = 1; number <= where_->line_count(); ++number) {
      const std::string_view line = where_->line(number).substr(skip_);
      start_ = where_->line_start(number) + static_cast<std::uint32_t>(skip_);
      skip_ = 0;
      if (in_comment_)
        in_comment_ = line.find("-->") == std::string_view::npos;
      else if (open_)
        inside(line);
      else
        outside(line);
    }
    if (open_) report_open();
    return std::move(blocks_);
  }

 private:
  std::uint32_t size() const { return static_cast<std::uint32_t>(where_->text().size()); }
  span place(const fence& f) const {
    const auto begin = static_cast<std::uint32_t>(start_ + f.begin);
    const auto end = f.info.empty()
                         ? begin + static_cast<std::uint32_t>(f.length)
                         : static_cast<std::uint32_t>(f.info.data() + f.info.size() -
                                                      where_->text().data());
    return {begin, end};
  }

  void outside(std::string_view line) {
    const fence f = fence_of(line);
    if (!f) return prose(line);
    open_ = f;
    opened_ = place(f);
    in_program_ = is_duty(f) && words_of(f.info).others.empty();
    if (in_program_) blocks_.push_back({next_line(), size()});
    if (is_duty(f) && !in_program_) check_mark(f);
  }

  void prose(std::string_view line) {
    const std::string_view text = without_blanks(line);
    if (text.starts_with("<!--")) in_comment_ = text.find("-->", 4) == std::string_view::npos;
    const fence f = displaced_fence(line);
    if (!f || !is_duty(f) || words_of(f.info).others == "ignore" || in_comment_) return;
    found_.push_back(make_diagnostic("DS0123", {}, where_, place(f)));
  }

  /// `duty ignore` is for reading only.
  void check_mark(const fence& f) {
    const std::string_view others = words_of(f.info).others;
    if (others == "ignore") return;
    const auto begin = static_cast<std::uint32_t>(others.data() - where_->text().data());
    found_.push_back(make_diagnostic("DS0124", {others}, where_,
                                     {begin, begin + static_cast<std::uint32_t>(others.size())}));
  }

  void inside(std::string_view line) {
    const fence f = fence_of(line);
    if (!f || f.sign != open_->sign) return;
    if (f.info.empty() && f.length >= open_->length) return close();
    if (in_program_ && !f.info.empty()) {  // no line of a program begins so
      report_open();
      open_.reset();
      blocks_.back().end = start_;
      outside(line);
    }
  }

  void close() {
    if (in_program_) blocks_.back().end = start_;
    open_.reset();
  }

  std::uint32_t next_line() const {
    const std::size_t end = where_->text().find('\n', start_);
    return end == std::string::npos ? size() : static_cast<std::uint32_t>(end + 1);
  }

  void report_open() {
    found_.push_back(
        make_diagnostic("DS0122", {std::string(open_->length, open_->sign)}, where_, opened_));
  }

  const source_ptr& where_;
  diagnostics& found_;
  std::vector<span> blocks_;
  std::uint32_t start_ = 0;  // of the line
  std::size_t skip_ = 0;     // a byte order mark
  bool in_comment_ = false;  // <!-- … -->
  bool in_program_ = false;
  std::optional<fence> open_;
  span opened_;
};

}  // namespace detail

DUTYSCORE_INLINE bool is_markdown(std::string_view name) {
  const std::size_t point = name.find_last_of("./");
  if (point == std::string_view::npos) return false;
  std::string extension(name.substr(point));
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return extension == ".md" || extension == ".markdown";
}

DUTYSCORE_INLINE std::vector<span> program_blocks(const source_ptr& markdown, diagnostics& found) {
  return detail::markdown_reader(markdown, found).run();
}

DUTYSCORE_INLINE bool has_program(std::string_view markdown) {
  diagnostics ignored;
  return !program_blocks(std::make_shared<const source>("", std::string(markdown)), ignored)
              .empty();
}

}  // namespace dutyscore::lang
