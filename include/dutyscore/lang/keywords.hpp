// Every word and sign of the language, in one table: lexer, grammar, printer, messages and
// documentation are all fed from it. Not for users of the library, who need lang/parser.hpp and
// lang/printer.hpp.
//
// A *word* is a role in the grammar; a *spelling* is a text. One spelling may serve several words
// (`from` of a table row is 满, `from` of a field 不小于), so tokens carry spellings and the
// grammar asks whether a spelling fits a word. Immutable; safe to share between threads.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dutyscore/core/config.hpp"

namespace dutyscore::lang {

enum class word_class : unsigned char {
  clause,    // begins a clause wherever it stands outside an expression
  opener,    // begins a clause in some places and continues one in others
  reserved,  // never a name
  unit,      // a period: never a name
  function,  // a function before `(`
  measure,   // after a number, where it means nothing
  type,      // of a field
  column,    // a column with a fixed meaning
  standing,  // how far an activity has come
  plain,     // a keyword that may be a name
  sign,      // punctuation
};

// clang-format off
//  word, class, English, Chinese. An empty spelling: that language does without.
#define DUTYSCORE_WORDS(X)                                                \
  X(policy,        clause,   "policy",           "办法")                  \
  X(in_force,      clause,   "in force",         "施行")                  \
  X(cite,          clause,   "cite",             "依据")                  \
  X(decimals,      clause,   "decimals",         "保留")                  \
  X(year_starts,   clause,   "year starts",      "年度始于")              \
  X(term,          clause,   "term",             "届期")                  \
  X(activity,      clause,   "activity",         "登记")                  \
  X(subject,       opener,   "subject",          "对象")                  \
  X(category,      clause,   "category",         "大类")                  \
  X(indicator,     clause,   "indicator",        "指标")                  \
  X(on,            clause,   "on",               "事项")                  \
  X(accept,        clause,   "accept",           "认定")                  \
  X(award,         clause,   "award",            "计分")                  \
  X(deduct,        clause,   "deduct",           "扣分")                  \
  X(times,         clause,   "times",            "乘以")                  \
  X(once,          clause,   "once",             "只计一次")              \
  X(first,         opener,   "first",            "前")                    \
  X(after,         opener,   "after",            "第")                    \
  X(highest,       clause,   "highest",          "就高")                  \
  X(best,          clause,   "best",             "取高")                  \
  X(cap,           clause,   "cap",              "上限")                  \
  X(floor,         clause,   "floor",            "下限")                  \
  X(base,          clause,   "base",             "基础分")                \
  X(weight,        clause,   "weight",           "权重")                  \
  X(require,       clause,   "require",          "应完成")                \
  X(veto,          clause,   "veto",             "一票否决")              \
  X(effect,        clause,   "effect",           "处理")                  \
  X(grade,         opener,   "grade",            "等次")                  \
  X(list,          clause,   "list",             "名单")                  \
  X(top,           opener,   "top",              "前")                    \
  X(within,        clause,   "within",           "范围")                  \
  X(ties_all,      clause,   "ties all",         "并列均取")              \
  X(ties_none,     clause,   "ties none",        "并列不取")              \
  X(unless,        clause,   "unless",           "不含")                  \
  X(amend,         clause,   "amend from",       "修订")                  \
  X(scenario,      clause,   "scenario",         "算例")                  \
  X(todo,          clause,   "todo",             "待办")                  \
  X(given,         clause,   "given",            "已知")                  \
  X(expect,        clause,   "expect",           "应为")                  \
  X(through,       clause,   "through",          "截至")                  \
  X(when,          opener,   "when",             "当")                    \
  X(by,            opener,   "by",               "按")                    \
  X(from,          reserved, "from",             "")                      \
  X(from_row,      reserved, "from",             "满")                    \
  X(from_field,    reserved, "from",             "不小于")                \
  X(to,            reserved, "to",               "至")                    \
  X(to_field,      reserved, "to",               "不大于")                \
  X(per,           reserved, "per",              "每")                    \
  X(otherwise,     reserved, "otherwise",        "其余")                  \
  X(else_,         reserved, "else",             "否则")                  \
  X(default_,      reserved, "default",          "默认")                  \
  X(one_of,        reserved, "one of",           "限于")                  \
  X(is,            reserved, "is",               "等于")                  \
  X(for_,          reserved, "for",              "用于")                  \
  X(for_periods,   reserved, "for",              "连续")                  \
  X(short_deduct,  reserved, "",                 "每少一次扣")            \
  X(after_tail,    reserved, "",                 "次之后")                \
  X(or_,           reserved, "or",               "或")                    \
  X(and_,          reserved, "and",              "且")                    \
  X(not_,          reserved, "not",              "非")                    \
  X(in,            reserved, "in",               "属于")                  \
  X(not_in,        reserved, "not in",           "不属于")                \
  X(yes,           reserved, "yes",              "是")                    \
  X(no,            reserved, "no",               "否")                    \
  X(per_event,     unit,     "per event",        "每次")                  \
  X(per_day,       unit,     "per day",          "每日")                  \
  X(per_line_day,  unit,     "per day",          "每天")                  \
  X(per_month,     unit,     "per month",        "每月")                  \
  X(per_quarter,   unit,     "per quarter",      "每季度")                \
  X(per_half,      unit,     "per half",         "每半年")                \
  X(per_year,      unit,     "per year",         "每年")                  \
  X(per_term,      unit,     "per term",         "每届")                  \
  X(overall,       unit,     "overall",          "累计")                  \
  X(this_day,      unit,     "day",              "当日")                  \
  X(this_month,    unit,     "month",            "当月")                  \
  X(this_quarter,  unit,     "quarter",          "当季")                  \
  X(this_half,     unit,     "half",             "当半年")                \
  X(this_year,     unit,     "year",             "当年")                  \
  X(this_term,     unit,     "term",             "本届")                  \
  X(event,         unit,     "event",            "")                      \
  X(unit_day,      unit,     "",                 "日")                    \
  X(unit_month,    unit,     "",                 "月")                    \
  X(unit_quarter,  unit,     "",                 "季度")                  \
  X(unit_half,     unit,     "",                 "半年")                  \
  X(unit_year,     unit,     "",                 "年")                    \
  X(points_of,     measure,  "points",           "分")                    \
  X(occasions,     measure,  "",                 "次")                    \
  X(persons,       measure,  "",                 "名")                    \
  X(pieces,        measure,  "",                 "件")                    \
  X(places,        plain,    "",                 "位")                    \
  X(each,          plain,    "each",             "")                      \
  X(marginal,      plain,    "marginal",         "分段")                  \
  X(running,       plain,    "running",          "即时")                  \
  X(rounded_up,    plain,    "rounded up",       "不足进一")              \
  X(rounded_down,  plain,    "rounded down",     "不足不计")              \
  X(rounded_half_up,   plain, "rounded half_up",   "四舍五入")            \
  X(rounded_half_even, plain, "rounded half_even", "四舍六入")            \
  X(exact,         plain,    "exact",            "按比例")                \
  X(up,            plain,    "up",               "不足进一")              \
  X(down,          plain,    "down",             "不足不计")              \
  X(half_up,       plain,    "half_up",          "四舍五入")              \
  X(half_even,     plain,    "half_even",        "四舍六入")              \
  X(void_,         plain,    "void",             "清零")                  \
  X(set_grade,     opener,   "grade",            "定为")                  \
  X(bar,           plain,    "bar",              "取消资格")              \
  X(integer,       type,     "integer",          "整数")                  \
  X(decimal,       type,     "decimal",          "数值")                  \
  X(text,          type,     "text",             "文字")                  \
  X(date,          type,     "date",             "日期")                  \
  X(flag,          type,     "flag",             "是否")                  \
  X(total,         plain,    "total",            "总分")                  \
  X(refused,       plain,    "refused",          "未予计分")              \
  X(unmatched,     plain,    "unmatched",        "未对应")                \
  X(pending,       plain,    "pending",          "待计")                  \
  X(rank,          plain,    "rank",             "名次")                  \
  X(ranked,        plain,    "ranked",           "参评人数")              \
  X(vetoed,        plain,    "vetoed",           "被否决")                \
  X(roster,        plain,    "roster",           "名册")                  \
  X(file,          plain,    "file",             "文件")                  \
  X(on_basis,      plain,    "on",               "口径")                  \
  X(kind,          column,   "kind",             "事项")                  \
  X(end_date,      column,   "end",              "止日")                  \
  X(title,         column,   "title",            "内容")                  \
  X(id,            column,   "id",               "编号")                  \
  X(standing,      column,   "standing",         "状态")                  \
  X(since,         column,   "since",            "起始状态")              \
  X(reason,        column,   "reason",           "理由")                  \
  X(evidence,      column,   "evidence",         "佐证")                  \
  X(credited,      column,   "credited",         "计入日期")              \
  X(name,          column,   "name",             "姓名")                  \
  X(org_unit,      column,   "org_unit",         "单位")                  \
  X(serves_from,   column,   "from",             "任职起")                \
  X(serves_to,     column,   "to",               "任职止")                \
  X(claimed,       standing, "claimed",          "自评")                  \
  X(reviewed,      standing, "reviewed",         "初审")                  \
  X(confirmed,     standing, "confirmed",        "确认")                  \
  X(rejected,      standing, "rejected",         "不予认可")              \
  X(f_min,         function, "min",              "取小")                  \
  X(f_max,         function, "max",              "取大")                  \
  X(f_round,       function, "round",            "舍入")                  \
  X(f_floor,       function, "floor",            "取整")                  \
  X(f_ceil,        function, "ceil",             "进整")                  \
  X(f_abs,         function, "abs",              "绝对值")                \
  X(f_contains,    function, "contains",         "包含")                  \
  X(f_starts_with, function, "starts_with",      "开头为")                \
  X(f_days,        function, "days",             "天数")                  \
  X(f_years,       function, "years",            "周年")                  \
  X(f_months,      function, "months",           "月数")                  \
  X(f_year,        function, "year",             "年份")                  \
  X(f_month,       function, "month",            "月份")                  \
  X(f_day,         function, "day",              "日号")                  \
  X(f_if,          function, "if",               "若")                    \
  X(f_count,       function, "count",            "次数")                  \
  X(f_points,      function, "points",           "得分")                  \
  X(f_sum,         function, "sum",              "合计")                  \
  X(f_previous,    function, "previous",         "上期")                  \
  X(f_ratio,       function, "ratio",            "比率")                  \
  X(f_served,      function, "served",           "任职天数")              \
  X(f_length,      function, "length",           "期长")                  \
  X(f_last_day,    function, "last_day",         "期末日")                \
  X(open_brace,    sign,     "{",                "")                      \
  X(close_brace,   sign,     "}",                "")                      \
  X(open_paren,    sign,     "(",                "")                      \
  X(close_paren,   sign,     ")",                "")                      \
  X(open_bracket,  sign,     "[",                "")                      \
  X(close_bracket, sign,     "]",                "")                      \
  X(comma,         sign,     ",",                "")                      \
  X(semicolon,     sign,     ";",                "")                      \
  X(colon,         sign,     ":",                "")                      \
  X(dot,           sign,     ".",                "")                      \
  X(percent,       sign,     "%",                "")                      \
  X(plus,          sign,     "+",                "")                      \
  X(minus,         sign,     "-",                "")                      \
  X(star,          sign,     "*",                "")                      \
  X(slash,         sign,     "/",                "")                      \
  X(equal,         sign,     "==",               "")                      \
  X(not_equal,     sign,     "!=",               "")                      \
  X(less_equal,    sign,     "<=",               "")                      \
  X(greater_equal, sign,     ">=",               "")                      \
  X(less,          sign,     "<",                "")                      \
  X(greater,       sign,     ">",                "")
// clang-format on

enum class word : unsigned char {
#define DUTYSCORE_WORD_ID(id, cls, en, zh) id,
  DUTYSCORE_WORDS(DUTYSCORE_WORD_ID)
#undef DUTYSCORE_WORD_ID
};

struct word_entry {
  word id;
  word_class kind;
  std::string_view en, zh;
  /// The spelling in that language, or the only one there is.
  constexpr std::string_view in(language lang) const {
    return (lang == language::zh && !zh.empty()) || en.empty() ? zh : en;
  }
};

inline constexpr word_entry words[] = {
#define DUTYSCORE_WORD_ENTRY(id, cls, en, zh) {word::id, word_class::cls, en, zh},
    DUTYSCORE_WORDS(DUTYSCORE_WORD_ENTRY)
#undef DUTYSCORE_WORD_ENTRY
};
inline constexpr std::size_t word_count = sizeof(words) / sizeof(words[0]);

constexpr const word_entry& entry(word w) { return words[static_cast<std::size_t>(w)]; }

/// A text of the table, by the first word that is spelt so: twice its index, one more for Chinese.
using spelling = std::uint16_t;
inline constexpr spelling no_spelling = 0xFFFF;

constexpr bool is_chinese(spelling s) { return s % 2 == 1; }
constexpr const word_entry& first_word(spelling s) { return words[s / 2]; }
constexpr std::string_view text_of(spelling s) {
  return is_chinese(s) ? first_word(s).zh : first_word(s).en;
}

/// The spelling that is exactly this text.
std::optional<spelling> find_spelling(std::string_view text);

/// For each word and language the spelling that it shares, and for each spelling the classes that
/// it serves.
struct spelling_table {
  spelling of[word_count][2] = {};
  std::uint16_t classes[2 * word_count] = {};

