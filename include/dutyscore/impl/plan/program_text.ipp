#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "dutyscore/plan/plan.hpp"

namespace dutyscore::detail {

/// By the value of `operation`; those of the second kind stand between their arguments.
struct operation_text {
  std::string_view text;
  bool between = false;
};
inline constexpr std::array<operation_text, 49> operation_texts{{
    {"constant"}, {"field"},    {"subject."}, {"kind"},      {"date"},     {"end"},
    {"-"},        {"not "},     {"or", true}, {"and", true}, {"=", true},  {"!=", true},
    {"<", true},  {"<=", true}, {">", true},  {">=", true},  {"in"},       {"+", true},
    {"-", true},  {"*", true},  {"/", true},  {"table"},     {"min"},      {"max"},
    {"round"},    {"floor"},    {"ceil"},     {"abs"},       {"contains"}, {"starts_with"},
    {"days"},     {"years"},    {"months"},   {"year"},      {"month"},    {"day"},
    {"if"},       {"vetoed"},   {"rank"},     {"ranked"},    {"total"},    {"grade"},
    {"measure"},  {"served"},   {"length"},   {"last_day"},  {"previous"}, {"ratio"},
    {"marginal"},
}};
static_assert(operation_texts.size() == static_cast<std::size_t>(operation::marginal) + 1);

inline constexpr std::array<std::string_view, period_unit_count> unit_texts{
    "day", "month", "quarter", "half", "year", "term", "overall"};
inline std::string unit_text(period_unit u) {
  return u == period_unit::overall ? " overall"
                                   : " per " + std::string(unit_texts[static_cast<std::size_t>(u)]);
}

/// A program as the expression that it works out. One that uses a register twice is written
/// register by register, so that the text cannot outgrow the program.
class program_text {
 public:
  explicit program_text(const plan& p) : plan_(p), data_(p.policy.data()) {}

  std::string operator()(const column::program& p) const {
    if (p.code.empty()) return "nothing";
    const column::register_id last = static_cast<column::register_id>(p.code.size() - 1);
    if (is_tree(p)) return term(p, last, false);
    std::string out;
    for (column::register_id r = 0; r <= last; ++r) {
      const auto name = [](column::register_id a, bool) { return "r" + std::to_string(a); };
      out += (r == 0 ? "" : "; ") + name(r, false) + ": " + written(p.code[r], true, name);
    }
    return out;
  }

  std::string value(const column::instruction& i) const {
    switch (i.type) {
      case value_type::text:
        return "“" + plan_.texts[static_cast<std::size_t>(i.immediate)] + "”";
      case value_type::date:
        return date::from_days(static_cast<std::int32_t>(i.immediate)).to_string();
      case value_type::flag:
        return i.immediate ? "yes" : "no";
      default:
        return decimal::from_millionths(i.immediate).to_string();
    }
  }

 private:
  static bool is_tree(const column::program& p) {
    std::vector<bool> used(p.code.size());
    for (const column::instruction& i : p.code)
      for (const column::register_id a : i.args) {
        if (used[a] && !p.code[a].args.empty()) return false;
        used[a] = true;
      }
    return true;
  }

  std::string term(const column::program& p, column::register_id r, bool nested) const {
    return written(p.code[r], !nested,
                   [&](column::register_id a, bool inner) { return term(p, a, inner); });
  }

  /// One operation, over arguments that `argument` writes.
  template <class Argument>
  std::string written(const column::instruction& i, bool outermost, Argument argument) const {
    const operation_text& of = operation_texts[static_cast<std::size_t>(i.op)];
    const bool is_prefix = i.op == operation::negate || i.op == operation::logical_not;
    std::vector<std::string> args;
    for (const column::register_id a : i.args)
      args.push_back(argument(a, of.between || is_prefix || i.op == operation::in_list));
    if (of.between && args.size() > 1) {
      const std::string all = joined(args, " " + std::string(of.text) + " ");
      return outermost ? all : "(" + all + ")";
    }
    if (is_prefix) return std::string(of.text) + args[0];
    if (i.op == operation::in_list)
      return args[0] + " in [" + joined({args.begin() + 1, args.end()}, ", ") + "]";
    if (i.op == operation::table || i.op == operation::marginal) return looked_up(i, args);
    return named(i) + (i.args.empty() ? "" : "(" + joined(args, ", ") + ")") + back(i);
  }

  std::string named(const column::instruction& i) const {
    switch (i.op) {
      case operation::constant:
        return value(i);
      case operation::field:
        return plan_.policy.schema().activity[i.index].name;
      case operation::subject_field:
        return "subject." + plan_.policy.schema().subject[i.index].name;
      case operation::measure:
        return measured(data_.measures[i.index]);
      case operation::round:
        return "round_to_" + std::to_string(i.places);
      default:
        return std::string(operation_texts[static_cast<std::size_t>(i.op)].text);
    }
  }

  std::string measured(const measure& m) const {
    constexpr std::array<std::string_view, 4> names{"count", "days", "sum", "points"};
    const std::string field = m.field == none ? "" : "." + data_.fields[m.field].declared.name;
    return std::string(names[static_cast<std::size_t>(m.kind)]) + "(" + data_.blocks[m.of].name +
           field + (m.when == none ? "" : " when …") + ")";
  }

  /// Keys, then the value of each row.
  std::string looked_up(const column::instruction& i, const std::vector<std::string>& args) const {
    const auto keys = args.begin() + static_cast<std::ptrdiff_t>(plan_.tables[i.index].keys);
    return (i.op == operation::marginal ? "marginal table " : "table ") + std::to_string(i.index) +
           " by " + joined({args.begin(), keys}, ", ") + " {" + joined({keys, args.end()}, "; ") +
           "}";
  }

  static std::string back(const column::instruction& i) {
    return i.periods_back > 0 ? " " + std::to_string(i.periods_back) + " periods before" : "";
  }

  static std::string joined(const std::vector<std::string>& parts, const std::string& by) {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : by) + part;
    return out;
  }

  const plan& plan_;
  const policy_data& data_;
};

}  // namespace dutyscore::detail
