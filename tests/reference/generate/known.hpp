// What a policy has so far: its blocks, vetoes, grades and lists, for clauses that name them.
#pragma once

#include "generate/lines.hpp"

namespace reference::making {

struct known_block {
  std::string name;
  bool is_indicator = false;
  std::size_t parent = 0;
  std::vector<std::size_t> members;
  names kinds;             // that any text may take
  names latest_kinds;      // of an indicator's latest text
  bool is_closed = false;  // its first text is complete, and so are its kinds
  sign of_lines = sign::any;
  bool is_uniform = false;  // a block around it chooses the highest: all points have the one sign
  bool awards = false;      // in its first text: then a floor may stand there
  force_days force;         // of its latest text
  std::vector<std::size_t> vetoes;
};

struct known_veto {
  std::string name;
  names kinds;
  force_days force;
};

struct known_grade {
  std::string name;  // empty: the one without
  period_unit unit = period_unit::year;
  names rows;
};

struct known_list {
  std::string name;
  period_unit unit = period_unit::year;
  force_days force;
};

class known_things : public activity_lines {
 public:
  using activity_lines::activity_lines;

 protected:
  bool is_around(std::size_t outer, std::size_t inner) const {
    for (;; inner = blocks_[inner].parent) {
      if (inner == outer) return true;
      if (inner == 0) return false;
    }
  }
  /// Of a category that is not complete yet they may be any.
  bool knows_kinds_of(std::size_t b) const {
    return b == 0 || blocks_[b].is_closed || blocks_[b].is_indicator;
  }
  /// The kinds whose fields a clause about a block may read.
  const names& kinds_of(std::size_t b) const {
    return b > 0 && knows_kinds_of(b) ? blocks_[b].kinds : kinds;
  }

  /// The kinds of the latest texts of the indicators in a block.
  names met_by(std::size_t outer) const {
    std::set<std::string> met;
    for (std::size_t b = 0; b < blocks_.size(); ++b)
      if (is_around(outer, b))
        met.insert(blocks_[b].latest_kinds.begin(), blocks_[b].latest_kinds.end());
    return {met.begin(), met.end()};
  }

  std::vector<known_block> blocks_;
  std::vector<known_veto> vetoes_;
  std::vector<known_grade> grades_;
  std::vector<known_list> lists_;
};

}  // namespace reference::making
