#include "rules/by_reference.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "dutyscore/core/decimal.hpp"
#include "reference/reference.hpp"
#include "rules/shipped.hpp"

namespace rules_test {
namespace {

using namespace dutyscore;
using reference::row;

/// Fixed columns and words of scenarios, which may be Chinese.
std::string english(const std::string& word) {
  static const std::map<std::string, std::string> words = {
      {"内容", "title"},    {"编号", "id"},          {"状态", "standing"}, {"起始状态", "since"},
      {"理由", "reason"},   {"计入日期", "credited"}, {"佐证", "evidence"}, {"单位", "org_unit"},
      {"姓名", "name"},     {"自评", "claimed"},      {"初审", "reviewed"}, {"确认", "confirmed"},
      {"不予认可", "rejected"}, {"累计", "overall"}, {"对象", "subject"},  {"事项", "kind"},
      {"日期", "date"},     {"止日", "end"}};
  const auto found = words.find(word);
  return found == words.end() ? word : found->second;
}

/// `2023年5月6日` as `2023-05-06`.
std::string iso(const std::string& period) {
  if (period.find("年") == std::string::npos) return english(period);
  std::string digits;
  for (const char c : period) digits += c >= '0' && c <= '9' ? c : ' ';
  std::istringstream in(digits);
  std::string out;
  for (std::string number; in >> number;)
    out += (out.empty() ? "" : "-") + std::string(number.size() == 1 ? "0" : "") + number;
  return out;
}

class reader {
 public:
  reader(std::string path, const ast::document& document, const ast::scenario& scenario)
      : path_(std::move(path)), document_(document), scenario_(scenario) {
    for (const ast::clause& c : document.policies.front().body)
      if (c.kind == ast::clause_kind::activity_block || c.kind == ast::clause_kind::subject_block)
        for (const ast::field& f : c.fields)
          if (f.label) names_[f.label->value] = f.name.text;
  }

  reference::input read() {
    reference::input in;
    in.document = std::make_shared<const ast::document>(document_);
    if (scenario_.through) in.through = scenario_.through->value;
    for (const ast::given& g : scenario_.givens) {
      if (g.kind == ast::given_kind::file) read_file_of(g, in.rows);
      if (g.kind == ast::given_kind::rows)
        for (const ast::given_row& r : g.rows) in.rows.push_back(activity(r));
      if (g.kind == ast::given_kind::roster) {
        if (!in.roster) in.roster.emplace();
        for (const ast::given_row& r : g.rows) serve(r, *in.roster);
      }
    }
    return in;
  }

 private:
  std::string cell(ast::expr_id id) const {
    const ast::expr& e = document_.at(id);
    switch (e.kind) {
      case ast::expr_kind::number:
        return e.number.to_string();
      case ast::expr_kind::flag:
        return e.flag ? "yes" : "no";
      case ast::expr_kind::date:
        return e.day.to_string();
      case ast::expr_kind::name:
        return english(e.text.value);
      case ast::expr_kind::negate:
        return "-" + cell(e.args.front());
      default:
        return e.text.value;
    }
  }

  std::string field(const std::string& written) const {
    const auto labelled = names_.find(written);
    return labelled == names_.end() ? written : labelled->second;
  }

  void set(row& r, const std::string& written, const std::string& text) const {
    const std::string name = english(written);
    if (name == "title" || name == "evidence") return;
    if (name == "id") r.id = text;
    else if (name == "standing") r.standing = text;
    else if (name == "since") r.since = text;
    else if (name == "reason") r.reason = text;
    else if (name == "credited") r.credited = date::parse(text);
    else r.fields[field(written)] = text;
  }

  row activity(const ast::given_row& given) const {
    row r;
    r.subject = given.subject.value;
    r.kind = given.kind.value;
    r.dated = given.from->value;
    if (given.to) r.end = given.to->value;
    for (const ast::setting& s : given.settings) set(r, s.name.text, cell(s.value));
    return r;
  }

  void serve(const ast::given_row& given, std::vector<reference::person>& roster) const {
    reference::service s;
    if (given.from) s.from = given.from->value;
    if (given.to) s.to = given.to->value;
    for (const ast::setting& set : given.settings) {
      const std::string name = english(set.name.text);
      if (name == "org_unit") s.org_unit = cell(set.value);
      else if (name != "name") s.fields[field(set.name.text)] = cell(set.value);
    }
    for (reference::person& p : roster)
      if (p.subject == given.subject.value) return p.services.push_back(s);
    roster.push_back({given.subject.value, {s}});
  }

  /// A table without quoted cells.
  void read_file_of(const ast::given& g, std::vector<row>& rows) const {
    const auto file = std::filesystem::path(path_).parent_path() / g.file.value;
    std::istringstream in(read_file(file.string()).value());
    std::vector<std::string> header;
    for (std::string line; std::getline(in, line);) {
      std::vector<std::string> cells;
      std::istringstream of(line);
      for (std::string c; std::getline(of, c, ',');) cells.push_back(c);
      if (header.empty()) {
        header = cells;
        continue;
      }
      row r;
      for (std::size_t at = 0; at < cells.size(); ++at) {
        const std::string name = english(header[at]);
        if (name == "subject") r.subject = cells[at];
        else if (name == "kind") r.kind = cells[at];
        else if (name == "date") r.dated = date::parse(cells[at]).value();
        else if (!cells[at].empty()) set(r, header[at], cells[at]);
      }
      rows.push_back(r);
    }
  }

