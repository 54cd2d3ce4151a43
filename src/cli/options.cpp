#include "cli/options.hpp"

namespace dutyscore::cli {
namespace {

constexpr unsigned bit(command c) { return 1u << static_cast<unsigned>(c); }
constexpr unsigned scoring = bit(command::score) | bit(command::explain) | bit(command::rank);
constexpr unsigned all = 0x7F;

constexpr command_spec commands[] = {
    {command::check, "check", {"POLICY…", "办法文件…"},
     {"find the mistakes of policies", "检查办法有没有写错"},
     {"Every mistake of a text is found in one pass. Prints what is wrong and where, or a line per sound file.",
      "一次找出全部错误，指出位置；没有错误的文件各报一行。"},
     {"dutyscore check rules/shigu-2022.duty", "dutyscore check rules/shigu-2022.duty"},
     "pretty, json, sarif"},
    {command::fmt, "fmt", {"[POLICY…]", "[办法文件…]"},
     {"write policies in the canonical form", "把办法排成规范格式"},
     {"Without a switch prints the formatted text. --lang translates keywords there and back without loss. "
      "Without a file reads standard input.",
      "不带开关时打印排好的文本。--lang 在中英文关键字之间互译，往返不变。不给文件时读标准输入。"},
     {"dutyscore fmt --lang zh rules/shigu-2022.duty", "dutyscore fmt --lang zh rules/shigu-2022.duty"},
     "pretty"},
    {command::test, "test", {"FILE|FOLDER…", "文件或目录…"},
     {"run the scenarios of policies", "运行办法的测试场景"},
     {"A folder stands for every .duty file in it. Ends with 1 when a scenario fails, with 5 when there is none.",
      "目录代表其中所有 .duty 文件。有场景不通过时返回 1，没有场景时返回 5。"},
     {"dutyscore test rules", "dutyscore test rules"},
     "pretty, junit"},
    {command::score, "score", {"POLICY ACTIVITIES…", "办法文件 活动表…"},
     {"compute everybody's points", "计算每个人的积分"},
     {"CSV columns: subject,period,basis,points; with --detail subject,period,basis,block,points.",
      "CSV 的列：subject,period,basis,points；加 --detail 时为 subject,period,basis,block,points。"},
     {"dutyscore score rules/shigu-2022.duty activities.csv --by month",
      "dutyscore score rules/shigu-2022.duty activities.csv --by month"},
     "csv, pretty, json"},
    {command::explain, "explain", {"POLICY ACTIVITIES… --subject S", "办法文件 活动表… --subject 姓名"},
     {"show where one person's points come from", "说明一个人的积分从何而来"},
     {"The statement of a period (the year of `through` unless said), then the tree down to activities and clauses.",
      "先列出一个时期的积分明细（不指定时为截至日所在年），再逐级说明到每项活动和条款。"},
     {"dutyscore explain rules/shigu-2022.duty activities.csv --subject 彭闰芝 --period 2023-05",
      "dutyscore explain rules/shigu-2022.duty activities.csv --subject 彭闰芝 --period 2023-05"},
     "pretty, json, csv"},
    {command::rank, "rank", {"POLICY ACTIVITIES… --period P", "办法文件 活动表… --period 时期"},
     {"rank everybody in a period", "列出一个时期的排名"},
     {"CSV columns: rank,subject,points,grade,lists.", "CSV 的列：rank,subject,points,grade,lists。"},
     {"dutyscore rank rules/shigu-2022.duty activities.csv --period 2023 --format pretty",
      "dutyscore rank rules/shigu-2022.duty activities.csv --period 2023 --format pretty"},
     "csv, pretty, json"},
    {command::schema, "schema", {"POLICY", "办法文件"},
     {"show the columns that a policy expects", "列出办法需要的数据列"},
     {"With --format csv the header of an empty table to fill in.", "--format csv 给出可以直接填写的空表头。"},
     {"dutyscore schema rules/shigu-2022.duty", "dutyscore schema rules/shigu-2022.duty"},
     "pretty, json, csv"},
};

constexpr option_spec options[] = {
    {"--by", &words_given::by, bit(command::score), {"UNIT", "单位"},
     {"month, quarter, half or year (unless said: year)", "month 月、quarter 季度、half 半年、year 年（默认）"}},
    {"--detail", &words_given::detail, bit(command::score), {},
     {"one row for each block of the policy", "每个大类和指标各一行"}},
    {"--refused", &words_given::refused, bit(command::score), {},
     {"list what was refused, with reasons, instead of the scores", "不列积分，改列未予计分的活动及理由"}},
    {"--account", &words_given::account, bit(command::score), {},
     {"show what became of every row instead of the scores", "不列积分，改列各行数据的去向"}},
    {"--subject", &words_given::subject, bit(command::explain), {"S", "姓名"},
     {"whose points", "谁的积分"}},
    {"--period", &words_given::period, bit(command::explain) | bit(command::rank) | bit(command::score), {"P", "时期"},
     {"2023, 2023-H1, 2023-Q2, 2023-05 or 2023-05-06", "2023、2023-H1、2023-Q2、2023-05、2023年5月、2023-05-06"}},
    {"--statement", &words_given::statement, bit(command::explain), {},
     {"the statement alone", "只列明细，不逐级说明"}},
    {"--within", &words_given::within, bit(command::rank), {"UNIT", "单位"},
     {"rank the people of one org_unit", "只排一个单位的人"}},
    {"--roster", &words_given::roster, scoring, {"FILE", "文件"},
     {"who is assessed, where and since when (CSV)", "名册（CSV）：对象、单位、任职起止"}},
    {"--through", &words_given::through, scoring, {"DATE", "日期"},
     {"the last day whose dated points count; unless said, the end of the last month with a row",
      "到这一天为止的基础分等计入；默认为最后一行所在月的月末"}},
    {"--basis", &words_given::basis, scoring, {"BASIS", "口径"},
     {"claimed, reviewed or confirmed (unless said)", "claimed 自评、reviewed 初审、confirmed 确认（默认）"}},
    {"--on-bad-row", &words_given::on_bad_row, scoring, {"fail|report", "fail|report"},
     {"fail (unless said): score nothing; report: score the rest, the code is still 2",
      "fail（默认）有误即停；report 报告后照算其余各行，返回码仍为 2"}},
    {"--ignore-column", &words_given::ignore_columns, scoring, {"NAME", "列名"},
     {"a column that is for people only; may be given several times", "只供人看的列，可多次给出"}},
    {"--ignore-unknown-columns", &words_given::ignore_unknown_columns, scoring, {},
     {"leave out every column that the policy does not know", "略过办法中没有的列"}},
    {"--filter", &words_given::filter, bit(command::test), {"TEXT", "文字"},
     {"only scenarios whose name contains it", "只运行名称中含有该文字的场景"}},
    {"--check", &words_given::check, bit(command::fmt), {},
     {"change nothing; end with 1 when a file is not formatted", "不改文件；有文件不合规范时返回 1"}},
    {"--diff", &words_given::diff, bit(command::fmt), {},
     {"like --check, and show what would change", "同 --check，并列出差异"}},
    {"--write", &words_given::write, bit(command::fmt), {}, {"rewrite the files", "改写文件"}},
    {"--format", &words_given::format, all, {"FORMAT", "格式"}, {"of standard output", "标准输出的格式"}},
    {"--output", &words_given::output, all, {"[FORMAT:]FILE", "[格式:]文件"},
     {"write there instead, several times if wanted; - is standard output", "写入文件，可多次给出；- 为标准输出"}},
    {"--lang", &words_given::lang, all, {"en|zh", "en|zh"},
     {"the language of messages and texts; of fmt, of the keywords too", "消息与文本的语言；fmt 中也是关键字的语言"}},
};

}  // namespace

std::span<const command_spec> command_specs() { return commands; }
std::span<const option_spec> option_specs() { return options; }
const command_spec& spec_of(command what) { return commands[static_cast<std::size_t>(what)]; }
bool belongs(const option_spec& o, command to) { return (o.commands & bit(to)) != 0; }

}  // namespace dutyscore::cli
