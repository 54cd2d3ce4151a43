// What a policy declares: kinds and fields.
#pragma once

#include "generate/words.hpp"

namespace reference::making {

enum class kind_of { integer, decimal, text, date, flag };

struct field_info {
  std::string name;
  kind_of type = kind_of::decimal;
  names one_of;
  names kinds;  // empty: all
  bool computed = false, has_default = false;
  bool has_least = false;
};

class declarations : public words {
 public:
  using words::words;
  names kinds;
  std::vector<field_info> declared, of_subject;

 protected:
  void choose_kinds() {
    kinds = kind_pool;
    d_.shuffle(kinds);
    kinds.resize(static_cast<std::size_t>(d_.between(2, 5)));
  }
  static const char* type_word(kind_of t, bool chinese) {
    constexpr const char* words[][2] = {{"integer", "整数"},
                                        {"decimal", "数值"},
                                        {"text", "文字"},
                                        {"date", "日期"},
                                        {"flag", "是否"}};
    return words[static_cast<int>(t)][chinese ? 1 : 0];
  }
  names some_texts() {
    names out = text_pool;
    d_.shuffle(out);
    out.resize(static_cast<std::size_t>(d_.between(2, 4)));
    return out;
  }
  std::string literal_of(const field_info& f) {
    switch (f.type) {
      case kind_of::integer:
        return number(f.has_least ? 0 : -2, 9, 0);
      case kind_of::decimal:
        return number(f.has_least ? 0 : -2, 9, 2);
      case kind_of::text:
        return quoted(d_.one_of(f.one_of.empty() ? text_pool : f.one_of));
      case kind_of::date:
        return date_text(some_day());
      default:
        return d_.percent(50) ? w("yes", "是") : w("no", "否");
    }
  }
  std::string plain_field(field_info& f) {
    std::string out = cat({f.name, label(30), " ", type_word(f.type, is_chinese())});
    const bool is_number = f.type == kind_of::integer || f.type == kind_of::decimal;
    f.has_least = is_number && d_.percent(40);
    if (f.has_least) out += w(" from 0", " 不小于 0");
    if (is_number && d_.percent(15))
      out += w(" to ", " 不大于 ") + std::string(f.type == kind_of::integer ? "2000" : "1999.5");
    if (f.type == kind_of::text && d_.percent(70)) {
      f.one_of = some_texts();
      out += cat({w(" one of ", " 限于 "), texts(f.one_of)});
    }
    f.has_default = d_.percent(50);
    if (f.has_default) out += cat({w(" default ", " 默认 "), literal_of(f)});
    return out;
  }
  std::string belongs_to(field_info& f) {
    if (!d_.percent(25)) return "";
    f.kinds = kinds;
    d_.shuffle(f.kinds);
    f.kinds.resize(static_cast<std::size_t>(d_.between(1, static_cast<int>(kinds.size()))));
    return cat({w(" for ", " 用于 "), texts(f.kinds)});
  }
  /// The kinds that a condition of the rule may name.
  const names& named_kinds() const { return named_.empty() ? asked_ : named_; }

  names asked_;  // the kinds of the rule that reads
  names named_;  // those of them that the texts in force meet; empty: all
};

}  // namespace reference::making
