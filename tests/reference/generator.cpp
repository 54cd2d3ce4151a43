#include "generator.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "random.hpp"

namespace reference {
namespace {

enum class kind_of { integer, decimal, text, date, flag };

struct field_info {
  std::string name;
  kind_of type = kind_of::decimal;
  std::vector<std::string> one_of;
  std::vector<std::string> kinds;  // empty: all
  bool computed = false, has_default = false;
  bool has_least = false;
};

using names = std::vector<std::string>;

const names kind_pool{"会议", "走访", "捐款", "调研", "visit", "talk", "违反禁令", "x-1"};
const names text_pool{"A", "B", "C", "代表", "本职", "一等奖", "A类", "in force"};
const names stems{"amount", "count_of", "level", "材料", "人数", "金额",
                  "b",      "Grade",    "学习",  "服务", "v_",   "质量"};
const names steps{"2", "3", "7", "100", "0.5"};
const names thresholds{"0", "1", "2", "3", "5", "10", "12", "50", "99.5", "100", "500", "1000"};

bool covers_all(const names& allowed, const names& asked) {
  return allowed.empty() || std::all_of(asked.begin(), asked.end(), [&](const std::string& k) {
           return std::find(allowed.begin(), allowed.end(), k) != allowed.end();
         });
}

/// One after the other; unlike those of `+`, the parts of a list are worked out in the order
/// written on every compiler.
std::string cat(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& p : parts) out += p;
  return out;
}

std::string join(const names& parts, const std::string& by) {
  std::string out;
  for (const std::string& p : parts) out += (out.empty() ? "" : by) + p;
  return out;
}

/// The text of one policy, drawn clause by clause.
class writer {
 public:
  writer(dice& d, const generator_options& o) : d_(d), o_(o) {
    style_ = std::vector{spelling::english, spelling::chinese, spelling::mixed}[d_.below(3)];
  }

  void policy() {
    choose_kinds();
    places_ = d_.between(0, 3);
    name_ = fresh();
    open(cat({w("policy", "办法"), " ", name_, label(30)}));
    if (more(20)) line(cat({w("year starts ", "年度始于 "), d_.percent(50) ? "05-01" : "5月1日"}));
    if (more(20))
      line(cat({w("term ", "届期 "), fresh(), " from ", date_text(some_day()), w(" to ", " 至 "),
                date_text(some_day())}));
    stretch whole_time{date::min(), date::max()}, own = whole_time;
    if (d_.percent(40)) line(force(whole_time, own));
    if (d_.percent(70))
      line(cat(
          {w("decimals", "保留"), " ", std::to_string(places_), w(" ", " 位 "), rounding_word()}));
    else
      places_ = 6;
    fields();
    if (d_.percent(25)) subject_fields();
    block_body(0, kinds, true, own);
    for (int i = d_.between(0, 2); i > 0; --i) grade();
    for (int i = d_.between(0, 2); i > 0; --i) list(own);
    if (more(25)) amendment();
    close();
    for (int i = more(50) ? d_.between(1, 2) : 0; i > 0; --i) scenario();
    if (o_.whole_language) loosen();
  }

  names lines;
  names kinds;
  std::vector<field_info> declared, of_subject;

 private:
  // --- Words.

  std::string w(const char* en, const char* zh) { return is_chinese() ? zh : en; }
  bool is_chinese() {
    return style_ == spelling::mixed ? d_.percent(50) : style_ == spelling::chinese;
  }
  void line(const std::string& text) { lines.push_back(std::string(2 * depth_, ' ') + text); }
  void open(const std::string& head) {
    line(head + " {");
    ++depth_;
  }
  void close() {
    --depth_;
    line("}");
  }
  std::string fresh() { return d_.one_of(stems) + std::to_string(++names_used_); }
  std::string quoted(const std::string& t) {
    return d_.percent(50) ? "\"" + t + "\"" : "“" + t + "”";
  }
  std::string label(int percent) {
    return d_.percent(percent) ? " " + quoted("标签" + std::to_string(++names_used_)) : "";
  }
  std::string texts(const names& list) {
    names out;
    for (const std::string& t : list) out.push_back(quoted(t));
    return join(out, w(", ", "、"));
  }
  std::string number(int least, int most, int places) {
    std::string n = std::to_string(d_.between(least, most));
    if (places > 0 && d_.percent(30)) {
      n += '.';
      for (int i = d_.between(1, places); i > 0; --i)
        n += static_cast<char>('0' + d_.between(0, 9));
    }
    return n;
  }
  std::string points(bool chinese) { return chinese && d_.percent(60) ? " 分" : ""; }
  std::string date_text(date d) {
    return d.to_text(d_.percent(70) ? dutyscore::language::en : dutyscore::language::zh);
  }
  date some_day() { return dutyscore::day(2022, 10, 1).first + d_.between(0, 600); }
  std::string rounding_word() {
    switch (d_.below(4)) {
      case 0:
        return w("half_up", "四舍五入");
      case 1:
        return w("half_even", "四舍六入");
      case 2:
        return w("up", "不足进一");
      default:
        return w("down", "不足不计");
    }
  }
  struct unit_words {
    const char *en, *per, *effect;
    period_unit unit;
  };
  static const std::vector<unit_words>& units() {
    static const std::vector<unit_words> all{{"day", "每日", "当日", period_unit::day},
                                             {"month", "每月", "当月", period_unit::month},
                                             {"quarter", "每季度", "当季", period_unit::quarter},
                                             {"half", "每半年", "当半年", period_unit::half},
                                             {"year", "每年", "当年", period_unit::year}};
    return all;
  }
  const unit_words& coarse_unit() {
    return units()[d_.percent(40) ? 4 : static_cast<std::size_t>(d_.between(1, 4))];
  }
  const unit_words& any_unit() { return d_.percent(10) ? units()[0] : coarse_unit(); }
  std::string per(const unit_words& u) { return is_chinese() ? u.per : std::string("per ") + u.en; }

