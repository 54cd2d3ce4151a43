#include "books.hpp"

#include <vector>

namespace reference {
namespace {

using namespace dutyscore;

/// Every figure of a book, one a line.
class figures_of_book {
 public:
  explicit figures_of_book(const book& of) : of_(of) {
    for (const period_unit unit : {period_unit::year, period_unit::half, period_unit::quarter,
                                   period_unit::month, period_unit::term, period_unit::overall})
      for (date d = date::parse("2022-07-01").value(); d < date::parse("2024-12-31").value();
           d = d + 28)
        if (const auto p = of.policy()->calendar.period_of(d, unit))
          if (periods_.empty() || periods_.back().first != p->first || periods_.back().unit != unit)
            periods_.push_back(*p);
  }

  std::vector<std::string> run() {
    line("through " + of_.through().to_string());
    for (const basis on : {basis::claimed, basis::reviewed, basis::confirmed}) {
      on_ = on;
      whole();
      for (subject_id s = 0; s < of_.subjects().size(); ++s) subject(s);
      for (const period& p : periods_) ranks(p);
    }
    return std::move(lines_);
  }

 private:
  void line(const std::string& text) { lines_.push_back(at_ + text); }
  static std::string codes(const diagnostics& list) { return to_text(list, language::en); }
  static std::string name(const period& p) { return p.to_text(language::en); }

  void whole() {
    at_ = std::to_string(static_cast<int>(on_)) + " ";
    const row_counts& n = of_.counts(on_);
    line("counts " + std::to_string(n.not_on_basis) + " " + std::to_string(n.unmatched) + " " +
         std::to_string(n.refused) + " " + std::to_string(n.counted) + " " +
         std::to_string(n.rows - n.bad));
    for (const unmatched_kind& u : of_.unmatched(on_))
      line("unmatched " + u.kind + " " + std::to_string(u.rows));
  }

  void subject(subject_id s) {
    at_ = std::to_string(static_cast<int>(on_)) + " " + of_.subjects()[s] + " ";
    for (const period_unit unit : {period_unit::month, period_unit::year, period_unit::overall})
      for (const period& p : of_.periods(s, unit)) line("serves in " + name(p));
    for (const period& p : periods_) {
      line("unit " + of_.org_unit(s, p));
      points(s, p);
      pending(s, p);
      const auto refused = of_.refused_counts(s, p, on_);
      for (const refused_count& r : refused.value())
        line("refused " + name(p) + " " + std::to_string(r.block) + " " +
             std::to_string(r.veto) + " " + r.reason.en + " " + std::to_string(r.rows));
    }
  }
  void points(subject_id s, const period& p) {
    const auto points = of_.points(s, p, on_);
    if (!points) return line(name(p) + " " + codes(points.messages()));
    for (const decimal& d : *points) line(name(p) + " " + d.to_string());
  }
  void pending(subject_id s, const period& p) {
    const auto all = of_.pending(s, p, on_);
    if (!all) return line("pending " + codes(all.messages()));
    for (const pending_entry& e : *all)
      line("pending " + e.day.to_string() + " " + std::to_string(e.block) + " " +
           e.points.to_string());
  }
  void ranks(const period& p) {
    at_ = std::to_string(static_cast<int>(on_)) + " rank in " + name(p) + " ";
    const auto all = of_.rank(p, on_);
    if (!all) return line(codes(all.messages()));
    for (const ranked_subject& r : *all) {
      std::string text = std::to_string(r.rank) + " " + of_.subjects()[r.subject] + " " +
                         r.points.to_string() + (r.vetoed ? " vetoed" : "");
      for (const std::string& g : r.grades) text += " " + g;
      for (const std::uint32_t l : r.lists) text += " " + std::to_string(l);
      line(text);
    }
  }

  const book& of_;
  std::vector<period> periods_;
  basis on_ = basis::claimed;
  std::string at_;
  std::vector<std::string> lines_;
};

}  // namespace

std::optional<std::string> difference(const result<book>& a, const result<book>& b) {
  if (!a || !b) {
    if (a.has_value() == b.has_value()) return std::nullopt;
    return "only one is a book: " + to_text(a ? b.messages() : a.messages(), language::en);
  }
  const auto left = figures_of_book(*a).run(), right = figures_of_book(*b).run();
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const std::string l = i < left.size() ? left[i] : "(nothing)",
                      r = i < right.size() ? right[i] : "(nothing)";
    if (l != r) return l + "\n" + r;
  }
  return std::nullopt;
}

}  // namespace reference
