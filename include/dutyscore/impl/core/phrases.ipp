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
    {"add otherwise", "add the row, or “otherwise”", "请补上该行，或者写“其余”"},
    {"after N", "after", "第 N 次之后"},
    {"among these rows", "among the rows with this", "在此项之下"},
    {"award per period", "{0} per period", "按期间{0}"},
    {"bracket begins", "a bracket begins here", "此档从这里开始"},
    {"cell at least", "at least {0}", "不小于{0}"},
    {"cell at most", "at most {0}", "不大于{0}"},
    {"cell between", "from {0} to {1}", "不小于{0}且不大于{1}"},
    {"cell from", "a number with “from”", "“满”某数"},
    {"cell integer", "a whole number such as 12", "整数，如12"},
    {"cell leave empty", "leave the cell empty", "请将该单元格留空"},
    {"cell no separators", "write thousands without separators: 1234",
     "数值中不要写千位分隔符，如1234"},
    {"cell number", "a number such as 12 or 12.5", "数值，如12或12.5"},
    {"computed limit", "{0} with a computed number", "{0}（数值为算式）"},
    {"computed subject field", "computed field of a subject", "对象的计算字段"},
    {"csv also", "also in this row: {0}", "本行另有：{0}"},
    {"csv before end", "before the end of the text", "直到文末"},
    {"csv comma", "cells are separated by commas (,)", "单元格之间用半角逗号（,）分隔"},
    {"csv first row", "the first row must hold the names of the columns: {0}",
     "第一行必须是表头，列名包括：{0}"},
    {"csv ignore column", "a column that is for people only is left out with --ignore-column “{0}”",
     "如该列仅供人查看，可用--ignore-column “{0}”略过"},
    {"csv quote commas",
     "a cell that holds a comma or a line break needs quotation marks around it",
     "含有逗号或换行的单元格要用半角双引号括起来"},
    {"csv save as utf8", "save the table as “CSV UTF-8”", "请将表格另存为“CSV UTF-8（逗号分隔）”"},
    {"csv within limit", "within {0} bytes", "在{0}字节之内"},
    {"declared for kinds", "declared for some kinds here", "在此限定了事项"},
    {"declared here", "declared here", "在此声明"},
    {"effect bar", "effect bar", "处理 取消资格"},
    {"effect grade", "effect grade", "处理 定为"},
    {"end with otherwise", "end with a row “otherwise”", "请以“其余”一行结尾"},
    {"fields are of activities",
     "fields belong to activities; a grade or a list is about a subject in a period",
     "字段属于单次登记，而等次和名单针对某期间内的对象"},
    {"first N", "first", "前 N 次"},
    {"first here", "first here", "首次出现在此"},
    {"from here", "from", "起"},
    {"holds always", "this row takes everybody", "此行已包括所有人"},
    {"in brackets", " ({0})", "（{0}）"},
    {"label of", "“{0}” is the name, this is its label", "名称是“{0}”，此处写的是标签"},
    {"limit by field", "{0} by a field", "{0}（按字段分别）"},
    {"marginal table", "by marginal", "按 分段"},
    {"other value here", "another value", "其他值"},
    {"overall", "{0} overall", "累计{0}"},
    {"part of circle", "which needs this", "它又取决于此"},
    {"per term", "{0} per term", "每届{0}"},
    {"round to integer", "floor, ceil or round(…, 0) make a whole number",
     "可用“取整”“进整”或者“舍入(…, 0)”化为整数"},
    {"scenario and", "{0}, {1}", "{0}、{1}"},
    {"scenario ask grade", "“{0}” is a grade: write {0} grade \"…\"",
     "“{0}”是等次，请写 {0} 等次 “……”"},
    {"scenario ask list", "“{0}” is a list: write in {0} or not in {0}",
     "“{0}”是名单，请写 属于 {0} 或 不属于 {0}"},
    {"scenario default",
     "a field that only some kinds need is declared with “for”, or gets a “default”",
     "只有某些事项才用的字段，请声明“用于”哪些事项，或者给出“默认”值"},
    {"scenario figure", "a figure", "有结果"},
    {"scenario figure of", "“{0}” {1}, {2}", "“{0}”{1}，{2}"},
    {"scenario figure on", "“{0}” {1} on {3}, {2}", "“{0}”{1}（{3}口径），{2}"},
    {"scenario line", "{0}: {1}", "{0}：{1}"},
    {"scenario list", "list {0}", "名单 {0}"},
    {"scenario list of", "list {0} {1}", "{1}名单 {0}"},
    {"scenario listed", "on it", "在名单上"},
    {"scenario nobody", "nobody", "无人"},
    {"scenario not listed", "not on it", "不在名单上"},
    {"scenario not ranked", "not ranked: does not serve in this period",
     "不参加排名：该期间内不任职"},
    {"scenario nothing refused", "nothing is refused on this day", "当日没有未予计分的事项"},
    {"scenario rank", "rank {0}", "第{0}名"},
    {"scenario ranked", "a place in the ranking", "参加排名"},
    {"scenario refused", "refused: {0}", "未予计分：{0}"},
    {"scenario roster row", "\"SUBJECT\" from DATE to DATE, and then the fields",
     "“对象” 任职起 日期 任职止 日期，然后才是字段"},
    {"scenario row", "DATE to DATE \"SUBJECT\" \"KIND\", and then the fields",
     "日期 至 日期 “对象” “事项”，然后才是字段"},
    {"scenario standing", "claimed, reviewed, confirmed or rejected", "自评、初审、确认或不予认可"},
    {"scenario unmatched", "no indicator takes it", "没有对应的指标"},
    {"scenario veto",
     "“{0}” is a veto: it has no points of its own, it lowers those of the block around it",
     "“{0}”是一票否决，自身没有得分，它减的是所在一级的得分"},
    {"scenario waiting", "not on this basis", "未计入该口径"},
    {"schema column", "column", "列"},
    {"schema empty", "when empty", "留空则为"},
    {"schema kinds", "only for", "只用于"},
    {"schema label", "label", "标题"},
    {"schema required", "(required)", "（必填）"},
    {"schema type", "type", "类型"},
    {"schema values", "values", "取值"},
    {"see help", "the options: {0}", "选项见：{0}"},
    {"stands in file", "the first one stands in {0}", "前一个在{0}"},
    {"subject in a list", "{0} in a grade or a list", "等次、名单中的{0}"},
    {"takes them before", "this row takes them before", "此行已先包括"},
    {"the key", "the key", "查表依据"},
    {"the row above", "the row above", "上一行"},
    {"todo cannot run", "cannot run yet", "尚不能运行"},
    {"todo fails", "not yet: {0}", "尚有{0}项不成立"},
    {"todo holds", "holds by now: drop “todo”", "已全部成立，可去掉“待办”"},
    {"top N", "top", "前 N 名"},
    {"type date", "a date", "日期"},
    {"type decimal", "a decimal number", "数值"},
    {"type flag", "yes or no", "是否"},
    {"type integer", "a whole number", "整数"},
    {"type number", "a number", "数"},
    {"type standing", "a standing", "状态"},
    {"type text", "a text", "文字"},
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
