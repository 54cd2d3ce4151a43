#include "cli/help.hpp"

#include "cli/options.hpp"
#include "dutyscore/core/version.hpp"
#include "dutyscore/report/text_table.hpp"

namespace dutyscore::cli {
namespace {

text_table two_columns() { return text_table({alignment::left, alignment::left}, 2); }

std::string title(both words, language lang) { return "\n" + std::string(words.in(lang)) + "\n"; }

constexpr both codes[] = {
    {"0  done", "0  完成"},
    {"1  the answer is no: a scenario failed, a mutant survived, a file is not formatted",
     "1  答案为否：算例不通过，变异未发现，或文件不合规范"},
    {"2  bad input", "2  输入有误"},
    {"3  internal error", "3  程序内部错误"},
    {"4  usage", "4  用法有误"},
    {"5  nothing to do", "5  无事可做"},
};

void add_option(text_table& table, const option_spec& o, language lang) {
  const std::string value(o.value.in(lang));
  table.row(
      {std::string(o.name) + (value.empty() ? "" : " " + value), std::string(o.help.in(lang))});
}

std::string formats_note(const command_spec& c, language lang) {
  return (lang == language::zh ? "（" : " (") + std::string(c.formats) +
         (lang == language::zh ? "）" : ")");
}

text_table options_table(const command_spec& c, language lang) {
  text_table table = two_columns();
  for (const option_spec& o : option_specs()) {
    if (!belongs(o, c.what)) continue;
    if (o.name != "--format") {
      add_option(table, o, lang);
      continue;
    }
    const std::string shown = std::string(o.help.in(lang)) + formats_note(c, lang);
    table.row({std::string(o.name) + " " + std::string(o.value.in(lang)), shown});
  }
  table.row({"--help", lang == language::zh ? "显示本说明" : "this text"});
  return table;
}

}  // namespace

std::string help(language lang) {
  const bool zh = lang == language::zh;
  std::string out = "dutyscore " + std::string(version) + "  " +
                    (zh ? "把积分办法变成准确、说得清来历的积分"
                        : "points regulations as exact, explainable scores") +
                    "\n";
  out += title({"Usage: dutyscore COMMAND …", "用法：dutyscore 命令 …"}, lang);
  out += title({"Commands:", "命令："}, lang);
  text_table table = two_columns();
  for (const command_spec& c : command_specs())
    table.row({std::string(c.name), std::string(c.summary.in(lang))});
  out += table.to_text();
  out += title({"Examples:", "示例："}, lang);
  for (const command_spec& c : command_specs())
    out += "  " + std::string(c.example.in(lang)) + "\n";
  out += title({"Exit codes:", "返回码："}, lang);
  for (const both& code : codes) out += "  " + std::string(code.in(lang)) + "\n";
  return out + (zh ? "\ndutyscore 命令 --help 显示各命令的选项；dutyscore --version 显示版本。\n"
                   : "\nOptions of a command: dutyscore COMMAND --help. The version: dutyscore "
                     "--version.\n");
}

std::string help(command of, language lang) {
  const command_spec& c = spec_of(of);
  const bool zh = lang == language::zh;
  std::string out = "dutyscore " + std::string(c.name) + "  " + std::string(c.summary.in(lang)) +
                    "\n\n" + (zh ? "用法：" : "Usage: ") + "dutyscore " + std::string(c.name) +
                    " " + std::string(c.files.in(lang)) + (zh ? " [选项]\n\n" : " [options]\n\n") +
                    std::string(c.details.in(lang)) + "\n";
  out += title({"Options:", "选项："}, lang) + options_table(c, lang).to_text();
  return out + title({"Example:", "示例："}, lang) + "  " + std::string(c.example.in(lang)) + "\n";
}

}  // namespace dutyscore::cli
