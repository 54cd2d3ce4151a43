#include "regulation.hpp"

#include <algorithm>
#include <stdexcept>

namespace reference {

namespace ast = dutyscore::ast;
using ast::clause;
using ast::clause_kind;

namespace {

std::vector<const clause*> pointers(const std::vector<clause>& body) {
  std::vector<const clause*> out;
  for (const clause& c : body) out.push_back(&c);
  return out;
}

/// Of the policy's own clauses, an amendment replaces all of the keywords that it has.
bool is_replaced_by_keyword(clause_kind kind) {
  constexpr std::array kinds{clause_kind::cap,    clause_kind::floor, clause_kind::base,
                             clause_kind::weight, clause_kind::accept, clause_kind::cite,
                             clause_kind::highest};
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

template <class Thing, class Same>
Thing& found_or_new(std::vector<Thing>& things, Same is_same) {
  const auto found = std::find_if(things.begin(), things.end(), is_same);
  return found == things.end() ? things.emplace_back() : *found;
}

bool is_called_in(const std::vector<clause>& body, const std::string& name) {
  return std::any_of(body.begin(), body.end(),
                     [&](const clause& c) { return c.name.text == name; });
}

bool only_deducts(const clause& c) {
  return c.kind == clause_kind::deduct || c.kind == clause_kind::require;
}
bool awards(const clause& c) {
  return c.kind == clause_kind::award || c.kind == clause_kind::base;
}

}  // namespace

std::vector<const clause*> all_of(const std::vector<const clause*>& clauses, clause_kind kind) {
  std::vector<const clause*> found;
  for (const clause* c : clauses)
    if (c->kind == kind) found.push_back(c);
  return found;
}

bool is_derived(const clause& c) {
  const bool is_line = c.kind == clause_kind::award || c.kind == clause_kind::deduct;
  return c.kind == clause_kind::require || (is_line && c.unit == ast::line_unit::period);
}

rounding rounding_of(ast::step_rounding mode) {
  switch (mode) {
    case ast::step_rounding::up:
      return rounding::up;
    case ast::step_rounding::down:
      return rounding::down;
    case ast::step_rounding::half_up:
      return rounding::half_up;
    default:
      return rounding::half_even;
  }
}

std::size_t named_thing::asked(date d) const {
  std::size_t latest = 0;
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (texts[i].from <= d) latest = i;
  return latest;
}

stretch named_thing::days_of(std::size_t i) const {
  return {i == 0 ? date::min() : texts[i].from,
          i + 1 == texts.size() ? date::max() : texts[i + 1].from - 1};
}

day_set named_thing::in_force() const {
  std::vector<stretch> parts;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    stretch s{std::max(texts[i].from, days_of(i).first), std::min(texts[i].until, days_of(i).last)};
    for (const clause* c : all_of(texts[i].clauses, clause_kind::in_force)) {
      if (c->from) s.first = std::max(s.first, c->from->value);
      if (c->to) s.last = std::min(s.last, c->to->value);
    }
    parts.push_back(s);
  }
  return day_set(std::move(parts));
}

regulation::regulation(const input& in) : document_(in.document), periods_(policy()) {
  block& root = blocks_.emplace_back();
  root.name = policy().name.text;
  root.path = {0};
  root.texts.push_back({date::min(), date::max(), nullptr, pointers(policy().body)});
  for (const clause& c : policy().body) {
    if (c.kind == clause_kind::activity_block)
      for (const ast::field& f : c.fields) fields_.push_back(&f);
    if (c.kind == clause_kind::subject_block)
      for (const ast::field& f : c.fields) fields_of_subject_.push_back(&f);
    if (c.kind != clause_kind::decimals) continue;
    places_ = static_cast<int>(c.number.millionths() / million);
    mode_ = rounding_of(c.mode);
  }
  add_below(policy().body, date::min(), 0);
  auto amendments = all_of(pointers(policy().body), clause_kind::amend);
  std::stable_sort(amendments.begin(), amendments.end(),
                   [](auto* a, auto* b) { return a->from->value < b->from->value; });
  for (const clause* a : amendments) amend(*a);
  for (std::size_t b = 0; b < blocks_.size(); ++b)
    blocks_[b].counts_deductions = has_below(b, only_deducts) && !has_below(b, awards);
  find_forces();
}

void regulation::amend(const clause& amendment) {
  const date from = amendment.from->value;
  wording next = blocks_[0].texts.back();
  next.from = from;
  std::erase_if(next.clauses, [&](const clause* old) {
    return is_replaced_by_keyword(old->kind) &&
           std::any_of(amendment.body.begin(), amendment.body.end(),
                       [&](const clause& c) { return c.kind == old->kind; });
  });
  for (const clause& c : amendment.body) next.clauses.push_back(&c);
  blocks_[0].texts.push_back(next);
  add_below(amendment.body, from, 0);
}

void regulation::add_below(const std::vector<clause>& body, date from, std::size_t parent) {
  for (const clause& c : body) {
    if (c.kind == clause_kind::category || c.kind == clause_kind::indicator)
      add_block(c, from, parent);
    if (c.kind == clause_kind::veto) add_veto(c, from, parent);
    if (c.kind == clause_kind::grade) {
      grade& g = found_or_new(grades_, [&](const grade& old) {
        return old.name == c.name.text && old.unit == c.per->unit;
      });
      g.name = c.name.text;
      g.unit = c.per->unit;
      g.texts.push_back({from, date::max(), &c, {}});
    }
    if (c.kind == clause_kind::list) {
      list& l = found_or_new(lists_, [&](const list& old) { return old.name == c.name.text; });
      l.name = c.name.text;
      l.unit = c.per->unit;
      l.texts.push_back({from, date::max(), &c, pointers(c.body)});
    }
  }
}

/// A block that is there already keeps its place; another one stands below `parent`.
void regulation::add_block(const clause& c, date from, std::optional<std::size_t> parent) {
  std::size_t here = 0;
  while (here < blocks_.size() && blocks_[here].name != c.name.text) ++here;
  if (here == blocks_.size()) {
    block b;
    b.name = c.name.text;
    b.is_indicator = c.kind == clause_kind::indicator;
    b.path = blocks_[*parent].path;
    b.path.push_back(here);
    blocks_.push_back(std::move(b));
    blocks_[*parent].members.push_back(here);
  }
  blocks_[here].texts.push_back({from, date::max(), &c, pointers(c.body)});
  leave_out_others(c.body, from, here);
  add_below(c.body, from, here);
}

void regulation::add_veto(const clause& c, date from, std::size_t where) {
  std::size_t here = 0;
  while (here < vetoes_.size() && vetoes_[here].name != c.name.text) ++here;
  if (here == vetoes_.size()) {
    veto& v = vetoes_.emplace_back();
    v.name = c.name.text;
    v.where = where;
    blocks_[where].vetoes.push_back(here);
  }
  vetoes_[here].texts.push_back({from, date::max(), &c, pointers(c.body)});
}

/// A block that is replaced is replaced whole: what stood in it and does not any more is over.
void regulation::leave_out_others(const std::vector<clause>& body, date from, std::size_t parent) {
  const auto end = [from](named_thing& t) {
    t.texts.back().until = std::min(t.texts.back().until, from - 1);
  };
  for (const std::size_t m : blocks_[parent].members)
    if (!is_called_in(body, blocks_[m].name)) end(blocks_[m]);
  for (const std::size_t k : blocks_[parent].vetoes)
    if (!is_called_in(body, vetoes_[k].name)) end(vetoes_[k]);
}

bool regulation::has_below(std::size_t b, bool (*test)(const clause&)) const {
  for (const wording& w : blocks_[b].texts)
    for (const clause* c : w.clauses)
      if (test(*c)) return true;
  return std::any_of(blocks_[b].members.begin(), blocks_[b].members.end(),
                     [&](std::size_t m) { return has_below(m, test); });
}

void regulation::find_forces() {
  for (block& b : blocks_) {
    b.force = day_set({stretch{}});
    for (const std::size_t up : b.path) b.force = b.force & blocks_[up].in_force();
  }
  for (veto& v : vetoes_) v.force = blocks_[v.where].force & v.in_force();
  for (list& l : lists_) l.force = blocks_[0].force & l.in_force();
}

std::size_t regulation::block_called(const std::string& name) const {
  for (std::size_t b = 0; b < blocks_.size(); ++b)
    if (blocks_[b].name == name) return b;
  throw std::invalid_argument("reference: there is no block " + name);
}

std::vector<std::size_t> regulation::indicators_of(std::size_t b) const {
  if (blocks_[b].is_indicator) return {b};
  std::vector<std::size_t> out;
  for (const std::size_t m : blocks_[b].members)
    for (const std::size_t i : indicators_of(m)) out.push_back(i);
  return out;
}

namespace {
const ast::field* called(const std::vector<const ast::field*>& fields, const std::string& name) {
  for (const ast::field* f : fields)
    if (f->name.text == name || (f->label && f->label->value == name)) return f;
  return nullptr;
}
}  // namespace

const ast::field* regulation::field_of_activity(const std::string& name) const {
  return called(fields_, name);
}
const ast::field* regulation::field_of_subject(const std::string& name) const {
  return called(fields_of_subject_, name);
}

}  // namespace reference