  struct stretch {
    date first, last;
  };
  /// A stretch that overlaps the outer one.
  std::string force(const stretch& outer, stretch& own) {
    std::string out = w("in force", "施行");
    own = outer;
    const bool has_from = d_.percent(75), has_to = !has_from || d_.percent(40);
    const date first =
        std::max(outer.first, dutyscore::day(2022, 10, 1).first) + d_.between(-40, 150);
    const date from = std::min(first, outer.last);
    if (has_from) out += (out == "施行" ? " " : " from ") + date_text(from);
    const date to = std::max(from + d_.between(1, 400), outer.first);
    if (has_to) out += cat({w(" to ", " 至 "), date_text(to)});
    if (has_from) own.first = std::max(own.first, from);
    if (has_to) own.last = std::min(own.last, to);
    return out;
  }

  bool more(int percent) { return o_.whole_language && d_.percent(percent); }

  // --- Fields.

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
  void fields() {
    open(w("activity", "登记"));
    for (int i = d_.between(1, 5); i > 0; --i) {
      field_info f{fresh(), static_cast<kind_of>(d_.below(5)), {}, {}};
      if (d_.percent(40)) f.type = d_.percent(50) ? kind_of::integer : kind_of::decimal;
      std::string out = plain_field(f);
      out += belongs_to(f);
      line(out);
      declared.push_back(f);
    }
    for (int i = d_.between(0, 2); i > 0; --i) computed_field();
    close();
  }
  void computed_field() {
    field_info f{fresh(), static_cast<kind_of>(d_.below(5)), {}, {}};
    f.computed = true;
    std::string out = cat({f.name, label(20), " ", type_word(f.type, is_chinese())});
    const std::string belongs = belongs_to(f);
    asked_ = f.kinds.empty() ? kinds : f.kinds;
    unrestricted_only_ = f.kinds.empty();
    out += w(" is ", " 等于 ");
    if (f.type == kind_of::text) {
      f.one_of = some_texts();
      out += table([&] { return quoted(d_.one_of(f.one_of)); }, true);
    } else {
      out += expression(f.type, 2);
    }
    unrestricted_only_ = false;
    line(out + belongs);
    declared.push_back(f);
  }
  void subject_fields() {
    open(w("subject", "对象"));
    for (int i = d_.between(1, 2); i > 0; --i) {
      field_info f{fresh(), static_cast<kind_of>(d_.below(5)), {}, {}};
      line(plain_field(f));
      of_subject.push_back(f);
    }
    close();
  }

  // --- Expressions. `asked_` holds the kinds of the rule that reads.

  std::vector<std::string> readable(kind_of type) {
    std::vector<std::string> out;
    for (const field_info& f : declared)
      if (f.type == type &&
          (f.kinds.empty() || (!unrestricted_only_ && covers_all(f.kinds, asked_))))
        out.push_back(f.name);
    if (may_read_subject_)
      for (const field_info& f : of_subject)
        if (f.type == type) out.push_back(cat({w("subject.", "对象."), f.name}));
    return out;
  }
  /// The field that this expression is, if it is one.
  const field_info* field_called(const std::string& expression) {
    for (const auto* list : {&declared, &of_subject})
      for (const field_info& f : *list)
        if (expression == f.name || expression == "subject." + f.name ||
            expression == "对象." + f.name)
          return &f;
    return nullptr;
  }
  std::string paren(const std::string& e) { return more(10) ? "（" + e + "）" : "(" + e + ")"; }
  std::string call(const char* en, const char* zh, const names& args) {
    return w(en, zh) + "(" + join(args, ", ") + ")";
  }

