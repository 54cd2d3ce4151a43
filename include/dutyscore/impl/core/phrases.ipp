// The wording of what stands beside the sentences of messages.ipp: captions of places, hints, names
// of things.
#pragma once

#include "dutyscore/impl/core/messages.ipp"

namespace dutyscore {
namespace detail {

struct phrase_entry {
  std::string_view id, en, zh;
};

// Sorted by id.
inline constexpr phrase_entry phrases[] = {
    {"a category", "a category", "大类"},
    {"a list", "a list", "名单"},
    {"a policy", "a policy", "办法"},
    {"a veto", "a veto", "一票否决"},
    {"add otherwise", "add the row, or “otherwise”", "请补上该行，或者写“其余”"},
    {"an expression", "an expression", "算式"},
    {"an indicator", "an indicator", "指标"},
    {"award per period", "{0} per period", "按期间{0}"},
    {"bracket begins", "a bracket begins here", "此档从这里开始"},
    {"cell from", "a number with “from”", "“满”某数"},
    {"computed limit", "{0} with a computed number", "{0}（数值为算式）"},
    {"computed subject field", "computed field of a subject", "对象的计算字段"},
    {"declared for kinds", "declared for some kinds here", "在此限定了事项"},
    {"declared here", "declared here", "在此声明"},
    {"effect bar", "effect bar", "处理 取消资格"},
    {"effect grade", "effect grade", "处理 定为"},
    {"end with otherwise", "end with a row “otherwise”", "请以“其余”一行结尾"},
    {"fields are of activities",
     "fields belong to activities; a grade or a list is about a subject in a period",
     "字段属于单次登记，而等次和名单针对某期间内的对象"},
    {"first here", "first here", "首次出现在此"},
    {"from here", "from", "起"},
    {"holds always", "this row takes everybody", "此行已包括所有人"},
    {"label of", "“{0}” is the name, this is its label", "名称是“{0}”，此处写的是标签"},
    {"limit by field", "{0} by a field", "{0}（按字段分别）"},
    {"marginal table", "by marginal", "按 分段"},
    {"other value here", "another value", "其他值"},
    {"overall", "{0} overall", "累计{0}"},
    {"part of circle", "which needs this", "它又取决于此"},
    {"per term", "{0} per term", "每届{0}"},
    {"round to integer", "floor, ceil or round(…, 0) make a whole number",
     "可用“取整”“进整”或者“舍入(…, 0)”化为整数"},
    {"subject in a list", "{0} in a grade or a list", "等次、名单中的{0}"},
    {"takes them before", "this row takes them before", "此行已先包括"},
    {"the key", "the key", "查表依据"},
    {"the row above", "the row above", "上一行"},
    {"type date", "a date", "日期"},
    {"type decimal", "a decimal number", "数值"},
    {"type flag", "yes or no", "是否"},
    {"type integer", "a whole number", "整数"},
    {"type number", "a number", "数"},
    {"type text", "a text", "文字"},
    {"write a step rounding", "add rounded up, rounded down, rounded half_up or exact",
     "请加上“不足进一”“不足不计”“四舍五入”或者“按比例”"},
    {"write cap", "write “cap”: the most that can be deducted", "请写“上限”，即最多扣多少"},
    {"write subject", "a field of the subject: write “subject.{0}”",
     "这是对象的字段，请写“对象.{0}”"},
    {"write the name of a grade", "give the grades names and write one of these",
     "请给等次命名，并写其名称"},
};

}  // namespace detail

DUTYSCORE_INLINE message phrase(std::string_view id,
                                std::initializer_list<message_argument> arguments) {
  const auto found =
      std::lower_bound(std::begin(detail::phrases), std::end(detail::phrases), id,
                       [](const detail::phrase_entry& e, std::string_view i) { return e.id < i; });
  if (found == std::end(detail::phrases) || found->id != id)
    throw std::invalid_argument("dutyscore: there is no phrase " + std::string(id));
  return {detail::fill(found->en, arguments, language::en),
          detail::fill(found->zh, arguments, language::zh)};
}

}  // namespace dutyscore
