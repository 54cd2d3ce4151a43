#pragma once

#include "dutyscore/report/words.hpp"

namespace dutyscore::words {
namespace detail {

struct unit_words {
  period_unit unit;
  std::string_view code, per_zh, this_zh;
};
inline constexpr unit_words units[] = {
    {period_unit::day, "day", "每日", "当日"},
    {period_unit::month, "month", "每月", "当月"},
    {period_unit::quarter, "quarter", "每季度", "当季"},
    {period_unit::half, "half", "每半年", "当半年"},
    {period_unit::year, "year", "每年", "本年"},
    {period_unit::term, "term", "每届", "本届"},
    {period_unit::overall, "overall", "累计", "累计"},
};

DUTYSCORE_INLINE const unit_words& words_of(period_unit unit) {
  return units[static_cast<std::size_t>(unit)];
}

DUTYSCORE_INLINE message limit_words(std::string_view en, std::string_view zh, const limit& l) {
  const message of_period = per(l.per);
  if (l.computed != none)
    return {std::string(en) + " " + of_period.en, of_period.zh + std::string(zh)};
  const message amount = points(l.points);
  return {std::string(en) + " of " + amount.en + " " + of_period.en,
          of_period.zh + std::string(zh) + amount.zh};
}

/// `by place, cause`, 按地点、事由.
DUTYSCORE_INLINE message by_fields(const policy_data& p, const std::vector<std::uint32_t>& by) {
  message out;
  for (std::uint32_t f : by) {
    const std::string& label = p.fields[f].declared.label;
    out.en += (out.en.empty() ? " by " : ", ") + label;
    out.zh += (out.zh.empty() ? "按" : "、") + label;
  }
  return out;
}

DUTYSCORE_INLINE std::string absolute(decimal p) {
  std::string text = p.to_string();
  if (text.front() == '-') text.erase(0, 1);
  return text;
}

}  // namespace detail

DUTYSCORE_INLINE message of(basis on) {
  const standing_name& name = standing_names[static_cast<std::size_t>(on)];
  return {std::string(name.en), std::string(name.zh)};
}

DUTYSCORE_INLINE std::string_view code_of(basis on) {
  return standing_names[static_cast<std::size_t>(on)].en;
}

DUTYSCORE_INLINE std::string_view code_of(entry_kind kind) {
  static constexpr std::string_view codes[] = {
      "line",    "event_cap", "selection", "keyed_limit", "period_line", "highest",
      "base",    "floor",     "cap",       "weight",      "veto"};
  return codes[static_cast<std::size_t>(kind)];
}

DUTYSCORE_INLINE std::string_view code_of(value_type type) {
  static constexpr std::string_view codes[] = {"integer", "decimal", "text", "date", "flag"};
  return codes[static_cast<std::size_t>(type)];
}

DUTYSCORE_INLINE std::string_view code_of(period_unit unit) { return detail::words_of(unit).code; }

DUTYSCORE_INLINE message per(period_unit unit) {
  const detail::unit_words& w = detail::words_of(unit);
  const bool overall = unit == period_unit::overall;
  return {(overall ? "" : "per ") + std::string(w.code), std::string(w.per_zh)};
}

DUTYSCORE_INLINE message short_name(const period& p) {
  std::string zh = p.to_text(language::zh);
  if (p.unit == period_unit::year) zh = "全年";
  if (const auto after_year = zh.find("年");
      p.unit < period_unit::year && after_year != std::string::npos)
    zh = zh.substr(after_year + std::string_view("年").size());
  if (p.unit == period_unit::month) zh += "份";
  return {p.to_string(), zh};
}

DUTYSCORE_INLINE std::string day_text(date d, language lang, bool with_year) {
  if (with_year) return d.to_text(lang);
  if (lang == language::en) return d.to_string().substr(5);
  const civil c = to_civil(d);
  return std::to_string(c.month) + "月" + std::to_string(c.day) + "日";
}

DUTYSCORE_INLINE std::string days_text(date first, date last, language lang, bool with_year) {
  const std::string begin = day_text(first, lang, with_year);
  if (first == last) return begin;
  const civil a = to_civil(first), b = to_civil(last);
  if (lang == language::en)
    return begin + ".." + day_text(last, lang, with_year || a.year != b.year);
  const bool same_month = a.year == b.year && a.month == b.month;
  return begin + "至" +
         (same_month ? std::to_string(b.day) + "日" : day_text(last, lang, a.year != b.year));
}

DUTYSCORE_INLINE message points(decimal p) {
  const std::string number = p.to_string();
  return {number + (number == "1" || number == "-1" ? " point" : " points"), number + "分"};
}

DUTYSCORE_INLINE message change(decimal p, entry_kind by) {
  const bool negative = p < decimal{};
  const bool earned = by == entry_kind::line || by == entry_kind::base ||
                      by == entry_kind::period_line;
  const std::string_view verb = earned ? (negative ? "扣" : "计") : (negative ? "调减" : "调增");
  return {(negative ? "" : "+") + p.to_string(), std::string(verb) + detail::absolute(p) + "分"};
}

DUTYSCORE_INLINE message cap(const limit& l, bool of_deductions) {
  if (of_deductions) return detail::limit_words("cap on deductions", "扣分上限", l);
  return detail::limit_words("cap", "上限", l);
}

DUTYSCORE_INLINE message floor(const limit& l) { return detail::limit_words("floor", "下限", l); }

DUTYSCORE_INLINE message keyed_limit(const policy_data& p, const dutyscore::keyed_limit& l,
                                     bool of_deductions) {
  const message by = detail::by_fields(p, l.by), whole = l.is_cap ? cap(l, of_deductions) : floor(l);
  const std::string zh_per = per(l.per).zh;
  return {whole.en + by.en, zh_per + by.zh + whole.zh.substr(zh_per.size())};
}

DUTYSCORE_INLINE message selection(const policy_data& p, const dutyscore::selection& s) {
  const message of_period = per(s.per), by = detail::by_fields(p, s.by);
  const bool is_one = s.computed == none && s.n == decimal::of(1);
  const std::string n = s.computed == none ? s.n.to_string() : "N";
  message what;
  switch (s.kind) {
    case selection_kind::first:
      what = is_one ? message{"once", "只计一次"} : message{"first " + n, "前" + n + "次"};
      break;
    case selection_kind::after:
      what = {"after " + n, "第" + n + "次之后"};
      break;
    case selection_kind::best:
      what = is_one ? message{"highest", "就高"} : message{"best " + n, "取高" + n + "次"};
      break;
  }
  return {what.en + " " + of_period.en + by.en, of_period.zh + by.zh + what.zh};
}

DUTYSCORE_INLINE message period_line(const dutyscore::period_line& l) {
  if (!l.label.empty()) return {l.label, l.label};
  const message of_period = per(l.per);
  if (l.required) {
    const message each = points(l.required->each);
    const std::string n = l.required->n.to_string();
    return {"requires " + n + " " + of_period.en + ", " + each.en + " for each missing",
            of_period.zh + "应完成" + n + "次，每少一次扣" + each.zh};
  }
  return {(l.is_deduction ? "deduction " : "award ") + of_period.en,
          of_period.zh + (l.is_deduction ? "扣分" : "计分")};
}

DUTYSCORE_INLINE message highest(const dutyscore::highest& h) {
  const message of_period = per(h.per);
  return {"highest " + of_period.en, of_period.zh + "就高"};
}

DUTYSCORE_INLINE message weight(const dutyscore::weight& w) {
  std::string factor = w.numerator.to_string();
  if (w.divisor != decimal::of(1)) factor += "/" + w.divisor.to_string();
  return {"weight " + factor, "权重" + factor};
}

DUTYSCORE_INLINE message base(const dutyscore::base& b) {
  const message of_period = per(b.per);
  const message amount = b.computed == none ? points(b.points) : message{};
  message out{amount.en.empty() ? "base " + of_period.en
                                : "base of " + amount.en + " " + of_period.en,
              of_period.zh + "基础分" + amount.zh};
  if (!b.label.empty()) out = {b.label + " (" + out.en + ")", b.label + "（" + out.zh + "）"};
  return out;
}

DUTYSCORE_INLINE message event_cap(decimal most) {
  const message amount = points(most);
  return {"cap of " + amount.en + " per event", "每次上限" + amount.zh};
}

DUTYSCORE_INLINE message veto(const dutyscore::veto& v) {
  message out{"veto: " + v.label, "一票否决：" + v.label};
  for (const effect& e : v.effects) {
    if (e.kind != effect_kind::void_points) continue;
    const detail::unit_words& w = detail::words_of(e.per);
    out.en += e.per == period_unit::overall ? " (void)" : " (void for the " + std::string(w.code) + ")";
    out.zh += "（" + std::string(w.this_zh) + "清零）";
  }
  return out;
}

DUTYSCORE_INLINE message value(const cell_value& v, value_type type) {
  if (type == value_type::flag) return v.number ? message{"yes", "是"} : message{"no", "否"};
  const std::string text = type == value_type::text ? v.text
                           : type == value_type::date
                               ? date::from_days(static_cast<std::int32_t>(v.number)).to_string()
                               : decimal::from_millionths(v.number).to_string();
  return {text, text};
}

DUTYSCORE_INLINE message join(const message& a, const message& between, const message& b) {
  return {a.en + between.en + b.en, a.zh + between.zh + b.zh};
}

}  // namespace dutyscore::words