  std::string expression(kind_of type, int depth) {
    switch (type) {
      case kind_of::integer:
        return integer(depth);
      case kind_of::decimal:
        return decimal(depth);
      case kind_of::text:
        return text();
      case kind_of::date:
        return day();
      default:
        return condition(depth);
    }
  }
  std::string atom(kind_of type, const std::string& literal) {
    const auto fields = readable(type);
    return !fields.empty() && d_.percent(75) ? d_.one_of(fields) : literal;
  }
  std::string text() {
    return d_.percent(20) ? w("kind", "事项") : atom(kind_of::text, quoted(d_.one_of(text_pool)));
  }
  std::string day() {
    if (d_.percent(30)) return w("date", "日期");
    if (d_.percent(20)) return w("end", "止日");
    return atom(kind_of::date, date_text(some_day()));
  }
  std::string integer(int depth) {
    if (depth <= 0 || d_.percent(35)) return atom(kind_of::integer, number(0, 12, 0));
    const auto sub = [&] { return integer(depth - 1); };
    switch (d_.below(9)) {
      case 0:
        return paren(cat({sub(), " + ", sub()}));
      case 1:
        return paren(cat({sub(), " - ", sub()}));
      case 2:
        return paren(cat({sub(), " * ", sub()}));
      case 3:
        return call("floor", "取整", {decimal(depth - 1)});
      case 4:
        return call("ceil", "进整", {decimal(depth - 1)});
      case 5:
        return call("days", "天数", {day(), day()});
      case 6:
        return d_.percent(50) ? call("years", "周年", {day(), day()})
                              : call("months", "月数", {day(), day()});
      case 7:
        return d_.percent(50) ? call("month", "月份", {day()}) : call("day", "日号", {day()});
      default:
        return d_.percent(50) ? call("max", "取大", {sub(), sub()})
                              : call("if", "若", {condition(depth - 1), sub(), sub()});
    }
  }
  std::string decimal(int depth) {
    if (d_.percent(25)) return integer(depth);
    if (depth <= 0 || d_.percent(30)) return atom(kind_of::decimal, number(0, 20, 3));
    const auto sub = [&] { return decimal(depth - 1); };
    switch (d_.below(10)) {
      case 0:
        return paren(cat({sub(), " + ", sub()}));
      case 1:
        return paren(cat({sub(), " - ", sub()}));
      case 2:
        return paren(cat({sub(), " * ", sub()}));
      case 3:
        return paren(cat({sub(), " / ", divisor(depth - 1)}));
      case 4:
        return call("min", "取小", {sub(), sub(), sub()});
      case 5:
        return call("max", "取大", {sub(), sub()});
      case 6:
        return call("round", "舍入",
                    d_.percent(50) ? names{sub(), number(0, 4, 0)}
                                   : names{sub(), number(0, 3, 0), rounding_word()});
      case 7:
        return call("abs", "绝对值", {sub()});
      case 8:
        return call("if", "若", {condition(depth - 1), sub(), sub()});
      default:
        return paren("-" + paren(sub()));
    }
  }
  /// Anything but a literal 0.
  std::string divisor(int depth) {
    const std::string e = decimal(depth);
    return e.find_first_not_of("-()0.") == std::string::npos ? "4" : e;
  }
  std::string condition(int depth) {
    if (depth > 0 && d_.percent(30)) {
      const std::string a = condition(depth - 1);
      if (d_.percent(25)) return cat({w("not ", "非 "), paren(a)});
      return paren(cat({paren(a), d_.percent(50) ? w(" and ", " 且 ") : w(" or ", " 或 "),
                        paren(condition(depth - 1))}));
    }
    switch (d_.below(6)) {
      case 0:
        return cat({day(), comparison(), day()});
      case 1:
        return d_.percent(50) ? paren(atom(kind_of::flag, number(1, 2, 0) + " == 1"))
                              : cat({decimal(0), w(" in ", " 属于 "), "[1, 2.5, -3, 100]"});
      case 2:
      case 3:
        return text_condition();
      default:
        return cat({decimal(depth - 1), comparison(), decimal(std::min(depth - 1, 0))});
    }
  }
  std::string comparison() {
    return d_.one_of(names{" == ", " != ", " < ", " <= ", " > ", " >= "});
  }
  std::string text_condition() {
    const std::string t = text();
    const field_info* f = field_called(t);
    const names& likely = f && !f->one_of.empty()        ? f->one_of
                          : (t == "kind" || t == "事项") ? asked_
                                                         : text_pool;
    switch (d_.below(5)) {
      case 0:
        return cat({t, w(" in ", " 属于 "), "[", texts({likely.front(), likely.back()}), "]"});
      case 1:
        return d_.percent(50) ? call("contains", "包含", {t, quoted("A")})
                              : call("starts_with", "开头为", {t, quoted("一")});
      case 2:
        return t + " != " + quoted(d_.one_of(likely));
      default:
        return t + " == " + quoted(d_.one_of(likely));
    }
  }
  std::string when(int percent) {
    return d_.percent(percent) ? cat({w(" when ", " 当 "), condition(2)}) : "";
  }

  // --- Tables.

