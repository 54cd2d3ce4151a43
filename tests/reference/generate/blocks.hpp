// Categories, indicators and vetoes.
#pragma once

#include "generate/readings.hpp"

namespace reference::making {

/// For which text a block is written.
struct edition {
  bool is_amendment = false;
  std::size_t points_before = 0;  // in an amendment: no circle through blocks from this one on
};

class blocks : public readings {
 public:
  using readings::readings;

 protected:
  names some_of(names from, std::size_t least, std::size_t most) {
    d_.shuffle(from);
    most = std::min(most, from.size());
    from.resize(least + d_.below(most - least + 1));
    return from;
  }
  static void add(names& to, const names& more) {
    for (const std::string& one : more)
      if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
  }

  // --- The policy and categories.

  std::size_t new_block(const std::string& name, bool is_indicator, std::size_t parent) {
    const std::size_t here = blocks_.size();
    known_block b;
    b.name = name;
    b.is_indicator = is_indicator;
    b.parent = parent;
    if (here > 0) {
      b.of_lines = blocks_[parent].of_lines;
      b.is_uniform = blocks_[parent].is_uniform;
      blocks_[parent].members.push_back(here);
    }
    if (b.of_lines == sign::any && d_.percent(is_indicator ? 40 : 10)) {
      b.of_lines = d_.percent(70) ? sign::award : sign::deduct;
      b.is_uniform = !is_indicator;
    }
    blocks_.push_back(std::move(b));
    return here;
  }
  void members(std::size_t here, int level, const names& allowed) {
    for (int i = d_.between(1, here == 0 ? 4 : 3); i > 0; --i) {
      const std::string name = fresh();
      if (level < 3 && d_.percent(35))
        category(new_block(name, false, here), level, some_of(allowed, 1, allowed.size()));
      else
        indicator(new_block(name, true, here), allowed, {});
    }
  }
  void end_of_block(std::size_t here, const names& allowed) {
    for (int i = d_.percent(35) ? d_.between(1, 2) : 0; i > 0; --i)
      new_veto(here, allowed);
    add_up(here);
    limits_of_category(here, blocks_[here].kinds);
    blocks_[here].is_closed = true;
  }
  void add_up(std::size_t here) {
    for (const std::size_t m : blocks_[here].members) {
      add(blocks_[here].kinds, blocks_[m].kinds);
      blocks_[here].awards = blocks_[here].awards || blocks_[m].awards;
    }
  }
  void limits_of_category(std::size_t here, const names& below) {
    known_block& b = blocks_[here];
    if (b.is_uniform && more(70))
      line(cat({w("highest ", "就高 "), per(coarse_unit())}));
    const bool may_base = !(b.is_uniform && b.of_lines == sign::deduct);
    if (may_base && d_.percent(25)) {
      bases();
      b.awards = true;
    }
    caps_and_floors(b.awards);
    if (more(8)) weight();
    if (d_.percent(15)) accept(below, met_by(here));
  }
  void category(std::size_t here, int level, const names& allowed) {
    open(cat({w("category", "大类"), " ", blocks_[here].name, label(50)}));
    blocks_[here].force = own_force(outer_of(here), 15);
    members(here, level + 1, allowed);
    end_of_block(here, allowed);
    close();
  }
  /// The days on which a text that begins now may be in force.
  force_days from_on(const force_days& outer) const {
    return {std::max(outer.first, from_), outer.last};
  }
  force_days outer_of(std::size_t here) const {
    return from_on(blocks_[blocks_[here].parent].force);
  }
  force_days own_force(const force_days& outer, int percent) {
    force_days own = outer;
    if (d_.percent(percent)) line(force(outer, own));
    return own;
  }
  /// A field may only belong to kinds that some rule takes.
  void unused_kinds() {
    names left;
    for (const std::string& k : kinds)
      if (!used_kinds_.count(k)) left.push_back(k);
    if (left.empty()) return;
    const std::size_t here = new_block(fresh(), true, 0);
    blocks_[here].force = blocks_[0].force;
    blocks_[here].kinds = left;
    blocks_[here].is_closed = true;
    open(cat({w("indicator", "指标"), " ", blocks_[here].name}));
    line(cat({w("on ", "事项 "), texts(left)}));
    if (d_.percent(50) && blocks_[here].of_lines != sign::deduct) {
      line(w("award 1", "计分 1"));
      blocks_[here].awards = true;
    }
    close();
  }

  // --- Indicators.