  constexpr spelling_table() {
    for (std::size_t i = 0; i < word_count; ++i) {
      add(i, 0);
      add(i, 1);
    }
  }

 private:
  static constexpr std::string_view text(std::size_t i, std::size_t lang) {
    return lang == 0 ? words[i].en : words[i].zh;
  }
  constexpr void add(std::size_t i, std::size_t lang) {
    std::size_t first = 0;
    while (text(first, lang) != text(i, lang)) ++first;
    const bool none = text(i, lang).empty();
    of[i][lang] = none ? no_spelling : static_cast<spelling>(2 * first + lang);
    if (!none)
      classes[of[i][lang]] = static_cast<std::uint16_t>(classes[of[i][lang]] |
                                                        1u << static_cast<unsigned>(words[i].kind));
  }
};
inline constexpr spelling_table spellings{};

/// Does this spelling serve that word?
constexpr bool fits(spelling s, word w) {
  return s != no_spelling && spellings.of[static_cast<std::size_t>(w)][s % 2] == s;
}

/// Does it serve some word of that class?
constexpr bool fits(spelling s, word_class c) {
  return s != no_spelling && (spellings.classes[s] >> static_cast<unsigned>(c) & 1u) != 0;
}

/// The word of that class that it serves.
std::optional<word> word_as(spelling s, word_class c);

/// May nothing be named so? (Words that begin clauses, operators, periods, `from to by per when
/// …`.)
bool is_reserved(spelling s);

/// The Chinese spellings that begin with this character, longest first.
std::span<const spelling> chinese_spellings(char32_t first);

/// Is there a spelling of two English words that ends with this one?
bool is_second_word(std::string_view text);

/// All keywords of a language that begin a clause; candidates for "did you mean".
std::span<const std::string> clause_words();

/// The table as Markdown, one row per word: what docs/language.md shows.
std::string keyword_table();

}  // namespace dutyscore::lang

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/lang/keywords.ipp"
#endif