  struct table_key {
    std::string expression;
    bool is_text = false;
    names texts;
    bool is_closed = false;  // no other texts occur
    bool is_integer = false, has_least = false;
  };
  table_key some_key() {
    if (d_.percent(45)) return text_key();
    const kind_of type = d_.percent(50) ? kind_of::integer : kind_of::decimal;
    const auto fields = readable(type);
    if (!fields.empty() && d_.percent(70)) return numeric_key(type, d_.one_of(fields));
    return numeric_key(type, d_.percent(50) ? call("day", "日号", {w("date", "日期")})
                                            : cat({expression(type, 1), " + 0"}));
  }
  table_key text_key() {
    const auto fields = readable(kind_of::text);
    if (fields.empty() || d_.percent(15))
      return {w("kind", "事项"), true, asked_, true, false, false};
    const std::string t = d_.one_of(fields);
    const field_info* f = field_called(t);
    const bool is_closed = !f->one_of.empty() && !f->computed;
    return {t, true, f->one_of.empty() ? text_pool : f->one_of, is_closed, false, false};
  }
  table_key numeric_key(kind_of type, const std::string& expression) {
    const field_info* f = field_called(expression);
    return {expression, false, {}, false, type == kind_of::integer, f && f->has_least};
  }
  /// The cells of one column, in the order in which they may stand; `total` leaves no value without
  /// one.
  names cells_of(const table_key& k, bool total, std::size_t most) {
    return k.is_text ? text_cells(k, total, most) : numeric_cells(k, total, most);
  }
  names text_cells(const table_key& k, bool total, std::size_t most) {
    names some = k.texts, out;
    d_.shuffle(some);
    some.resize(1 + d_.below(std::min(most, some.size())));
    for (const std::string& t : some) out.push_back(quoted(t));
    const bool all = some.size() == k.texts.size();
    if (k.is_closed ? !all : total || d_.percent(60)) out.push_back(w("otherwise", "其余"));
    return out;
  }
  names numeric_cells(const table_key& k, bool total, std::size_t most) {
    names out, numbers = thresholds;
    if (k.is_integer) std::erase(numbers, "99.5");
    const bool exact = d_.percent(25), brackets = !exact || d_.percent(30);
    const std::size_t count = 1 + d_.below(most);
    std::size_t next = d_.below(numbers.size() - 4), first_bracket = numbers.size();
    for (std::size_t i = 0; i < count && next < numbers.size(); ++i, next += 1 + d_.below(2)) {
      const bool is_bracket = brackets && (!exact || i > 0);
      out.push_back(is_bracket ? cat({w("from ", "满 "), numbers[next]})
                               : numbers[next].substr(0, numbers[next].find('.')));
      if (is_bracket) first_bracket = std::min(first_bracket, next);
    }
    const bool below_all = k.has_least && first_bracket == 0;
    if (!below_all && (total || d_.percent(brackets ? 20 : 60)))
      out.push_back(w("otherwise", "其余"));
    return out;
  }
  std::string table(const std::function<std::string()>& some_value, bool complete = false) {
    std::vector<table_key> keys;
    for (int i = d_.percent(60) ? 1 : d_.between(2, 3); i > 0; --i) {
      table_key k = some_key();
      if (std::none_of(keys.begin(), keys.end(),
                       [&](const table_key& other) { return other.texts == k.texts && k.is_text; }))
        keys.push_back(std::move(k));
    }
    names heads;
    for (const table_key& k : keys) heads.push_back(k.expression);
    std::string out = cat({w("by ", "按 "), join(heads, ", "), " {"});
    names cells(keys.size());
    table_rows(keys, lookup_order(keys), 0, cells, complete, some_value, out);
    return out + " }";
  }
  static std::vector<std::size_t> lookup_order(const std::vector<table_key>& keys) {
    std::vector<std::size_t> order;
    for (const bool is_text : {true, false})
      for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i].is_text == is_text) order.push_back(i);
    return order;
  }
  void table_rows(const std::vector<table_key>& keys, const std::vector<std::size_t>& order,
                  std::size_t done, names& cells, bool complete,
                  const std::function<std::string()>& some_value, std::string& out) {
    if (done == order.size()) {
      out += cat({" ", join(cells, ", "), ": ", some_value()});
      return;
    }
    for (const std::string& cell : cells_of(keys[order[done]], complete, keys.size() > 1 ? 2 : 4)) {
      cells[order[done]] = cell;
      table_rows(keys, order, done + 1, cells, complete, some_value, out);
    }
  }

  // --- Blocks.

  void block_body(int level, const names& allowed, bool is_policy, const stretch& outer) {
    const std::size_t first = lines.size();
    std::set<std::string> beside;
    std::swap(beside, kinds_below_);
    for (int i = d_.between(is_policy ? 1 : 1, is_policy ? 4 : 3); i > 0; --i) {
      if (level < 3 && d_.percent(35))
        category(level, allowed, outer);
      else
        indicator(allowed, outer);
    }
    if (is_policy) unused_kinds();
    const auto [awards, deducts] = what_it_counts(first);
    for (int i = d_.percent(35) ? d_.between(1, 2) : 0; i > 0; --i) veto(allowed, outer);
    const bool has_base = d_.percent(25);
    if (has_base) bases();
    limits(awards || has_base || !deducts);
    if (d_.percent(15)) accept({kinds_below_.begin(), kinds_below_.end()});
    kinds_below_.insert(beside.begin(), beside.end());
  }
  /// A field may only belong to kinds that some rule takes.
  void unused_kinds() {
    names left;
    for (const std::string& k : kinds)
      if (!used_kinds_.count(k)) left.push_back(k);
    if (left.empty()) return;
    kinds_below_.insert(left.begin(), left.end());
    open(cat({w("indicator", "指标"), " ", fresh()}));
    line(cat({w("on ", "事项 "), texts(left)}));
    if (d_.percent(50)) line(w("award 1", "计分 1"));
    close();
  }
  void category(int level, const names& allowed, const stretch& outer) {
    names some = allowed;
    d_.shuffle(some);
    some.resize(static_cast<std::size_t>(d_.between(1, static_cast<int>(some.size()))));
    open(cat({w("category", "大类"), " ", fresh(), label(50)}));
    stretch own = outer;
    if (d_.percent(15)) line(force(outer, own));
    block_body(level + 1, some, false, own);
    close();
  }
  std::string on(const names& allowed) {
    asked_ = allowed;
    d_.shuffle(asked_);
    asked_.resize(
        static_cast<std::size_t>(d_.between(1, std::min(2, static_cast<int>(asked_.size())))));
    used_kinds_.insert(asked_.begin(), asked_.end());
    return cat({w("on ", "事项 "), texts(asked_), when(25)});
  }
  void indicator(const names& allowed, const stretch& outer) {
    open(cat({w("indicator", "指标"), " ", fresh(), label(40)}));
    may_read_subject_ = d_.percent(30);
    line(on(allowed));
    if (d_.percent(12)) {
      const names first = asked_;
      line(on(first));
      asked_ = first;  // the same kinds once more, under another condition
      if (d_.percent(50)) line(cat({w("on ", "事项 "), texts(first), when(100)}));
    }
    kinds_below_.insert(asked_.begin(), asked_.end());
    may_read_subject_ = true;
    stretch own = outer;
    if (d_.percent(10)) line(force(outer, own));
    if (d_.percent(20)) line(cat({w("cite ", "依据 "), quoted("第六条")}));
    const bool deducts = d_.percent(25);
    bool awards = false;
    for (int i = d_.percent(8) ? 0 : d_.between(1, 3); i > 0; --i) {
      const bool deduct = deducts && d_.percent(80);
      awards = awards || !deduct;
      line(award(deduct));
    }
    for (int i = d_.percent(30) ? d_.between(1, 2) : 0; i > 0; --i) line(factor());
    if (d_.percent(15)) accept_clause();
    if (d_.percent(20)) line(cap_per_event());
    const bool has_base = d_.percent(10);
    if (has_base) bases();
    limits(awards || has_base || !deducts);
    if (o_.whole_language) not_evaluated_yet();
    if (d_.percent(15)) veto(asked_, own);
    may_read_subject_ = false;
    close();
  }
  std::string amount() {
    if (d_.percent(45)) return number(0, 20, 3);
    return decimal(2);
  }
  std::string award(bool deduct) {
    const std::string head = deduct ? w("deduct", "扣分") : w("award", "计分");
    const bool chinese = head == "扣分" || head == "计分";
    const std::string v =
        d_.percent(35) ? table([&] { return d_.percent(80) ? number(0, 15, 2) : decimal(1); })
                       : amount();
    const std::string rest = cat({when(30), label(15)});
    auto countable = readable_plain();
    const auto how = countable.empty() ? d_.below(4) : d_.below(8);
    if (chinese) return head + chinese_unit(how, countable, v) + rest;
    return head + " " + v + english_unit(how, countable) + rest;
  }
  /// Fields that a line may be counted in.
  names readable_plain() {
    names out;
    for (const field_info& f : declared)
      if ((f.type == kind_of::integer || f.type == kind_of::decimal) && covers_all(f.kinds, asked_))
        out.push_back(f.name);
    return out;
  }
  static bool is_table(const std::string& v) {
    return v.rfind("by ", 0) == 0 || v.rfind("按 ", 0) == 0;
  }
  std::string english_unit(std::size_t how, const names& fields) {
    switch (how) {
      case 0:
        return " per event";
      case 1:
        return " per day";
      case 2:
      case 3:
        return "";
      case 4:
      case 5:
        return cat({w(" per ", " 每 "), d_.one_of(fields)});
      default:
        return cat(
            {w(" per ", " 每 "), d_.one_of(steps), " ", d_.one_of(fields), " ", step_word()});
    }
  }
  std::string chinese_unit(std::size_t how, const names& fields, const std::string& v) {
    const bool plain = v.find_first_not_of("0123456789.") == std::string::npos;
    const std::string value = plain ? v + points(true) : v;
    switch (how) {
      case 0:
        return " 每次 " + value;
      case 1:
        return " 每天 " + value;
      case 2:
      case 3:
        return " " + value;
      case 4:
      case 5:
        return cat({" 每 ", d_.one_of(fields), " ", plain || is_table(v) ? value : "1 * " + v});
      default:
        return cat(
            {" 每 ", d_.one_of(steps), " ", d_.one_of(fields), " ", step_word(), " ", value});
    }
  }
  std::string step_word() {
    switch (d_.below(4)) {
      case 0:
        return w("rounded up", "不足进一");
      case 1:
        return w("rounded down", "不足不计");
      case 2:
        return w("rounded half_up", "四舍五入");
      default:
        return w("exact", "按比例");
    }
  }
  std::string factor() {
    const std::string head = w("times ", "乘以 ");
    if (d_.percent(50)) return cat({head, decimal(1), " / ", paren(divisor(1)), when(20)});
    return cat({head, number(0, 3, 3), when(30)});
  }
  void accept(names below) {
    asked_ = std::move(below);
    accept_clause();
  }
  void accept_clause() {
    line(cat({w("accept when ", "认定 当 "), condition(1), w(" else ", " 否则 "),
              quoted("理由" + std::to_string(++names_used_))}));
  }

  // --- Clauses of periods.

  static bool is_word(const std::string& l, const names& words) {
    const std::size_t at = l.find_first_not_of(' ');
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return l.compare(at, word.size(), word) == 0;
    });
  }
  std::pair<bool, bool> what_it_counts(std::size_t from_line) {
    bool awards = false, deducts = false;
    for (std::size_t i = from_line; i < lines.size(); ++i) {
      awards = awards || is_word(lines[i], {"award", "计分", "base", "基础分"});
      deducts = deducts || is_word(lines[i], {"deduct", "扣分"});
    }
    return {awards, deducts};
  }
  std::string limit(const char* en, const char* zh, const std::string& n, const unit_words& u) {
    const std::string head = w(en, zh);
    if (head == en) return head + " " + n + " " + per(u);
    if (d_.percent(30)) return head + u.per + n + "分";
    return cat({head, " ", per(u), " ", n, points(true)});
  }
  void bases() {
    for (int i = d_.between(1, 2); i > 0; --i) {
      const auto& u = d_.percent(3) ? units()[0] : coarse_unit();
      const std::string n = number(1, 12, places_), clause = limit("base", "基础分", n, u);
      line(clause + label(20));
    }
  }
  void limits(bool floors_too) {
    std::set<period_unit> capped, floored;
    for (int i = d_.percent(50) ? d_.between(1, 3) : 0; i > 0; --i)
      if (const auto& u = any_unit(); capped.insert(u.unit).second)
        line(limit("cap", "上限", number(0, 30, places_), u));
    for (int i = floors_too && d_.percent(20) ? d_.between(1, 2) : 0; i > 0; --i)
      if (const auto& u = any_unit(); floored.insert(u.unit).second)
        line(limit("floor", "下限", d_.percent(50) ? "0" : "-" + number(1, 9, places_), u));
  }
  std::string cap_per_event() {
    const std::string head = w("cap", "上限"), n = number(0, 12, places_);
    return head == "cap" ? head + " " + n + " per event" : head + " 每次 " + n + points(true);
  }
  void veto(const names& allowed, const stretch& outer) {
    open(cat({w("veto", "一票否决"), " ", fresh(), label(40)}));
    line(on(allowed));
    stretch own = outer;
    if (d_.percent(15)) line(force(outer, own));
    if (d_.percent(20)) accept_clause();
    const auto& u = d_.percent(10) ? units()[0] : coarse_unit();
    const std::string head = w("effect", "处理");
    if (more(30))
      line(other_effect(head, u));
    else if (head == "effect")
      line(cat({head, " ", w("void", "清零"), " ", w(u.en, u.effect)}));
    else
      line(head + " " + std::string(u.effect) + " 清零");
    close();
  }

  // --- What is not evaluated yet.

  std::string any_field() { return declared.empty() ? "x" : d_.one_of(declared).name; }
  std::string derived() {
    switch (d_.below(7)) {
      case 0:
        return cat({w("count", "次数"), "()"});
      case 1:
        return cat({w("points", "得分"), "(", name_, ")"});
      case 2:
        return cat({w("sum", "合计"), "(", any_field(), ")"});
      case 3:
        return cat({w("sum", "合计"), "(", name_, ".", any_field(), ")"});
      case 4:
        return cat({w("count", "次数"), "(", name_, w(" when ", " 当 "), condition(1), ")"});
      case 5:
        return cat({w("ratio", "比率"), "(", w("served", "任职天数"), "(), ", w("length", "期长"),
                    "(), ", w("otherwise", "其余"), " 0)"});
      default:
        return cat({w("previous", "上期"), "(", w("points", "得分"), "(", name_, "))"});
    }
  }
  std::string selection() {
    const auto& u = coarse_unit();
    const bool overall = d_.percent(20), by_field = d_.percent(40);
    const std::string n = number(1, 4, 0), condition = when(25);
    if (is_chinese()) {
      const std::string choice = d_.one_of(
          names{"只计一次", "就高", "前 " + n + " 次", "第 " + n + " 次之后", "取高 " + n + " 次"});
      return cat(
          {overall ? "累计" : u.per, by_field ? " 按 " + any_field() : "", " ", choice, condition});
    }
    const std::string choice =
        d_.one_of(names{"once", "highest", "first " + n, "after " + n, "best " + n});
    return cat({choice, overall ? " overall" : std::string(" per ") + u.en,
                by_field ? " by " + any_field() : "", condition});
  }
  std::string limit_by_field() {
    const auto& u = coarse_unit();
    const bool overall = d_.percent(20);
    const std::string n =
        d_.percent(60) ? number(1, 30, 2) : cat({number(1, 9, 0), " + ", number(1, 9, 0)});
    if (is_chinese()) return cat({"上限 ", overall ? "累计" : u.per, " 按 ", any_field(), " ", n});
    return cat(
        {"cap ", n, overall ? " overall" : std::string(" per ") + u.en, " by ", any_field()});
  }
  std::string award_of_period() {
    const auto& u = coarse_unit();
    const bool running = d_.percent(40);
    const std::string n = number(1, 9, 0), counted = derived(),
                      condition = cat({w(" when ", " 当 "), derived(), " >= ", number(1, 9, 0)});
    if (is_chinese())
      return cat({"计分 ", u.per, running ? " 即时" : "", " 按 ", counted, " { 满 1: ", n, " }",
                  condition});
    return cat({"award by ", counted, " { from 1: ", n, " } per ", u.en, running ? " running" : "",
                condition});
  }
  std::string requirement() {
    const auto& u = coarse_unit();
    const std::string n = number(1, 9, 0), m = number(1, 5, 0);
    return is_chinese() ? cat({"应完成 ", u.per, " ", n, " 次 每少一次扣 ", m, " 分"})
                        : cat({"require ", n, " per ", u.en, " deduct ", m, " each"});
  }
  void not_evaluated_yet() {
    for (int i = d_.between(0, 2); i > 0; --i) line(selection());
    if (d_.percent(30)) line(limit_by_field());
    if (d_.percent(20)) line(award_of_period());
    if (d_.percent(20)) line(requirement());
    if (d_.percent(20))
      line(d_.percent(50) ? cat({w("weight ", "权重 "), "12/15"})
                          : cat({w("weight ", "权重 "), number(0, 2, 2)}));
    if (d_.percent(20))
      line(cat({w("award by marginal ", "计分 按 分段 "), any_field(), " { ", w("from ", "满 "),
                "0: 3 ", w("from ", "满 "), "12: 5 }"}));
  }
  std::string other_effect(const std::string& head, const unit_words& u) {
    const std::string n = number(1, 4, 0);
    const bool grade = d_.percent(50), long_bar = d_.percent(50);
    if (head == "处理" && grade) return cat({"处理 ", u.effect, " 定为 ", quoted("待改进")});
    if (head == "处理")
      return cat({"处理 ", u.effect, " 取消资格 先进", long_bar ? " 连续 " + n : ""});
    if (grade) return cat({"effect grade ", quoted("待改进"), " ", u.en});
    return cat({"effect bar 先进 ", u.en, long_bar ? " for " + n : ""});
  }
  void amendment() {
    open(cat({w("amend from ", "修订 "), date_text(some_day()),
              d_.percent(50) ? cat({w(" cite ", " 依据 "), quoted("修正案")}) : ""}));
    stretch whole_time{date::min(), date::max()};
    if (d_.percent(50)) limits(false);
    indicator(kinds, whole_time);
    close();
  }
  void scenario() {
    open(cat({d_.percent(15) ? w("todo ", "待办 ") : "", w("scenario ", "算例 "),
              quoted("例" + std::to_string(++names_used_)), w(" for ", " 用于 "), name_}));
    open(w("given", "已知"));
    for (int i = d_.between(1, 3); i > 0; --i) line(given_row());
    close();
    if (d_.percent(30)) {
      open(cat({w("given", "已知"), " ", w("roster", "名册")}));
      line(cat({quoted("甲"), " ", w("from ", "任职起 "), date_text(some_day()),
                w(" org_unit ", " 单位 "), quoted("区/街道")}));
      close();
    }
    if (d_.percent(50)) line(cat({w("through ", "截至 "), date_text(some_day())}));
    if (d_.percent(60))
      expectation();
    else
      line(cat({w("expect", "应为"), " ", w("refused", "未予计分"), " ", quoted("甲"), " ",
                date_text(some_day()), " ", quoted("理由")}));
    close();
  }
  std::string given_row() {
    std::string out = date_text(some_day());
    if (d_.percent(20)) out += cat({w(" to ", " 至 "), date_text(some_day())});
    out += cat({" ", quoted("甲"), " ", quoted(d_.one_of(kinds))});
    for (const field_info& f : declared)
      if (!f.computed && d_.percent(50)) out += cat({" ", f.name, " ", literal_of(f)});
    if (d_.percent(20)) out += cat({w(" title ", " 内容 "), quoted("社区走访")});
    if (d_.percent(20)) out += cat({w(" standing ", " 状态 "), w("reviewed", "初审")});
    if (d_.percent(20)) out += cat({w(" since ", " 起始状态 "), w("claimed", "自评")});
    if (d_.percent(20)) out += cat({w(" id ", " 编号 "), quoted("n1")});
    return out;
  }
  void expectation() {
    const std::string when = d_.one_of(names{"2023", "2023-05", "2023-Q2", "2023-H1", "2023-05-06",
                                             "2023年5月", "2023年", "overall"});
    open(cat({w("expect", "应为"), " ", quoted("甲"), " ", when,
              d_.percent(30) ? cat({w(" on ", " 口径 "), w("claimed", "自评")}) : ""}));
    line(cat({w("total ", "总分 "), number(0, 50, 2)}));
    if (d_.percent(30)) line(cat({w("refused ", "未予计分 "), "1"}));
    if (d_.percent(30)) line(cat({w("rank ", "名次 "), "1"}));
    if (d_.percent(30)) line(cat({w("grade ", "等次 "), quoted("优秀")}));
    if (d_.percent(30))
      line(d_.percent(50) ? cat({w("in ", "属于 "), "先进"})
                          : cat({w("not in ", "不属于 "), "先进"}));
    close();
  }
  /// Comments, blank lines, separators and full-width signs.
  void loosen() {
    names out;
    for (std::string& l : lines) {
      if (d_.percent(8)) out.push_back("");
      if (d_.percent(8))
        out.push_back(d_.percent(50) ? "# 说明：一二三"
                                     : "    # a note, with \"quotes\" { and braces");
      const bool is_clause = l.back() != '{' && l.back() != '}';
      if (is_clause && d_.percent(8)) l += d_.one_of(names{",", ";", "，", "；", "。"});
      if (d_.percent(6)) l += d_.one_of(names{" # 注", "  # see § 3", "#x"});
      out.push_back(l);
    }
    lines = out;
  }

  // --- Grades and lists.

  void grade() {
    const auto& u = coarse_unit();
    names& earlier = grades_[u.unit];
    const std::string name = !earlier.empty() || d_.percent(20) ? fresh() : "";
    earlier.push_back(name);
    open(cat({w("grade ", "等次 "), name.empty() ? "" : cat({name, label(30), " "}), per(u)}));
    int from = d_.between(20, 60);
    for (const std::string& row : names{"优秀", "称职", "基本称职"}) {
      line(cat({quoted(row), w(" from ", " 满 "), from < 0 ? "-" : "",
                number(std::abs(from), std::abs(from), places_),
                d_.percent(15) ? cat({w(" when ", " 当 "), reading()}) : ""}));
      from -= d_.between(10, 30);
      if (d_.percent(30)) break;
    }
    if (d_.percent(20)) line(cat({quoted("暂缓"), w(" when ", " 当 "), reading()}));
    line(cat({quoted("待改进"), w(" otherwise", " 其余")}));
    close();
  }
  void list(const stretch& outer) {
    const auto& u = coarse_unit();
    open(cat({w("list ", "名单 "), fresh(), label(50), " ", per(u)}));
    stretch own = outer;
    if (d_.percent(15)) line(force(outer, own));
    const bool is_cut = d_.percent(80);
    if (is_cut) line(top());
    if (more(20)) line(d_.percent(50) ? "within org_unit" : "范围 单位");
    if (more(20)) line(cat({w("by ", "按 "), w("total", "总分"), ", ", derived()}));
    if (is_cut && d_.percent(30))
      line(d_.percent(50) ? w("ties all", "并列均取") : w("ties none", "并列不取"));
    if (d_.percent(30)) line(cat({w("when ", "当 "), reading(u)}));
    if (d_.percent(40))
      line(cat({w("unless ", "不含 "), d_.percent(50) ? w("vetoed", "被否决") : reading(u)}));
    close();
  }
  std::string top() {
    const std::string head = w("top", "前");
    const bool percent = d_.percent(40);
    const std::string n = percent ? number(1, 100, 0) : number(1, 3, 0);
    return head + " " + n + (percent ? " %" : head == "前" ? " 名" : "");
  }
  /// What a list of that period may call a grade; empty when there is none.
  std::string grade_word(period_unit unit) {
    const names& all = grades_[unit];
    if (all.empty()) return "";
    const bool has_unnamed = all[0].empty();
    const bool by_word =
        has_unnamed ? all.size() == 1 || d_.percent(50) : all.size() == 1 && d_.percent(50);
    return by_word ? w("grade", "等次") : all.back();
  }
  /// A condition on a subject in a period.
  std::string reading() {
    switch (d_.below(5)) {
      case 0:
        return cat({w("total", "总分"), comparison(), number(0, 40, 0)});
      case 3:
        if (d_.percent(50))
          return cat({"100 / ", w("total", "总分"), comparison(), number(1, 20, 0)});
        return cat({w("rank", "名次"), " / (", w("ranked", "参评人数"), " - 2) >= 1"});
      case 1:
        return cat({w("rank", "名次"), comparison(), number(1, 3, 0)});
      case 2:
        return cat({w("rank", "名次"), " * 2 <= ", w("ranked", "参评人数")});
      default:
        return cat({w("not ", "非 "), w("vetoed", "被否决"), w(" and ", " 且 "), w("total", "总分"),
                    " >= ", number(0, 20, 0)});
    }
  }
  std::string reading(const unit_words& u) {
    const std::string grade = d_.percent(25) ? grade_word(u.unit) : "";
    if (grade.empty()) return reading();
    return cat({grade, " == ", quoted(d_.percent(50) ? "优秀" : "待改进")});
  }

  dice& d_;
  const generator_options& o_;
  spelling style_ = spelling::english;
  std::size_t depth_ = 0;
  int names_used_ = 0;
  int places_ = 6;
  names asked_;
  bool unrestricted_only_ = false, may_read_subject_ = false;
  std::string name_;
  std::set<std::string> used_kinds_, kinds_below_;
  std::map<period_unit, names> grades_;  // an empty name: the one without
};