  std::string on(const names& allowed) {
    asked_ = some_of(allowed, 1, 2);
    return cat({w("on ", "事项 "), texts(asked_), when(25)});
  }
  void selectors(const names& allowed) {
    may_read_subject_ = d_.percent(30);
    line(on(allowed));
    if (d_.percent(12)) {
      const names first = asked_;
      line(on(first));
      asked_ = first;  // the same kinds once more, under another condition
      if (d_.percent(50)) line(cat({w("on ", "事项 "), texts(first), when(100)}));
    }
    may_read_subject_ = true;
  }
  void indicator(std::size_t here, const names& allowed, const edition& e) {
    open(cat({w("indicator", "指标"), " ", blocks_[here].name, label(40)}));
    selectors(allowed);
    const names own_kinds = asked_;
    used_kinds_.insert(own_kinds.begin(), own_kinds.end());
    add(blocks_[here].kinds, own_kinds);
    blocks_[here].latest_kinds = own_kinds;
    blocks_[here].force = own_force(outer_of(here), 10);
    if (d_.percent(20)) line(cat({w("cite ", "依据 "), quoted("第六条")}));
    lines_of_activities(here);
    if (d_.percent(15)) accept_clause();
    asked_ = blocks_[here].kinds;  // the order of activities is one for all texts
    for (int i = more(35) ? d_.between(1, 3) : 0; i > 0; --i)
      line(selection(blocks_[here].of_lines != sign::any));
    may_read_subject_ = false;
    lines_of_periods(here, e.is_amendment ? e.points_before : here);
    may_read_subject_ = true;
    asked_ = blocks_[here].kinds;
    limits_of_indicator(here);
    asked_ = own_kinds;
    vetoes_of_indicator(here, own_kinds, e);
    may_read_subject_ = false;
    blocks_[here].is_closed = true;
    close();
  }
  void lines_of_activities(std::size_t here) {
    known_block& b = blocks_[here];
    const bool deducts = b.of_lines == sign::deduct || (b.of_lines == sign::any && d_.percent(30));
    const int count = d_.percent(12) ? 0 : d_.between(1, 3);
    for (int i = 0; i < count; ++i) {
      const bool deduct = b.of_lines == sign::deduct || (deducts && d_.percent(80));
      b.awards = b.awards || !deduct;
      line(award(deduct, b.of_lines));
    }
    for (int i = count > 0 && d_.percent(30) ? d_.between(1, 2) : 0; i > 0; --i) line(factor());
    if (d_.percent(20)) line(cap_per_event());
  }
  void lines_of_periods(std::size_t here, std::size_t points_before) {
    known_block& b = blocks_[here];
    for (int i = more(25) ? d_.between(1, 2) : 0; i > 0; --i) {
      const std::string l = line_of_period(here, points_before);
      b.awards = b.awards || l.rfind("award", 0) == 0 || l.rfind("计分", 0) == 0;
      line(l);
    }
    if (b.of_lines != sign::award && more(12)) line(requirement());
  }
  void limits_of_indicator(std::size_t here) {
    known_block& b = blocks_[here];
    const bool may_base = !(b.is_uniform && b.of_lines == sign::deduct);
    if (may_base && d_.percent(10)) {
      bases();
      b.awards = true;
    }
    if (more(20)) keyed_limits(b.awards);
    caps_and_floors(b.awards);
    if (more(10)) weight();
  }

  // --- Vetoes.

  void vetoes_of_indicator(std::size_t here, const names& own_kinds, const edition& e) {
    if (e.is_amendment)
      restate_vetoes(here);
    else if (d_.percent(15))
      new_veto(here, own_kinds);
  }
  /// Of a block that is replaced whole: what is not stated again ends.
  void restate_vetoes(std::size_t here) {
    for (const std::size_t k : blocks_[here].vetoes) {
      if (d_.percent(60))
        veto(k, blocks_[here].force, vetoes_[k].kinds);
      else
        vetoes_[k].force.last = std::min(vetoes_[k].force.last, from_ - 1);
    }
  }
  void new_veto(std::size_t where, const names& allowed) {
    const std::size_t k = vetoes_.size();
    vetoes_.push_back({fresh(), {}, {}});
    blocks_[where].vetoes.push_back(k);
    veto(k, blocks_[where].force, allowed);
  }
  void veto(std::size_t k, const force_days& outer, const names& allowed) {
    open(cat({w("veto", "一票否决"), " ", vetoes_[k].name, label(40)}));
    line(on(allowed));
    add(vetoes_[k].kinds, asked_);
    vetoes_[k].force = own_force(outer, 15);
    if (d_.percent(20)) accept_clause();
    effects();
    close();
  }
  void effects() {
    std::set<std::string> done;
    for (int i = more(25) ? 2 : 1; i > 0; --i) {
      const std::string e = effect(done);
      if (!e.empty()) line(e);
    }
  }
  /// Of a kind, a period and a list there is one effect.
  std::string effect(std::set<std::string>& done) {
    const std::string head = w("effect", "处理");
    const bool english = head == "effect";
    if (!grades_.empty() && more(25)) {
      const known_grade& g = d_.one_of(grades_);
      const unit_words& u = words_of(g.unit);
      const std::string text = quoted(d_.percent(15) ? odd_grade : d_.one_of(g.rows));
      if (done.insert(cat({"grade ", u.en})).second)
        return english ? cat({"effect grade ", text, " ", u.en})
                       : cat({"处理 ", u.effect, " 定为 ", text});
    }
    if (!lists_.empty() && more(25)) {
      const known_list& l = d_.one_of(lists_);
      const unit_words& u = words_of(l.unit);
      const std::string n = d_.percent(50) ? number(1, 4, 0) : "";
      if (done.insert("bar " + l.name).second)
        return english ? cat({"effect bar ", l.name, " ", u.en, n.empty() ? "" : " for " + n})
                       : cat({"处理 ", u.effect, " 取消资格 ", l.name,
                              n.empty() ? "" : " 连续 " + n});
    }
    const unit_words& u = any_unit();
    if (!done.insert(cat({"void ", u.en})).second) return "";
    return english ? cat({"effect void ", u.en}) : cat({"处理 ", u.effect, " 清零"});
  }

  std::set<std::string> used_kinds_;  // by an indicator
  date from_ = date::min();  // of the amendment
};

}  // namespace reference::making
