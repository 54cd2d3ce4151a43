#pragma once

#include "dutyscore/core/messages.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace dutyscore {
namespace detail {

// Sorted by code. A section belongs to one floor; new codes go to the end of their section.
inline constexpr message_entry messages[] = {
    // DS01xx: text and grammar (lang/)
    {"DS0101", severity::error, "the text is not UTF-8 from here on: save the file as UTF-8", "文本自此处起不是 UTF-8 编码：请将文件另存为 UTF-8"},
    {"DS0102", severity::error, "a NUL byte: this is not a text file", "含有空字节（NUL）：这不是文本文件"},
    {"DS0103", severity::error, "the text has {0} bytes, more than the limit of {1} (parse_limits::bytes)", "文本共 {0} 字节，超过上限 {1} 字节（parse_limits::bytes）"},
    {"DS0104", severity::error, "“{0}” means nothing outside a text or a comment", "“{0}”在引号与注释之外没有意义"},
    {"DS0105", severity::error, "the text is not closed on its line: expected {0}", "文字未在本行内结束：缺少 {0}"},
    {"DS0106", severity::error, "the number {0} is too large: the largest is 9223372036854.775807", "数 {0} 过大：最大为 9223372036854.775807"},
    {"DS0107", severity::error, "the number {0} has more than six decimals", "数 {0} 的小数超过六位"},
    {"DS0108", severity::error, "there is no such day or period: {0}", "没有这一天或这一期间：{0}"},
    {"DS0109", severity::error, "“{0}” is neither a number nor a name: a name does not begin with a digit", "“{0}”既不是数也不是名称：名称不能以数字开头"},
    {"DS0110", severity::error, "expected {0}, found {1}", "此处应为{0}，现为{1}"},
    {"DS0111", severity::error, "{0} begins no clause", "{0}不是子句的开头"},
    {"DS0112", severity::error, "`{0}` cannot stand in {1}", "“{0}”不能写在{1}中"},
    {"DS0113", severity::error, "`}` is missing: {0} is not closed", "缺少“}”：{0}没有结束"},
    {"DS0114", severity::error, "this `}` closes nothing", "此“}”没有对应的“{”"},
    {"DS0115", severity::error, "nested deeper than {0} levels (parse_limits::depth)", "嵌套超过 {0} 层（parse_limits::depth）"},
    {"DS0116", severity::error, "“{0}” divides into keywords and numbers ({1}) and cannot be a name", "“{0}”可拆成关键词和数（{1}），不能用作名称"},
    {"DS0117", severity::error, "“{0}” is a keyword and cannot be a name", "“{0}”是关键词，不能用作名称"},
    {"DS0118", severity::error, "there is neither a policy nor a scenario in this text", "文本中既没有办法也没有算例"},
    {"DS0119", severity::error, "stopped after {0} mistakes (parse_limits::errors)", "已发现 {0} 处错误，不再继续（parse_limits::errors）"},
    {"DS0120", severity::error, "there is no function “{0}”", "没有“{0}”这个函数"},
    {"DS0121", severity::error, "more than {0} clauses, rows and expressions (parse_limits::nodes)", "子句、行和表达式合计超过 {0} 个（parse_limits::nodes）"},
    {"DS0122", severity::error, "the block that begins here is not closed: {0} is missing on a line of its own", "此处开始的代码块没有结束：缺少独占一行的 {0}"},
    {"DS0123", severity::error, "a block of the policy stands at the margin: at most three spaces before it, and no mark of a quotation or a list", "办法的代码块应顶格书写：前面最多三个空格，且不能在引用或列表的符号之后"},
    {"DS0124", severity::error, "“{0}” means nothing after `duty`: a block is ```duty, a part of the policy, or ```duty ignore, for reading only", "“duty”之后不能写“{0}”：```duty 是办法的一部分，```duty ignore 仅供阅读"},
    {"DS0125", severity::error, "there is no ```duty block in this text", "文本中没有 ```duty 代码块"},
    {"DS0126", severity::error, "what begins in one block cannot go on in another: only what stands between `{` and `}` can", "一个代码块中开始的内容不能在另一个代码块中继续，只有“{”与“}”之间的各项可以分写"},
    {"DS0127", severity::error, "texts stand in \"…\" or “…”, not in {0}…{1}", "文字用 \"…\" 或 “…” 括起，不用 {0}…{1}"},
    {"DS0128", severity::error, "“{0}” is read as one name", "“{0}”被看作一个名称"},
    {"DS0129", severity::error, "the text is empty, which means nothing here", "此处的文字不能为空"},

    // DS02xx: policy (policy/)
    {"DS0202", severity::error, "no field is called “{0}”", "没有名为“{0}”的字段"},
    {"DS0204", severity::error, "“{0}” means nothing in a grade or a list", "“{0}”在等次和名单中没有含义"},
    {"DS0205", severity::error, "the subject block has no field called “{0}”", "“对象”中没有名为“{0}”的字段"},
    {"DS0206", severity::error, "the column “{0}” is for people to read: rules cannot read it", "“{0}”列供人阅读，规则不能读取"},
    {"DS0207", severity::error, "no indicator or veto is on the kind “{0}”", "没有指标或者一票否决针对事项“{0}”"},
    {"DS0208", severity::error, "“{0}.{1}” is not a value: only fields of the subject are read with a dot", "“{0}.{1}”不是可用的值：只有对象的字段用点号读取"},
    {"DS0209", severity::error, "the name “{0}” is already taken in this policy", "名称“{0}”在本办法中已被使用"},
    {"DS0210", severity::error, "there is already a field called “{0}”", "已有名为“{0}”的字段"},
    {"DS0211", severity::error, "two fields would head their columns “{0}”", "有两个字段的列标题同为“{0}”"},
    {"DS0213", severity::error, "“{0}” is a column with a fixed meaning and cannot be a field", "“{0}”是固定含义的列，不能用作字段"},
    {"DS0214", severity::error, "“{0}” is a word of results and cannot be the name of a block", "“{0}”是表示结果的词，不能用作名称"},
    {"DS0215", severity::error, "there is already a policy called “{0}”", "已有名为“{0}”的办法"},
    {"DS0216", severity::error, "“{0}” could be any of several grades of this period", "本期有多个等次，无法确定“{0}”指哪一个"},
    {"DS0217", severity::error, "there is no grade of this period that “{0}” could be", "本期没有设等次，“{0}”无所指"},
    {"DS0218", severity::error, "activities of the kind “{0}” do not come here", "此处不会出现事项“{0}”"},
    {"DS0220", severity::error, "{0} stands here, but {1} is expected", "此处是{0}，应为{1}"},
    {"DS0221", severity::error, "{0} and {1} cannot be compared", "{0}与{1}不能比较"},
    {"DS0222", severity::error, "“{0}” is for numbers and dates, not for {1}", "“{0}”只用于数和日期，不能用于{1}"},
    {"DS0223", severity::error, "division by zero", "除数为零"},
    {"DS0224", severity::error, "“{0}” takes neither `when` nor `otherwise`", "“{0}”不能带“当”或者“其余”"},
    {"DS0225", severity::error, "“{0}” is not one of the values that can occur here", "“{0}”不在此处可能取的值之内"},
    {"DS0226", severity::error, "“{0}” takes {1} argument(s), not {2}", "“{0}”应有{1}个参数，现有{2}个"},
    {"DS0227", severity::error, "the places of a rounding are a whole number from 0 to 6, not “{0}”", "舍入的位数应为0至6的整数，不能是“{0}”"},
    {"DS0228", severity::error, "the field “{0}” belongs to some kinds only, and activities of any kind may come here", "字段“{0}”只属于部分事项，而此处可能出现任何事项"},
    {"DS0229", severity::error, "the field “{0}” does not belong to the kind “{1}”, which may come here", "字段“{0}”不属于事项“{1}”，而此处可能出现该事项"},
    {"DS0230", severity::error, "“{0}” is not a way of rounding: half_even, half_up, up or down", "“{0}”不是舍入方式，应为四舍六入、四舍五入、不足进一或者不足不计"},
    {"DS0231", severity::error, "{1} stands here, but the other values are {0}", "此处是{1}，而其他值是{0}"},
    {"DS0232", severity::error, "nested more than {0} deep", "嵌套超过{0}层"},
    {"DS0233", severity::error, "the policy counts “per term” here, but is in force on days of no term", "办法在此按届计，而施行期内有不属于任何一届的日子"},
    {"DS0235", severity::error, "a year starts on the first of a month", "年度应始于某月1日"},
    {"DS0236", severity::error, "a term begins on the first of a month, not on {0}", "一届应始于某月1日，不能始于{0}"},
    {"DS0237", severity::error, "a term ends on the last day of a month, not on {0}", "一届应止于某月最后一日，不能止于{0}"},
    {"DS0238", severity::error, "the terms “{0}” and “{1}” have days in common", "“{0}”与“{1}”两届的日期有重叠"},
    {"DS0239", severity::error, "the policy has no terms to count by", "办法没有写明届期，无从按届计"},
    {"DS0240", severity::error, "the table has no row for {0}", "表中没有对应于{0}的行"},
    {"DS0242", severity::error, "{0} lies inside a bracket of the same table", "{0}已落在同一表的某一档之内"},
    {"DS0243", severity::error, "a row with these cells stands above", "上面已有相同条件的行"},
    {"DS0244", severity::error, "no value reaches this cell", "没有值能落入此格"},
    {"DS0245", severity::error, "brackets ascend: {0} comes after {1}", "各档应由低到高：{0}排在{1}之后"},
    {"DS0246", severity::error, "a row needs {0} cell(s), one for each key, but has {1}", "每行应有{0}格，与各项依据一一对应，现有{1}格"},
    {"DS0247", severity::error, "the key of a table is a text or a number, not {0}", "查表的依据应为文字或者数，不能是{0}"},
    {"DS0248", severity::error, "the cell is {0}, but the key is {1}", "此格是{0}，而查表的依据是{1}"},
    {"DS0249", severity::error, "a table has at most {0} keys", "一张表最多有{0}项依据"},
    {"DS0250", severity::error, "the default {0} is outside the bounds of “{1}”", "默认值{0}超出“{1}”的范围"},
    {"DS0251", severity::error, "the bounds are the wrong way round: from {0} to {1}", "范围上下颠倒：不小于{0}，不大于{1}"},
    {"DS0252", severity::error, "only numbers have bounds, but “{0}” is {1}", "只有数可以限定大小，而“{0}”是{1}"},
    {"DS0253", severity::error, "“{0}” is listed twice", "“{0}”重复列出"},
    {"DS0254", severity::error, "only texts are “one of”, but “{0}” is {1}", "只有文字可以“限于”若干值，而“{0}”是{1}"},
    {"DS0255", severity::error, "“{0}” is a column of the roster and cannot be computed", "“{0}”是名册中的列，不能是算出来的"},
    {"DS0256", severity::error, "“{0}” is of subjects, who have no kind", "“{0}”是对象的字段，对象没有事项之分"},
    {"DS0257", severity::error, "these fields are computed in a circle: {0}", "字段循环计算：{0}"},
    {"DS0261", severity::error, "“{0}” may stand here only once", "“{0}”在此只能写一次"},
    {"DS0262", severity::error, "“{0}” needs a clause “{1}”", "“{0}”缺少“{1}”"},
    {"DS0264", severity::error, "from {0} to {1}: the end comes before the beginning", "{0}至{1}：终止早于开始"},
    {"DS0265", severity::error, "this is outside the days on which what holds it is in force ({0} to {1})", "不在所属部分的施行期（{0}至{1}）之内"},
    {"DS0268", severity::error, "decimals are a whole number from 0 to 6, not {0}", "保留的位数应为0至6的整数，不能是{0}"},
    {"DS0271", severity::error, "the step of “per N FIELD” is a number above 0, not “{0}”", "“每 N 字段”中的 N 应为大于0的数，不能是“{0}”"},
    {"DS0272", severity::error, "a limit per event belongs to an indicator", "每次的上限只能写在指标中"},
    {"DS0273", severity::error, "a cap is at least 0, not {0}", "上限不得小于0，不能是{0}"},
    {"DS0274", severity::error, "a floor is at most 0, not {0}", "下限不得大于0，不能是{0}"},
    {"DS0275", severity::error, "“{0}” only deducts and so counts in deducted points: a floor does nothing there", "“{0}”只扣分，按所扣的分计数，下限在此不起作用"},
    {"DS0276", severity::error, "{0} has {1} decimals, but points have {2}", "{0}有{1}位小数，而分值只保留{2}位"},
    {"DS0277", severity::error, "only a bar lasts “for” several periods: other effects are of their own period", "只有取消资格可以“连续”数期，其他处理只及于本期"},
    {"DS0278", severity::error, "there is already a “{0}” of this period", "本期间已有“{0}”"},
    {"DS0279", severity::error, "“{0}” has no label: only lines and bases have one", "“{0}”不带说明文字，只有计分、扣分和基础分可以带"},
    {"DS0280", severity::error, "the grade has no last row for everybody else", "等次缺少“其余”一行"},
    {"DS0281", severity::error, "nobody reaches the row “{0}”", "没有人能落入“{0}”一行"},
    {"DS0282", severity::error, "there is already a row “{0}”", "已有“{0}”一行"},
    {"DS0283", severity::error, "there is already a grade without a name for this period", "本期间已有未命名的等次"},
    {"DS0284", severity::error, "“top” takes a whole number of at least 1, not {0}", "“前 N 名”中的 N 应为不小于1的整数，不能是{0}"},
    {"DS0285", severity::error, "“top” takes a share above 0 and up to 100 %, not {0} %", "“前 N %”中的 N 应大于0且不超过100，不能是{0}"},
    {"DS0286", severity::error, "“ties” says who enters at a cut, but there is no “top”", "没有“前 N 名”，“并列”无从适用"},
    {"DS0290", severity::warning, "no rule reads the field “{0}”", "没有规则读取字段“{0}”"},
    {"DS0291", severity::warning, "the category “{0}” has no indicator", "大类“{0}”中没有指标"},
    {"DS0292", severity::warning, "the policy “{0}” has no indicator", "办法“{0}”中没有指标"},
    {"DS0293", severity::error, "“{0}” holds no policy", "“{0}”中没有办法"},
    {"DS0294", severity::error, "“{0}” holds more than one policy", "“{0}”中不止一个办法"},
    {"DS0295", severity::error, "more than {0} messages: the others are not shown", "错误和警告超过{0}条，其余不再列出"},
    {"DS0296", severity::warning, "more than {0} warnings: the others are not shown", "警告超过{0}条，其余不再列出"},

    // DS03xx: data (data/)
    {"DS0301", severity::error, "“{0}” is empty: expected a header row with the names of the columns",
     "“{0}”是空的：第一行应为表头"},
    {"DS0302", severity::error, "“{0}” is not UTF-8 text (byte {1})", "“{0}”不是UTF-8编码的文本（第{1}字节）"},
    {"DS0303", severity::error, "the column “{0}” means nothing to this policy", "本办法没有名为“{0}”的列"},
    {"DS0304", severity::error, "the column “{0}” is missing", "缺少“{0}”列"},
    {"DS0305", severity::error, "the columns “{0}” and “{1}” are the same column, written twice",
     "“{0}”与“{1}”是同一列，写了两次"},
    {"DS0306", severity::error, "the quotation mark that opens the cell “{0}” is not closed {1}",
     "单元格“{0}”开头的引号{1}没有配对的后引号"},
    {"DS0307", severity::error, "the row is longer than the limit row_bytes of {0} bytes",
     "该行超过row_bytes上限{0}字节"},
    {"DS0308", severity::error, "the header has more columns than the limit columns of {0}",
     "表头的列数超过columns上限{0}"},
    {"DS0309", severity::error, "more bad rows than the limit bad_rows of {0}: reading stopped here",
     "有误的行数超过bad_rows上限{0}，已停止读取"},
    {"DS0310", severity::warning, "“{0}” has a header but no rows", "“{0}”只有表头，没有数据行"},
    {"DS0311", severity::error, "several fields have the label “{0}”: write their names", 
     "有多个字段的标题为“{0}”，表头请改用字段名"},
    {"DS0312", severity::error, "more rows than the limit rows of {0}", "行数超过rows上限{0}"},
    {"DS0320", severity::error, "“{0}” is empty, but every row needs it", "“{0}”不能为空"},
    {"DS0321", severity::error, "“{0}” is empty, but an activity of the kind “{1}” needs it",
     "事项为“{1}”时，“{0}”不能为空"},
    {"DS0322", severity::error, "“{0}” in “{1}” is not a number: expected {2}", "“{1}”填写的“{0}”不是数值：应填写{2}"},
    {"DS0323", severity::error, "“{0}” in “{1}” is too large: numbers reach from -9223372036854.775808 to 9223372036854.775807",
     "“{1}”填写的“{0}”过大：数值应在-9223372036854.775808至9223372036854.775807之间"},
    {"DS0324", severity::error, "“{0}” in “{1}” has more than six decimals", "“{1}”填写的“{0}”超过六位小数"},
    {"DS0325", severity::error, "“{0}” in “{1}” is not a whole number", "“{1}”填写的“{0}”不是整数"},
    {"DS0326", severity::error, "“{0}” in “{1}” is out of bounds: expected {2}", "“{1}”填写的“{0}”超出范围：应{2}"},
    {"DS0327", severity::error, "“{0}” is not allowed in “{1}”: expected one of {2}",
     "“{1}”不能填写“{0}”：应为{2}之一"},
    {"DS0328", severity::error, "“{0}” in “{1}” is neither yes nor no: expected yes, no, 是 or 否",
     "“{1}”填写的“{0}”不是“是”或“否”：应填写是、否、yes或no"},
    {"DS0329", severity::error, "“{0}” in “{1}” is no day: expected one that exists, as 2023-05-06, 2023/5/6 or 2023年5月6日",
     "“{1}”填写的“{0}”不是日期：应填写真实存在的一天，如2023-05-06、2023/5/6或2023年5月6日"},
    {"DS0330", severity::error, "“{0}” in “{1}” is no such standing: expected one of {2}",
     "“{1}”填写的“{0}”不是可用的状态：应为{2}之一"},
    {"DS0331", severity::error, "the activity ends on {1}, before its first day {0}", "止日{1}早于开始日期{0}"},
    {"DS0332", severity::error, "counts since “{0}”, but has only come to “{1}”", "起始状态“{0}”高于当前状态“{1}”"},
    {"DS0333", severity::error, "a rejected activity counts as claimed only: it cannot count since “{0}”",
     "不予认可的活动只计入自评，起始状态不能为“{0}”"},
    {"DS0334", severity::error, "“{0}” belongs to {1} only, but this activity is of the kind “{2}”",
     "“{0}”只用于{1}，本行的事项是“{2}”"},
    {"DS0335", severity::error, "the row has {0} cells, the header {1}", "该行有{0}个单元格，表头有{1}个"},
    {"DS0336", severity::error, "text follows the closing quotation mark in “{0}”", "“{0}”的后引号之后还有文字"},
    {"DS0337", severity::error, "“{0}” in “{1}” is not UTF-8 text", "“{1}”填写的“{0}”不是UTF-8编码的文本"},
    {"DS0338", severity::error, "“{0}” in “{1}” holds a control character", "“{1}”填写的“{0}”含有控制字符"},
    {"DS0340", severity::error, "column {0} has no name in the header, but this row fills it with “{1}”",
     "第{0}列在表头没有名称，本行却填写了“{1}”"},
    {"DS0350", severity::error, "“{0}” serves from {1} to {2}: the end comes before the beginning",
     "“{0}”的任职期为{1}至{2}：终止早于开始"},
    {"DS0351", severity::error, "“{0}” stands in row {1} already: this row needs the day from which it holds",
     "“{0}”在第{1}行已列入名册，本行须填写任职起"},
    {"DS0352", severity::error, "“{0}” stands in row {1} already, which has no last day: was it {2}?",
     "“{0}”在第{1}行已列入名册且没有任职止，该行是否应止于{2}？"},
    {"DS0353", severity::error, "“{0}” serves from {1} here, but the service of row {2} lasts to {3}",
     "“{0}”在本行自{1}起任职，而第{2}行的任职期至{3}，二者重叠"},
    {"DS0354", severity::error, "“{0}” stands in row {1} already, with the same days of service",
     "“{0}”在第{1}行已列入名册，任职起止相同"},
    {"DS0355", severity::error, "“{0}” is called “{1}” here, but “{2}” in row {3}",
     "“{0}”在本行的姓名为“{1}”，在第{3}行为“{2}”"},
    {"DS0356", severity::error, "this service of “{0}” is earlier than that of row {1}: write the rows in the order of time",
     "“{0}”本行的任职期早于第{1}行，请按时间先后排列"},
    {"DS0360", severity::error, "the column “{0}” takes {1}, but the rows give {2}",
     "“{0}”列应为{1}，而所给的是{2}"},

    // DS04xx: evaluation (engine/)
    {"DS0402", severity::error, "the points of “{0}” in “{1}”, {2}, are too many for an exact number (limit: 9,223,372,036,854)", "“{0}”在“{1}”中{2}的得分超出可精确表示的范围（上限 9,223,372,036,854 分）"},
    {"DS0403", severity::error, "there is no row to date the account by; say through which day it runs (`--through`)", "没有任何可计的行，无法确定账目截止日期；请指明截至日期（`--through`）"},
    {"DS0404", severity::error, "the policy reads “{0}” of the roster, but no roster was given (`--roster`)", "办法要读取名册中的“{0}”，但没有提供名册（`--roster`）"},
    {"DS0405", severity::error, "“{0}” is not on the roster", "“{0}”不在名册上"},
    {"DS0406", severity::error, "the id “{0}” stands more than once for “{1}” on one basis, so none of these rows counts", "编号“{0}”在“{1}”名下同一口径内重复出现，相关各行均不计"},
    {"DS0407", severity::error, "{0} rows cannot be used; the first {1} are shown", "共有{0}行不能使用，以上列出前{1}行"},
    {"DS0408", severity::error, "the condition of “{0}” cannot be worked out for “{1}”: a division by zero or a number that is too large", "无法对“{1}”算出“{0}”的条件：除数为零或数值过大"},
    {"DS0411", severity::error, "“{0}” divides by zero for this row", "计算“{0}”时，本行的除数为零"},
    {"DS0412", severity::error, "a number in “{0}” becomes too large for this row (limit: 9,223,372,036,854)", "计算“{0}”时，本行的数值过大（上限 9,223,372,036,854）"},
    {"DS0413", severity::error, "a table of “{0}” has no row for the value that stands here; add a row or `otherwise`", "“{0}”的对照表没有与本行取值对应的一行；请补上该行或写明“其余”"},
    {"DS0414", severity::error, "“{0}” gives this row more than 1,000,000,000 points", "“{0}”给本行的计分超过 1,000,000,000 分"},
    {"DS0415", severity::error, "what “{1}” works out for “{0}” in {2} divides by zero; write `ratio(a, b, otherwise N)`", "为“{0}”计算“{1}”（{2}）时，除数为零；请写成“比率(a, b, 其余 N)”"},
    {"DS0416", severity::error, "a table of “{1}” has no row for the figures of “{0}” in {2}; add a row or `otherwise`", "“{1}”的对照表没有“{0}”{2}数字所在的一行；请补一行，或写“其余”"},
    {"DS0417", severity::error, "what “{1}” works out for “{0}” in {2} becomes too large (limits: 9,223,372,036,854; 1,000,000,000 points for a line)", "为“{0}”计算“{1}”（{2}）时，数值过大（上限：9,223,372,036,854；一条计分不超过 1,000,000,000 分）"},
    {"DS0420", severity::error, "these cells are of several subjects, “{0}” and “{1}” among them", "这些单元数据不属于同一对象，其中有“{0}”和“{1}”"},
    {"DS0421", severity::error, "these bytes are damaged, or are not what dutyscore writes", "这段数据已损坏，或不是 dutyscore 写出的数据"},
    {"DS0422", severity::error, "these bytes are of format {0}, which a later version of dutyscore writes", "这段数据为第{0}版格式，由更新版本的 dutyscore 写出"},
    {"DS0423", severity::error, "these bytes are of another policy, or of another text of it", "这段数据出自另一份办法，或同一办法的另一文本"},
    {"DS0424", severity::error, "an id of “{0}” stands more than once on one basis: the same activity came twice", "“{0}”名下有编号在同一口径内重复：同一项活动出现了两次"},
    {"DS0425", severity::error, "these cells of “{0}” were added up under another service, or other fields, than the roster gives now", "“{0}”的单元数据累计时，其任职期或名册字段与现在的名册不同"},
    {"DS0426", severity::error, "the book keeps months, not activities: it cannot tell about {0}", "账本只存有各月数据，没有活动明细，无法查到{0}"},
    {"DS0427", severity::error, "the book keeps no activities, so it has no account of single ones", "账本没有活动明细，无法列出各项活动的账目"},
    {"DS0428", severity::error, "no activities can add up to these cells of “{0}”", "“{0}”的单元数据不可能由任何活动累计而成"},
    {"DS0429", severity::error, "the cells hold more activities than the limit of {0}", "单元数据中的活动数超过{0}项的上限"},
    {"DS0430", severity::error, "there is no such activity of “{0}” to retract", "“{0}”没有这项活动，无从撤回"},
    {"DS0431", severity::error, "“{0}” has no activity with the id “{1}”", "“{0}”没有编号为“{1}”的活动"},
    {"DS0432", severity::error, "the journal “{0}” is damaged at byte {1}", "流水文件“{0}”在第{1}字节处损坏"},
    {"DS0433", severity::error, "the journal “{0}” goes on at change {1}, but the account has only {2}", "流水文件“{0}”从第{1}次变更开始，而账目只到第{2}次"},
    {"DS0434", severity::error, "the snapshot holds no rows, but rows are to be kept", "快照中没有活动明细，而账目要求保存明细"},
    {"DS0480", severity::error, "the points of everybody together are too many for an exact number (limit: 9,223,372,036,854)", "全体得分之和超出可精确表示的范围（上限 9,223,372,036,854 分）"},

    // DS05xx: scenarios (testing/)
    {"DS0501", severity::error, "no policy “{0}” in the files given", "所给文件中没有名为“{0}”的办法"},
    {"DS0502", severity::error, "a second policy is named “{0}”: scenarios could mean either",
     "有两个办法都叫“{0}”，无法判断算例用于哪一个"},
    {"DS0503", severity::error, "a second scenario is named “{0}”", "有两个算例都叫“{0}”"},
    {"DS0504", severity::error, "the scenario “{0}” checks nothing: it has no expect", "算例“{0}”没有“应为”，什么也没有检验"},
    {"DS0505", severity::error, "this expectation checks nothing: write what is expected, as { total 18 }",
     "此处“应为”什么也没有检验：请写明应得的结果，如 { 总分 18 }"},
    {"DS0506", severity::error, "“{0}” is neither in the activities nor on the roster of this scenario",
     "本算例的事项和名册中都没有“{0}”"},
    {"DS0507", severity::error,
     "“{0}” is no period of the policy “{1}”: expected one as 2023, 2023-H1, 2023-Q2, 2023-05, 2023-05-06, 2023年5月, overall or a term",
     "“{0}”不是办法“{1}”的期间：应写作 2023年、2023年5月、2023-H1、2023-Q2、2023-05、2023-05-06、累计，或届期的名称"},
    {"DS0509", severity::error, "the policy “{1}” has no category or indicator “{0}”", "办法“{1}”没有名为“{0}”的大类或指标"},
    {"DS0510", severity::error, "the policy “{1}” has no list “{0}”", "办法“{1}”没有名为“{0}”的名单"},
    {"DS0511", severity::error, "the policy “{1}” has no grade “{0}”", "办法“{1}”没有名为“{0}”的等次"},
    {"DS0512", severity::error, "the grade has no row “{0}”: nobody can get it", "等次中没有“{0}”这一档，谁也得不到"},
    {"DS0513", severity::error, "“{0}” is worked out {1}, but {2} is another kind of period",
     "“{0}”按“{1}”评定，与{2}不是同一种期间"},
    {"DS0514", severity::error, "the policy “{0}” has no grade {1}", "办法“{0}”没有“{1}”的等次"},
    {"DS0515", severity::error, "the policy “{0}” has several grades {1}: write which one, as NAME grade \"…\"",
     "办法“{0}”有多个“{1}”的等次：请写明是哪一个，如 名称 等次 “……”"},
    {"DS0517", severity::error, "{0} cannot be: expected a whole number of {1} or more", "不可能是 {0}：应为不小于 {1} 的整数"},
    {"DS0518", severity::error, "this is not of the type of “{0}”: expected {1}", "“{0}”的类型不符：应为{1}"},
    {"DS0519", severity::error, "“{1}” is no {0}: expected claimed, reviewed, confirmed or rejected",
     "“{1}”不能用作“{0}”：应为自评、初审、确认或不予认可"},
    {"DS0521", severity::error, "the policy “{1}” has no field “{0}”", "办法“{1}”没有“{0}”这个字段"},
    {"DS0522", severity::error, "nothing is ever refused for “{0}”: neither the policy “{1}” nor a row gives this reason",
     "没有“{0}”这一理由：办法“{1}”和本算例的事项都没有写它"},
    {"DS0523", severity::error, "“{0}” stands at the head of the row: {1}", "“{0}”应写在行首：{1}"},
    {"DS0524", severity::error, "“{0}” is given twice in one row", "同一行中“{0}”填写了两次"},
    {"DS0525", severity::error, "no rule for “{1}” reads “{0}”: it can make no difference here",
     "没有规则在“{1}”中用到“{0}”，填写它不起作用"},
    {"DS0526", severity::warning, "no rule of the policy “{1}” takes “{0}”: it will be unmatched",
     "办法“{1}”没有事项“{0}”，该行不会对应任何指标"},
    {"DS0527", severity::error,
     "the scenario has no activity to date it by: write up to which day it goes, as through 2023-12-31",
     "算例中没有可据以确定截止日的事项：请写明“截至”哪一天，如 截至 2023-12-31"},
    {"DS0528", severity::error, "a scenario goes through one day: “through” stands here a second time",
     "一个算例只能截至一天：此处又写了“截至”"},
    {"DS0550", severity::error, "{0}: expected {1}, got {2}", "{0}：应为 {1}，实为 {2}"},
    {"DS0560", severity::error, "the scenario “{0}” does not hold: mutants can be judged only by scenarios that do",
     "算例“{0}”不成立：算例全部成立，才能检验变异"},
    {"DS0561", severity::warning, "no scenario notices when “{0}” becomes “{1}”", "“{0}”改为“{1}”，没有算例发现"},
    {"DS0562", severity::warning, "no scenario notices when “{0}” is left out", "去掉“{0}”，没有算例发现"},
    {"DS0563", severity::warning, "no scenario notices when “{0}” is put in", "加上“{0}”，没有算例发现"},
    {"DS0564", severity::warning, "there is nothing to explain here: the scenarios notice every mutant",
     "此处无需说明：全部变异均有算例发现"},
    {"DS0565", severity::error, "the scenarios reach {0} % of the clauses, less than the {1} % asked for",
     "算例到达 {0} % 的条款，不足要求的 {1} %"},

    // DS06xx: policy (policy/): periods, selections, amendments
    {"DS0601", severity::error, "no category or indicator is called “{0}”", "没有名为“{0}”的大类或者指标"},
    {"DS0602", severity::error, "“{0}” means nothing in points of a period", "“{0}”在按期间的计分中没有含义"},
    {"DS0603", severity::error, "“{0}” cannot stand here: this number is worked out from numbers and fields of the subject", "此处不能用“{0}”：这个数只能由数和对象的字段算出"},
    {"DS0604", severity::error, "“by marginal” has one key, and that is a number", "“按 分段”只有一项依据，且应为数"},
    {"DS0605", severity::error, "“by marginal” goes by brackets: {0} wants “from”", "“按 分段”逐档计算：{0}之前应写“满”"},
    {"DS0606", severity::error, "not every value that may come here has a row", "并非此处可能出现的每个值都有对应的行"},
    {"DS0607", severity::error, "this divisor may be 0", "此除数可能为零"},
    {"DS0608", severity::error, "“{0}” needs the name of a block here: a grade or a list stands in no indicator", "此处“{0}”须写明大类或者指标：等次和名单不在任何指标之内"},
    {"DS0609", severity::error, "“{0}” takes {1}", "“{0}”的参数应为{1}"},
    {"DS0610", severity::error, "“overall” is a single period: none comes before it", "“累计”只有一期，没有上期"},
    {"DS0611", severity::error, "the second number of this ratio may be 0", "此比率的除数可能为零"},
    {"DS0612", severity::error, "“{0}” is of a period, but here a single activity is judged", "“{0}”针对一个期间，而此处评的是单次事项"},
    {"DS0613", severity::error, "only points of a period are “running”: this “{0}” is for each activity", "只有按期间的计分可以“即时”，此处“{0}”是按次的"},
    {"DS0614", severity::error, "“times” multiplies the lines of activities, and there are none here", "“乘以”只作用于按次的计分，此处没有这样的计分"},
    {"DS0615", severity::error, "“{0}” has no keys here: only caps, floors and selections of an indicator go “by” fields", "此处“{0}”不能“按”字段：只有指标中的上限、下限和选取可以"},
    {"DS0616", severity::error, "the most of one activity is a plain number", "每次的上限应为一个具体的数"},
    {"DS0617", severity::error, "“{0}” is not a field, and keys are fields", "“{0}”不是字段，此处只能“按”字段"},
    {"DS0618", severity::error, "these keys cut across those of another limit: of two lists of keys one must hold the other", "此处的字段与另一限额的字段相互交叉：两组字段中的一组应包含另一组"},
    {"DS0619", severity::error, "“{0}” takes a whole number of at least 1, not {1}", "“{0}”中的 N 应为不小于1的整数，不能是{1}"},
    {"DS0620", severity::error, "“highest” chooses among the members of a category: it has no condition", "大类的“就高”在下属各项中选取，不带条件"},
    {"DS0621", severity::error, "this “{0}” of a period asks nothing about the period", "此处按期间的“{0}”没有用到该期间的任何情况"},
    {"DS0622", severity::error, "what is required is a whole number above 0, not “{0}”", "应完成的次数应为大于0的整数，不能是“{0}”"},
    {"DS0623", severity::error, "what is deducted for each is a number above 0, not “{0}”", "每少一次所扣的分应为大于0的数，不能是“{0}”"},
    {"DS0624", severity::error, "these points need each other: {0}", "得分循环计算：{0}"},
    {"DS0625", severity::error, "a choice of the highest activities needs points of one sign: a deduction would be forgiven", "按得分选取时，各项计分应同为加分或者同为扣分，否则扣分会被免除"},
    {"DS0626", severity::error, "“highest” needs members whose points have one sign: a deduction would be forgiven", "“就高”要求下属各项同为加分或者同为扣分，否则扣分会被免除"},
    {"DS0630", severity::error, "nothing can be amended from {0}: an amendment begins after the policy does, and no later than it ends", "不能自{0}起修订：修订应始于办法施行之后，且不迟于其终止之日"},
    {"DS0631", severity::error, "another amendment begins on {0}: write both as one", "已有自{0}起的修订：请合并为一个"},
    {"DS0632", severity::error, "“{0}” is declared as “{1}” and cannot become “{2}”", "“{0}”原为“{1}”，不能改为“{2}”"},
    {"DS0633", severity::error, "“{0}” stands in “{1}” and cannot move", "“{0}”属于“{1}”，不能移到别处"},
    {"DS0634", severity::error, "this ends “{0}” before it comes into force on {1}", "“{0}”自{1}起才施行，此处却使其提前终止"},
    {"DS0635", severity::error, "“{0}” stands in a block that is in force only until {1}", "“{0}”所属的部分只施行至{1}"},
    {"DS0636", severity::error, "the list “{0}” cannot change its period", "名单“{0}”不能改变期间"},
    {"DS0640", severity::error, "people are ranked by numbers, dates or yes and no, not by a text", "排名依据应为数、日期或者是否，不能是文字"},
    {"DS0641", severity::error, "there is no grade of this period that could fall", "本期没有设等次，无从改定"},
    {"DS0642", severity::error, "there is no list “{0}”", "没有名为“{0}”的名单"},
    {"DS0643", severity::error, "the list “{0}” is drawn up for another period than this", "名单“{0}”的期间与此处不同"},
    {"DS0644", severity::error, "a bar lasts a whole number of periods from 1 to {0}, not “{1}”", "取消资格的期数应为1至{0}的整数，不能是“{1}”"},

    // DS07xx: what is legal but suspicious (testing/lint)
    {"DS0701", severity::warning, "“{0}”: the {1} never cuts anything: at most {2} comes to it", "“{0}”的{1}不会起作用：至多只有{2}分"},
    {"DS0702", severity::warning, "“{0}”: the {1} never holds anything: it is at least {2} anyway", "“{0}”的{1}不会起作用：最低也有{2}分"},
    {"DS0703", severity::warning, "“{0}” and “{1}” both take the same activity", "同一项活动，“{0}”和“{1}”都会计分"},
    {"DS0704", severity::warning, "a total of {2} falls between “{0}” and “{1}” and becomes “{3}”", "总分{2}落在“{0}”与“{1}”之间的空档，会被评为“{3}”"},
    {"DS0705", severity::warning, "“decimals {0}” never rounds anything: no points have so many decimals", "“保留 {0} 位”用不到：没有分数要舍入"},
    {"DS0706", severity::warning, "“{0}” does not say which paragraph it rests on", "“{0}”没有写明依据"},
    {"DS0707", severity::warning, "the kind “{0}” stands here alone and looks like “{1}”", "事项“{0}”只出现一次，与“{1}”相近"},
    {"DS0708", severity::warning, "“{0}”: the {1} looks at the first day of an activity alone, and it awards by the day", "“{0}”按天计分，而{1}只看活动的第一天：多日的活动也受它限制"},
    {"DS0709", severity::warning, "“{0}”: the {1} is what one activity earns, so only one counts", "“{0}”的{1}等于一次的分值：只计得到一次"},
    {"DS0710", severity::warning, "“{0}” is a whole number and is counted one by one: there is nothing to round", "“{0}”是整数，逐一计数，没有要舍入的"},

    // DS09xx: files and limits
    {"DS0901", severity::error, "cannot read “{0}”: {1}", "无法读取“{0}”：{1}"},
    {"DS0902", severity::error, "cannot write “{0}”: {1}", "无法写入“{0}”：{1}"},
    {"DS0910", severity::error, "internal error: {0}; this is a defect of dutyscore, not of your files",
     "程序内部错误：{0}；这是 dutyscore 的缺陷，与您的文件无关"},
    {"DS0911", severity::error, "the file holds no policy", "文件中没有办法"},
    {"DS0912", severity::warning, "nothing to do: {0}", "无事可做：{0}"},
    {"DS0913", severity::error, "out of memory", "内存不足"},
    {"DS0920", severity::error, "nobody in the data or the roster is called “{0}”", "数据和名册中没有“{0}”"},
    {"DS0921", severity::error, "nobody of the unit “{0}” serves in this period", "单位“{0}”本期没有任职的人"},
    {"DS0922", severity::warning, "no indicator and no veto takes the kind “{0}” (rows: {1})",
     "没有指标或一票否决对应事项“{0}”（共{1}行）"},
    {"DS0930", severity::error, "the argument “{0}” is not known here", "这里不认识参数“{0}”"},
    {"DS0931", severity::error, "{0} is missing", "缺少{0}"},
    {"DS0932", severity::error, "{0} wants a value behind it", "{0} 后面要有一个值"},
    {"DS0933", severity::error, "“{0}” is no value of {1}; expected one of: {2}", "{1} 不能是“{0}”，应为：{2}"},
    {"DS0934", severity::error, "“{0}” of {1} is no day; expected one like 2023-05-31",
     "{1} 的“{0}”不是日期，应如 2023-05-31 或 2023年5月31日"},
    {"DS0935", severity::error, "“{0}” is not a command", "没有“{0}”这个命令"},
    {"DS0936", severity::error, "“{0}” of {1} is no period; expected one like 2023, 2023-H1, 2023-Q2, 2023-05, 2023-05-06, overall or a term's name",
     "{1} 的“{0}”不是时期，应如 2023、2023-H1、2023-Q2、2023-05、2023年5月、2023-05-06、累计，或办法中届期的名称"},
    {"DS0937", severity::error, "{0} is given more than once", "{0} 给了不止一次"},
    {"DS0938", severity::error, "standard input (-) can be read once only", "标准输入（-）只能读一次"},
    {"DS0939", severity::error, "the arguments cannot be read: {0}", "参数有误：{0}"},
    {"DS0940", severity::error, "{0}, {1} and {2} exclude each other", "{0}、{1}、{2} 只能用一个"},
    {"DS0941", severity::error, "{0} needs files to write to, not standard input", "{0} 要改写文件，不能用于标准输入"},
    {"DS0942", severity::error, "{0} is a switch and takes no value", "{0} 是开关，后面不带值"},
    {"DS0943", severity::error, "{0} and {1} exclude each other", "{0} 和 {1} 不能同时用"},
    {"DS0960", severity::error, "the policy has no number “{0}”", "办法中没有“{0}”这个数"},
    {"DS0961", severity::error, "“{0}” names more than one number of the policy", "“{0}”对应办法中的不止一个数"},
    {"DS0962", severity::error, "“{0}” of --set sets no number; expected one like visit.award=6",
     "--set 的“{0}”没有指明数，应如 visit.award=6"},
};

DUTYSCORE_INLINE std::string fill(std::string_view pattern, std::initializer_list<message_argument> arguments, language lang) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const bool is_slot = pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}' &&
                         pattern[at + 1] >= '0' && pattern[at + 1] <= '9';
    if (!is_slot) {
      out += pattern[at];
      continue;
    }
    const auto index = static_cast<std::size_t>(pattern[at + 1] - '0');
    if (index >= arguments.size()) throw std::invalid_argument("dutyscore: a message lacks an argument");
    const message_argument& argument = arguments.begin()[index];
    out += lang == language::zh ? argument.zh : argument.en;
    at += 2;
  }
  return out;
}

}  // namespace detail