/// Rows, roster and through for a policy.
class streamer {
 public:
  streamer(dice& d, const writer& policy) : d_(d), policy_(policy) {}

  void fill(generated_case& c) {
    subjects_ = names{"甲", "乙", "丙", "丁", "e"};
    subjects_.resize(static_cast<std::size_t>(d_.between(1, 5)));
    if (d_.percent(8))
      for (int i = d_.between(5, 20); i > 0; --i) subjects_.push_back("s" + std::to_string(i));
    for (int i = d_.percent(10) ? d_.between(0, 2) : d_.between(3, 30); i > 0; --i)
      c.rows.push_back(some_row());
    if (d_.below(400) == 0) crowd(c);
    if (!policy_.of_subject.empty() || d_.percent(40)) c.roster = roster();
    if (d_.percent(50)) c.through = dutyscore::day(2022, 12, 1).first + d_.between(0, 500);
  }

 private:
  /// More rows than the engine takes at once.
  void crowd(generated_case& c) {
    for (int i = d_.between(5000, 9000); i > 0; --i) c.rows.push_back(some_row());
  }
  date some_day() {
    const date d = dutyscore::day(2022, 11, 15).first + d_.between(0, 480);
    const auto units = std::vector{period_unit::month, period_unit::quarter, period_unit::year};
    const calendar civil;
    if (d_.percent(30)) return civil.period_of(d, d_.one_of(units))->first - d_.between(0, 1);
    return d_.percent(40) ? civil.period_of(d, period_unit::month)->first + d_.between(0, 3) : d;
  }
  std::string number(const field_info& f) {
    std::string n = d_.percent(60) ? d_.one_of(thresholds) : std::to_string(d_.between(0, 300));
    if (f.type == kind_of::integer) n = n.substr(0, n.find('.'));
    if (d_.percent(f.has_least ? 1 : 12)) n = n == "0" ? n : "-" + n;
    if (f.type == kind_of::decimal && d_.percent(30) && n.find('.') == std::string::npos)
      n += "." + std::to_string(d_.between(1, 99999));
    if (d_.percent(2))
      n = d_.one_of(
          names{"9223372036854", "9223372036855", "1000000000", "4000000000000", "-9223372036854"});
    return n;
  }
  std::string cell(const field_info& f) {
    switch (f.type) {
      case kind_of::integer:
      case kind_of::decimal:
        return number(f);
      case kind_of::text:
        return d_.one_of(f.one_of.empty() || d_.percent(2) ? text_pool : f.one_of);
      case kind_of::date:
        return some_day().to_string();
      default:
        return d_.one_of(names{"yes", "no", "是", "否"});
    }
  }
  row some_row() {
    row r;
    r.subject = d_.one_of(subjects_);
    r.kind = d_.percent(4) ? d_.one_of(kind_pool) : d_.one_of(policy_.kinds);
    r.dated = some_day();
    if (d_.percent(25)) r.end = r.dated + d_.between(d_.percent(5) ? -1 : 0, 12);
    if (d_.percent(25)) r.id = "n" + std::to_string(d_.between(1, d_.percent(30) ? 10 : 100000));
    if (d_.percent(35))
      r.standing = d_.one_of(names{"claimed", "reviewed", "confirmed", "rejected"});
    if (d_.percent(15)) r.since = d_.one_of(names{"claimed", "reviewed", "confirmed"});
    if (r.standing == "rejected") r.reason = "查无此事";
    for (const field_info& f : policy_.declared) fill_cell(f, r);
    return r;
  }
  void fill_cell(const field_info& f, row& r) {
    if (f.computed) return;
    const bool belongs = covers_all(f.kinds, {r.kind});
    if (d_.percent(!belongs ? 1 : f.has_default ? 60 : 99)) r.fields[f.name] = cell(f);
  }
  std::vector<person> roster() {
    std::vector<person> out;
    names all = subjects_;
    if (d_.percent(30)) all.push_back("无活动");
    if (d_.percent(10)) all.erase(all.begin());
    for (const std::string& s : all) out.push_back({s, services()});
    return out;
  }
  std::vector<service> services() {
    std::vector<service> out;
    date next = dutyscore::day(2022, 10, 1).first + d_.between(0, 200);
    const int several = d_.percent(30) ? d_.between(2, 3) : 1;
    for (int i = 0; i < several; ++i) {
      service s;
      if (i > 0 || d_.percent(70)) s.from = next;
      next = next + d_.between(30, 300);
      if (i + 1 < several || d_.percent(25)) s.to = next;
      next = next + d_.between(1, 60);
      if (d_.percent(70)) s.org_unit = d_.one_of(names{"区/甲街道", "区/乙街道", "区"});
      for (const field_info& f : policy_.of_subject)
        if (!f.has_default || d_.percent(70))
          s.fields[f.name] =
              f.type == kind_of::text || f.type == kind_of::flag || f.type == kind_of::date
                  ? sound(f)
                  : std::to_string(d_.between(0, 20));
      out.push_back(s);
    }
    return out;
  }
  std::string sound(const field_info& f) {
    return f.type == kind_of::text && !f.one_of.empty() ? d_.one_of(f.one_of) : cell(f);
  }

