// Who serves when, and what the roster says of a subject on a day.
#pragma once

#include <map>

#include "expression.hpp"
#include "regulation.hpp"

namespace reference {

class people {
 public:
  people(const input& in, const regulation& r) : in_(in), regulation_(r) {}

  /// Without a `from` somewhere, service begins with the year of the subject's earliest row,
  /// without any of `through`.
  void begin_service(const std::map<std::string, date>& earliest, std::optional<date> through);

  const person* on_roster(const std::string& subject) const;
  /// Also before begin_service: no row lies before the year of the earliest row.
  bool serves(const std::string& subject, date d) const;
  /// The days of service on which the block is in force.
  day_set served(const std::string& subject, std::size_t block) const;
  /// Within the policy's force.
  std::optional<date> last_served(const std::string& subject, const period& p) const {
    return served(subject, 0).last_in(p);
  }
  /// As of the last served day of the period; empty without one.
  std::string org_unit(const std::string& subject, const period& p) const;
  /// `subject.NAME` on a day, of the row that began last on or before it, else of the first.
  value of_subject(const std::string& subject, date d, const std::string& name) const;

 private:
  date start(const std::string& subject, const service& s) const;
  std::optional<date> policy_start() const;

  const input& in_;
  const regulation& regulation_;
  bool has_begun_ = false;
  std::map<std::string, date> earliest_;
  std::optional<date> through_;
};

/// What a cell says. Throws no_value when the field does not allow it.
value cell_value(const dutyscore::ast::document& d, const dutyscore::ast::field& f,
                 const std::string& text);

}  // namespace reference