DUTYSCORE_INLINE std::span<const message_entry> message_catalogue() { return detail::messages; }

DUTYSCORE_INLINE diagnostic make_diagnostic(std::string_view code, std::initializer_list<message_argument> arguments) {
  const auto all = message_catalogue();
  const auto found = std::lower_bound(all.begin(), all.end(), code,
                                      [](const message_entry& e, std::string_view c) { return e.code < c; });
  if (found == all.end() || found->code != code)
    throw std::invalid_argument("dutyscore: no message has the code " + std::string(code));
  diagnostic d;
  d.level = found->level;
  d.code = std::string(code);
  d.what = {detail::fill(found->en, arguments, language::en), detail::fill(found->zh, arguments, language::zh)};
  return d;
}

DUTYSCORE_INLINE diagnostic make_diagnostic(std::string_view code, std::initializer_list<message_argument> arguments,
                                            source_ptr where, span at, message caption) {
  diagnostic d = make_diagnostic(code, arguments);
  d.where = std::move(where);
  d.spans.push_back({at, std::move(caption)});
  return d;
}

DUTYSCORE_INLINE diagnostic make_diagnostic(std::string_view code, std::initializer_list<message_argument> arguments,
                                            data_place at) {
  diagnostic d = make_diagnostic(code, arguments);
  d.data = std::move(at);
  return d;
}

DUTYSCORE_INLINE message did_you_mean(std::string_view suggestion) {
  const std::string s(suggestion);
  return {"did you mean “" + s + "”?", "您是否想写“" + s + "”？"};
}

}  // namespace dutyscore