  std::string path_;
  const ast::document& document_;
  const ast::scenario& scenario_;
  std::map<std::string, std::string> names_;
};

class judge {
 public:
  judge(const ast::document& document, const reference::input& in)
      : document_(document), in_(in), book_(in) {}

  /// What came instead of each check that does not hold.
  std::vector<std::string> unmet(const ast::expectation& e) {
    std::vector<std::string> out;
    const auto on = basis_of(e);
    if (e.kind == ast::expect_kind::refusal) {
      const period day{period_unit::day, e.day->value, e.day->value};
      for (const auto& r : book_.refusals(e.subject.value, day, on))
        if (r.reason == e.reason.value) return out;
      for (const row& r : in_.rows)
        if (is_rejected(r, e.subject.value, day, on) && r.reason == e.reason.value) return out;
      return {"not refused"};
    }
    const period p = book_.periods().named(iso(e.period->text));
    if (e.kind == ast::expect_kind::list) return list_differs(e, p, on);
    for (const ast::check& c : e.checks) check(c, e.subject.value, p, on, out);
    return out;
  }

 private:
  static reference::basis basis_of(const ast::expectation& e) {
    const std::string name = e.basis ? english(e.basis->text) : "confirmed";
    return name == "claimed"    ? reference::basis::claimed
           : name == "reviewed" ? reference::basis::reviewed
                                : reference::basis::confirmed;
  }

  static bool is_rejected(const row& r, const std::string& subject, const period& p,
                          reference::basis on) {
    return r.subject == subject && r.standing == "rejected" && on != reference::basis::claimed &&
           p.first <= r.day() && r.day() <= p.last;
  }

  const reference::place* place_of(const std::string& subject, const period& p,
                                   reference::basis on) {
    places_ = book_.rank(p, on).value();
    for (const reference::place& at : places_)
      if (at.subject == subject) return &at;
    return nullptr;
  }

  static bool holds(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  }

  /// In millionths.
  reference::whole figure(const ast::check& c, const std::string& subject, const period& p,
                          reference::basis on) {
    switch (c.kind) {
      case ast::check_kind::total:
        return book_.points(subject, 0, p, on);
      case ast::check_kind::block:
        return book_.points(subject, book_.block(c.name.text), p, on);
      case ast::check_kind::pending:
        return book_.pending(subject, p, on).size() * reference::million;
      case ast::check_kind::unmatched:
        return book_.unmatched(subject, p, on).size() * reference::million;
      case ast::check_kind::rank: {
        const auto* at = place_of(subject, p, on);
        return at ? at->rank * reference::million : 0;
      }
      default: {
        std::set<std::size_t> rows;
        for (const auto& r : book_.refusals(subject, p, on)) rows.insert(r.row);
        for (std::size_t r = 0; r < in_.rows.size(); ++r)
          if (is_rejected(in_.rows[r], subject, p, on)) rows.insert(r);
        return rows.size() * reference::million;
      }
    }
  }

  void check(const ast::check& c, const std::string& subject, const period& p,
             reference::basis on, std::vector<std::string>& out) {
    switch (c.kind) {
      case ast::check_kind::grade: {
        const auto* at = place_of(subject, p, on);
        if (!at || !holds(at->grades, c.text.value))
          out.push_back("grade " + (at && !at->grades.empty() ? at->grades.front() : "-"));
        return;
      }
      case ast::check_kind::in_list:
      case ast::check_kind::not_in_list: {
        const auto* at = place_of(subject, p, on);
        const bool is = at && holds(at->lists, c.name.text);
        if (is != (c.kind == ast::check_kind::in_list)) out.push_back("list " + c.name.text);
        return;
      }
      default: {
        const auto got = figure(c, subject, p, on);
        const ast::expr& e = document_.at(c.value);
        const bool negative = e.kind == ast::expr_kind::negate;
        const auto wanted = (negative ? document_.at(e.args.front()) : e).number.millionths();
        if (got != (negative ? -wanted : wanted))
          out.push_back(c.name.text + " " +
                        decimal::from_millionths(static_cast<std::int64_t>(got)).to_string());
      }
    }
  }

  std::vector<std::string> list_differs(const ast::expectation& e, const period& p,
                                        reference::basis on) {
    std::set<std::string> wanted, got;
    for (const auto& member : e.members) wanted.insert(member.value);
    const auto places = book_.rank(p, on).value();
    for (const reference::place& at : places)
      if (holds(at.lists, e.list.text)) got.insert(at.subject);
    if (wanted == got) return {};
    std::string names;
    for (const std::string& name : got) names += " " + name;
    return {"listed:" + names};
  }

  const ast::document& document_;
  const reference::input& in_;
  reference::book book_;
  std::vector<reference::place> places_;
};

}  // namespace

std::vector<std::string> unmet_by_reference(const std::string& path) {
  const ast::document document = tree_of(path);
  std::vector<std::string> out;
  for (const ast::scenario& s : document.scenarios) {
    const reference::input in = reader(path, document, s).read();
    judge judged(document, in);
    for (const ast::expectation& e : s.expectations)
      for (const std::string& what : judged.unmet(e))
        out.push_back(s.name.value + ": " + e.subject.value + e.list.text + " " +
                      (e.period ? e.period->text : "") + ": " + what);
  }
  return out;
}

}  // namespace rules_test
