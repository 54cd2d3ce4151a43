// What a date alone brings to one subject: bases, and points of finished periods. Not for users.
#pragma once

#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/engine/service.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

/// A base or a period line whose turn comes on a day. What it is worth is a matter of reading.
struct call {
  date day;
  block_id block = 0;
  bool is_base = false;
  std::uint32_t clause = 0;  // into block::bases or block::period_lines
  period of;
};

/// One subject's time: when it serves within the policy's force, and through which day the book is
/// read.
struct subject_time {
  const service_calendar* service = nullptr;
  date through;
  date horizon;  // the later of `through` and the end of the month or text of the last row
  const std::vector<call>* calls = nullptr;  // calls_of() of these, when they are known
};

/// The days on which the subject serves and some text of the block is in force.
service_calendar serving_in(const block& b, const service_calendar& service);

/// What is posted: bases and closed periods through `through`; running lines up to the horizon, on
/// the day from which they count in their period. Block by block, clause by clause, in the order of
/// days.
std::vector<call> calls_of(const plan& p, const subject_time& time);

/// What is still to be posted on the days [first, last]. REQUIRES: first is after `through`.
std::vector<call> pending_calls(const plan& p, const subject_time& time, date first, date last);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/calls.ipp"
#endif
