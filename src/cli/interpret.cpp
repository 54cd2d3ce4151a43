#include "cli/interpret.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "cli/options.hpp"
#include "dutyscore/core/calendar.hpp"
#include "dutyscore/core/messages.hpp"

namespace dutyscore::cli {
namespace {

template <class T>
struct named_value {
  std::string_view en, zh;
  T value;
};

constexpr named_value<period_unit> units[] = {
    {"month", "月", period_unit::month}, {"quarter", "季度", period_unit::quarter},
    {"half", "半年", period_unit::half}, {"year", "年", period_unit::year},
    {"term", "届", period_unit::term},   {"overall", "累计", period_unit::overall}};
constexpr named_value<basis> bases[] = {{"claimed", "自评", basis::claimed},
                                        {"reviewed", "初审", basis::reviewed},
                                        {"confirmed", "确认", basis::confirmed}};
constexpr named_value<bool> bad_row_choices[] = {{"fail", "", false}, {"report", "", true}};
constexpr named_value<format> formats[] = {
    {"pretty", "", format::pretty}, {"json", "", format::json},   {"csv", "", format::csv},
    {"junit", "", format::junit},   {"sarif", "", format::sarif}, {"tap", "", format::tap},
                                           {"github", "", format::github}};
constexpr named_value<format> coverage_formats[] = {{"text", "", format::pretty},
                                                    {"lcov", "", format::lcov},
                                                    {"json", "", format::json},
                                                    {"html", "", format::html}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct interpreter {
  arguments out;
  diagnostics wrong;

  void refuse(std::string_view code, std::initializer_list<message_argument> arguments) {
    wrong.push_back(make_diagnostic(code, arguments));
  }

  template <class T>
  void choose(std::string_view option, const std::optional<std::string>& word,
              std::span<const named_value<T>> from, T& to) {
    if (!word) return;
    std::string expected;
    for (const named_value<T>& v : from) {
      if (*word == v.en || (!v.zh.empty() && *word == v.zh)) {
        to = v.value;
        return;
      }
      expected += (expected.empty() ? "" : ", ") + std::string(v.en);
    }
    refuse("DS0933", {*word, option, expected});
  }

  std::optional<format> format_named(std::string_view word) {
    const std::string_view offered = spec_of(out.what).formats;
    for (const auto& f : formats)
      if (f.en == word && offered.find(word) != std::string_view::npos) return f.value;
    refuse("DS0933", {word, "--format", offered});
    return std::nullopt;
  }

  /// The format before a colon, which must be one that the command offers.
  void add_output(const std::string& word, format by_default) {
    const auto colon = word.find(':');
    const std::string before = word.substr(0, colon);
    const bool has_format =
        colon != std::string::npos && before.size() > 1 &&
        before.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    const auto chosen = has_format ? format_named(before) : by_default;
    if (chosen) out.outputs.push_back({*chosen, has_format ? word.substr(colon + 1) : word});
  }

  /// The files of `test` stand beside what people read, unless one of them is standard output.
  bool keeps_terminal() const {
    return out.what == command::test && std::none_of(out.outputs.begin(), out.outputs.end(),
                                                     [](const auto& o) { return o.path == "-"; });
  }

  void outputs() {
    const std::string_view offered = spec_of(out.what).formats;
    const auto chosen =
        format_named(out.format ? *out.format : std::string(offered.substr(0, offered.find(','))));
    if (!chosen) return;
    for (const std::string& word : out.output) add_output(word, *chosen);
    if (out.output.empty() || keeps_terminal()) out.outputs.push_back({*chosen, "-"});
  }

  /// A list of names has no other form.
  void check_list() {
    const bool is_plain = std::all_of(out.outputs.begin(), out.outputs.end(), [](const auto& o) {
      return o.format == format::pretty;
    });
    if (out.list && !is_plain) refuse("DS0943", {"--list", "--format"});
  }

  void languages() {
    if (out.lang && !language_named(*out.lang)) refuse("DS0933", {*out.lang, "--lang", "en, zh"});
    if (out.lang) out.spelling = language_named(*out.lang);
  }

  void days() {
    if (out.through && !(out.through_day = date::parse(*out.through)))
      refuse("DS0934", {*out.through, "--through"});
    // What begins like a name may be a term of the policy, which is not read yet.
    const bool is_literal = out.period && !out.period->empty() && is_digit(out.period->front());
    if (out.period && (out.period->empty() || (is_literal && !parse_period(*out.period))))
      refuse("DS0936", {*out.period, "--period"});
  }

  void require(bool given, const message& what) {
    if (!given) refuse("DS0931", {what});
  }

  /// OLD [NEW] ACTIVITIES…: with --set the second file is a policy only when it is called like one.
  void sides() {
    const auto is_policy = [](const std::string& path) {
      return path.ends_with(".duty") || path.ends_with(".md");
    };
    require(!out.files.empty(), {"OLD", "旧办法"});
    if (out.files.empty()) return;
    const bool has_new = out.set.empty() || (out.files.size() > 1 && is_policy(out.files[1]));
    if (has_new && out.files.size() == 1) require(false, {"NEW (or --set)", "新办法（或 --set）"});
    if (has_new && out.files.size() > 1) out.new_policy = out.files[1];
    const std::size_t first = has_new ? 2 : 1;
    if (out.files.size() > first)
      out.activities.assign(out.files.begin() + static_cast<std::ptrdiff_t>(first),
                            out.files.end());
    require(!out.activities.empty(), {"ACTIVITIES", "活动表"});
    // Data are read once for each policy, which standard input cannot be.
    if (std::count(out.activities.begin(), out.activities.end(), "-") > 0 || out.roster == "-")
      refuse("DS0938", {});
  }

  void changes() {
    for (const std::string& word : out.set) {
      const auto equal = word.rfind('=');
      const auto value = equal == std::string::npos
                             ? std::nullopt
                             : decimal::parse(std::string_view(word).substr(equal + 1));
      if (!value || equal == 0)
        refuse("DS0962", {word});
      else
        out.changes.push_back({word.substr(0, equal), *value});
    }
  }

  void files() {
    const message policy{"POLICY", "办法文件"}, activities{"ACTIVITIES", "活动表"};
    const bool scores =
        out.what == command::score || out.what == command::explain || out.what == command::rank;
    if (out.what == command::compare) return;
    if (out.what != command::fmt) require(!out.files.empty(), policy);
    if (scores && out.files.size() == 1) require(false, activities);
    const bool takes_one = out.what == command::schema || out.what == command::bounds || out.what == command::plan;
    if (takes_one && out.files.size() > 1) refuse("DS0930", {out.files[1]});
    if (out.what == command::explain) require(out.subject.has_value(), {"--subject", "--subject"});
    if (out.what == command::rank) require(out.period.has_value(), {"--period", "--period"});
    const auto inputs = std::count(out.files.begin(), out.files.end(), "-") + (out.roster == "-");
    if (inputs > 1) refuse("DS0938", {});
  }

  /// FORMAT or FORMAT:FILE.
  void coverage() {
    for (const std::string& word : out.coverage) {
      const auto colon = word.find(':');
      output_target to;
      choose<format>("--coverage", word.substr(0, colon), coverage_formats, to.format);
      if (colon != std::string::npos) to.path = word.substr(colon + 1);
      out.coverages.push_back(std::move(to));
    }
    if (!out.fail_under) return;
    out.least_coverage = decimal::parse(*out.fail_under);
    if (!out.least_coverage || *out.least_coverage < decimal{} ||
        *out.least_coverage > decimal::of(100))
      refuse("DS0933", {*out.fail_under, "--fail-under", "0…100"});
  }

  void numbers() {
    if (!out.jobs) return;
    const auto n = decimal::parse(*out.jobs);
    if (!n || !n->is_integer() || *n < decimal::of(1) || *n > decimal::of(256))
      return refuse("DS0933", {*out.jobs, "--jobs", "1…256"});
    out.jobs_wanted = static_cast<unsigned>(n->millionths() / decimal::scale);
  }

  void switches() {
    const int ways = out.check + out.diff + out.write;
    if (ways > 1) refuse("DS0940", {"--check", "--diff", "--write"});
    if (out.refused + out.account + out.detail > 1)
      refuse("DS0940", {"--refused", "--account", "--detail"});
    const bool from_input =
        out.files.empty() || std::count(out.files.begin(), out.files.end(), "-") > 0;
    if (out.write && from_input) refuse("DS0941", {"--write"});
    if (out.update && from_input) refuse("DS0941", {"--update"});
    if (out.update && out.list) refuse("DS0943", {"--update", "--list"});
  }

  /// `test --coverage policy.duty`: what is missing may have been taken for the value of an option.
  void forget_the_missing() {
    const auto is_missing = [](const diagnostic& d) { return d.code == "DS0931"; };
    if (!std::all_of(wrong.begin(), wrong.end(), is_missing)) std::erase_if(wrong, is_missing);
  }
};

}  // namespace

parsed interpret(words_given words, command what, language messages) {
  interpreter i;
  static_cast<words_given&>(i.out) = std::move(words);
  i.out.what = what;
  i.out.messages = messages;
  i.languages();
  i.files();
  i.switches();
  i.numbers();
  i.coverage();
  i.outputs();
  i.check_list();
  i.days();
  if (what == command::compare) i.sides();
  i.changes();
  i.choose<period_unit>("--by", i.out.by, units, i.out.by_unit);
  i.choose<basis>("--basis", i.out.basis, bases, i.out.on);
  i.choose<bool>("--on-bad-row", i.out.on_bad_row, bad_row_choices, i.out.report_bad_rows);
  i.forget_the_missing();
  if (!i.wrong.empty()) return refused_arguments{std::move(i.wrong), {}, exit_code::usage};
  return std::move(i.out);
}

}  // namespace dutyscore::cli