  dice& d_;
  const writer& policy_;
  names subjects_;
};

}  // namespace

std::string generated_case::text() const {
  std::string out;
  for (const std::string& line : policy) out += line + "\n";
  return out;
}

generated_case generate(std::uint64_t seed, const generator_options& options) {
  dice d(seed);
  writer policy(d, options);
  policy.policy();
  generated_case c;
  streamer(d, policy).fill(c);
  c.policy = policy.lines;
  return c;
}

std::string describe(const generated_case& c) {
  std::string out;
  for (std::size_t i = 0; i < c.rows.size(); ++i) {
    const row& r = c.rows[i];
    out += "row " + std::to_string(i) + ": " + r.subject + " " + r.kind + " " + r.dated.to_string() + (r.credited ? " credited " + r.credited->to_string() : "");
    if (r.end) out += " to " + r.end->to_string();
    out += " " + r.since + ".." + r.standing + (r.id.empty() ? "" : " id " + r.id);
    for (const auto& [name, text] : r.fields) out += " " + name + "=" + text;
    out += "\n";
  }
  if (c.roster)
    for (const person& p : *c.roster)
      for (const service& s : p.services) {
        out += "roster: " + p.subject + (s.from ? " from " + s.from->to_string() : "") +
               (s.to ? " to " + s.to->to_string() : "") + " " + s.org_unit;
        for (const auto& [name, text] : s.fields) out += " " + name + "=" + text;
        out += "\n";
      }
  out += "through: " + (c.through ? c.through->to_string() : "default") + "\n";
  return out;
}

}  // namespace reference
