#include "reference.hpp"

#include <algorithm>
#include <stdexcept>

#include "account.hpp"
#include "ranking.hpp"

namespace reference {

struct book::inside {
  explicit inside(input what)
      : in(std::move(what)), rules(in), who(in, rules), verdicts(judge(in, rules, who).all()) {
    find_through();
    find_subjects();
  }

  input in;
  regulation rules;
  people who;
  std::vector<verdict> verdicts;  // one per row
  std::vector<std::string> subjects;
  std::optional<date> through;
  std::map<std::string, date> latest;  // end of the month of a row, or of the texts in it
  std::map<std::pair<std::string, basis>, std::unique_ptr<account>> accounts;

  /// The last day of the last month with a row that is not bad.
  void find_through() {
    through = in.through;
    if (through) return;
    for (std::size_t r = 0; r < in.rows.size(); ++r)
      if (!verdicts[r].bad) through = std::max(through.value_or(date::min()), in.rows[r].day());
    if (through) through = rules.periods().period_of(*through, period_unit::month)->last;
  }
  void find_subjects() {
    std::set<std::string> all;
    std::map<std::string, date> earliest;
    if (in.roster)
      for (const person& p : *in.roster) all.insert(p.subject);
    for (std::size_t r = 0; r < in.rows.size(); ++r) {
      if (verdicts[r].bad) continue;
      const row& one = in.rows[r];
      all.insert(one.subject);
      const auto [first, is_first] = earliest.emplace(one.subject, one.dated);
      first->second = std::min(first->second, one.dated);
      const auto [last, is_last] = latest.emplace(one.subject, one.day());
      last->second = std::max(last->second, one.day());
    }
    for (auto& [subject, last] : latest) last = end_of_month(last);
    subjects.assign(all.begin(), all.end());
    who.begin_service(earliest, through);
  }
  /// Of what belongs to it under the texts in force on the day: an amendment ends it, and so does a
  /// day on which a block comes into force or no longer is.
  date end_of_month(date d) const {
    date end = rules.periods().period_of(d, period_unit::month)->last;
    const auto cut = [&](date first) {
      if (first > d) end = std::min(end, first - 1);
    };
    for (const auto& b : rules.blocks()) {
      for (const auto& text : b.texts) cut(text.from);
      for (const auto& s : b.force.stretches()) {
        cut(s.first);
        if (s.last < date::max()) cut(s.last + 1);
      }
    }
    return end;
  }
  date horizon(const std::string& subject) const {
    const auto last = latest.find(subject);
    const date closed = through.value_or(date::min());
    return last == latest.end() ? closed : std::max(closed, last->second);
  }
  account& account_of(const std::string& subject, basis on) {
    auto& a = accounts[{subject, on}];
    if (!a)
      a = std::make_unique<account>(situation{in, rules, who, verdicts, subject, on,
                                              through.value_or(date::min()), horizon(subject)});
    return *a;
  }
  std::vector<std::size_t> rows_of(const std::string& subject, const period& p, basis on) const {
    std::vector<std::size_t> out;
    for (std::size_t r = 0; r < in.rows.size(); ++r)
      if (in.rows[r].subject == subject && !verdicts[r].bad && is_on(in.rows[r], on) &&
          p.contains(in.rows[r].day()))
        out.push_back(r);
    return out;
  }
};

book::book(input what) : in_(std::make_unique<inside>(std::move(what))) {}
book::~book() = default;
book::book(book&&) noexcept = default;

std::size_t book::blocks() const { return in_->rules.blocks().size(); }
const std::string& book::block_name(std::size_t b) const { return in_->rules.blocks().at(b).name; }
std::size_t book::block(const std::string& name) const { return in_->rules.block_called(name); }
const std::string& book::veto_name(std::size_t k) const { return in_->rules.vetoes().at(k).name; }
const calendar& book::periods() const { return in_->rules.periods(); }
std::optional<date> book::through() const { return in_->through; }
const std::vector<std::string>& book::subjects() const { return in_->subjects; }

bool book::served_in(const std::string& subject, const period& p) const {
  return in_->who.served(subject, 0).first_in(p).has_value();
}

std::vector<period> book::periods(const std::string& subject, period_unit unit) const {
  std::vector<period> out;
  const day_set served = in_->who.served(subject, 0);
  const date last = in_->horizon(subject);
  if (const auto first = served.first_in(period{}); first && *first <= last)
    for (const period& p : periods().periods(unit, *first, last))
      if (const auto day = served.first_in(p); day && *day <= last) out.push_back(p);
  return out;
}

std::string book::org_unit(const std::string& subject, const period& p) const {
  return in_->who.org_unit(subject, p);
}

bool book::fails(const std::string& subject, basis on) const {
  try {
    in_->account_of(subject, on).total(0);
    return false;
  } catch (const no_reading&) {
    return true;
  }
}

whole book::points(const std::string& subject, std::size_t b, date first, date last,
                   basis on) const {
  return gained(in_->account_of(subject, on).total(b), first, last);
}

std::vector<entry> book::entries(const std::string& subject, const period& p, basis on) const {
  std::vector<entry> out;
  for (const entry& e : in_->account_of(subject, on).entries())
    if (p.contains(e.day)) out.push_back(e);
  return out;
}

std::vector<refusal> book::refusals(const std::string& subject, const period& p, basis on) const {
  std::vector<refusal> out;
  for (const std::size_t r : in_->rows_of(subject, p, on))
    out.insert(out.end(), in_->verdicts[r].refusals.begin(), in_->verdicts[r].refusals.end());
  return out;
}

std::vector<pending_entry> book::pending(const std::string& subject, const period& p,
                                         basis on) const {
  return in_->account_of(subject, on).pending(p);
}

std::vector<std::size_t> book::unmatched(const std::string& subject, const period& p,
                                         basis on) const {
  auto out = in_->rows_of(subject, p, on);
  std::erase_if(out, [&](std::size_t r) { return in_->verdicts[r].selected; });
  return out;
}

std::optional<std::vector<place>> book::rank(const period& p, basis on) const {
  accounts all;
  for (const std::string& s : in_->subjects) all[s] = &in_->account_of(s, on);
  try {
    return ranking(in_->rules, in_->who, all, p, in_->through.value_or(date::min()));
  } catch (const no_value&) {
    return std::nullopt;
  } catch (const no_reading&) {
    return std::nullopt;
  }
}

counts book::counts(basis on) const {
  reference::counts n;
  for (std::size_t r = 0; r < in_->verdicts.size(); ++r) {
    const verdict& v = in_->verdicts[r];
    ++n.rows;
    if (v.bad)
      ++n.bad;
    else if (!is_on(in_->in.rows[r], on))
      ++n.not_on_basis;
    else if (!v.selected)
      ++n.unmatched;
    else if (v.taken_by.empty() && v.vetoes.empty())
      ++n.refused;
    else
      ++n.counted;
  }
  return n;
}

std::vector<std::pair<std::size_t, std::string>> book::bad() const {
  std::vector<std::pair<std::size_t, std::string>> out;
  for (std::size_t r = 0; r < in_->verdicts.size(); ++r)
    if (in_->verdicts[r].bad) out.emplace_back(r, *in_->verdicts[r].bad);
  return out;
}

}  // namespace reference
