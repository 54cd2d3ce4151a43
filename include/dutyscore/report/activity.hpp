// One activity as reports show it: texts instead of codes, with the place in the data that it came
// from. Values, independent of the book that they were taken from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dutyscore/engine/book.hpp"

namespace dutyscore {

struct reported_activity {
  std::string subject;
  std::string kind;
  std::string title;  // empty when the row has none
  std::string id;     // likewise
  date day;           // on which it counts
  date begin, end;    // when it happened; equal for an activity of one day
  std::string file;
  std::uint64_t row = 0;  // from 1, the header being row 1 of a file
  bool is_credited() const { return day != begin; }
  /// Of the days from `day` on that it counts on: its end, unless it is credited to one other day.
  date last_day() const { return is_credited() ? day : end; }
  std::string what() const { return title.empty() ? kind : title; }
  bool operator==(const reported_activity&) const = default;
};

reported_activity activity_at(const batch& rows, std::uint32_t row);

/// An activity that a block or a veto would have taken, or that was rejected on review.
struct refused_activity {
  reported_activity activity;
  std::string place;  // name of the block or veto; empty when the row was rejected
  std::string place_label;
  message reason;
  bool operator==(const refused_activity&) const = default;
};

/// What was refused or rejected to one subject in a period, by day, then row.
std::vector<refused_activity> refused_of(const book& from, subject_id subject, const period& in,
                                         basis on);
/// Of everybody, by subject, then day. Progress: subjects.
std::vector<refused_activity> refused_of(const book& from, const period& in, basis on,
                                         const progress_options& options = {});

/// An activity that a veto took.
struct vetoing_activity {
  reported_activity activity;
  std::string veto;  // its name
  std::string veto_label;
};

/// Whatever voids points of the period: a veto of March can void those of May.
std::vector<vetoing_activity> vetoing_of(const book& from, subject_id subject, const period& in,
                                         basis on);

/// Activities of one subject in a period whose standing does not reach the basis yet.
std::vector<reported_activity> waiting_of(const book& from, subject_id subject, const period& in,
                                          basis on);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/activity.ipp"
#endif
