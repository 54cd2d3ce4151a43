// The words of reports in both languages: bases, periods, clauses. Numbers and dates are put in
// here too, so that a sentence reads the same wherever it stands. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/data/schema.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::words {

/// `confirmed`, 确认.
message of(basis on);
/// The English word: what CSV and JSON say.
std::string_view code_of(basis on);
std::string_view code_of(entry_kind kind);
std::string_view code_of(value_type type);
std::string_view code_of(period_unit unit);

/// `per month`, 每月.
message per(period_unit unit);
/// How a statement calls its own period: `2023-05`, 5月份; `2023`, 全年.
message short_name(const period& p);
/// Within a year the day alone: 5月6日 (English: `05-06`); with the year where `with_year`.
std::string day_text(date d, language lang, bool with_year);
/// The day, or the stretch of days: 3月27日至30日.
std::string days_text(date first, date last, language lang, bool with_year);

/// `5 points`, `1 point`, 5分.
message points(decimal p);
/// What happened to the points: 计5分, 扣3分 by an activity, 调减3分 by a limit or a veto; `+5`,
/// `-3`.
message change(decimal p, entry_kind by);

/// `cap of 30 points per month`, 每月上限30分; of deducted points 每月扣分上限30分.
message cap(const limit& l, bool of_deductions);
message floor(const limit& l);
message base(const dutyscore::base& b);
/// `cap of 10 points per year by project`, 每年按项目上限10分.
message keyed_limit(const policy_data& p, const dutyscore::keyed_limit& l, bool of_deductions);
/// `first 2 per year by cause`, 每年按事由前2次.
message selection(const policy_data& p, const dutyscore::selection& s);
/// Its label, or `award per month`, 每月计分; `requires 3 per year, 5 points for each missing`.
message period_line(const dutyscore::period_line& l);
/// `highest per year`, 每年就高.
message highest(const dutyscore::highest& h);
/// `weight 12/15`, 权重12/15.
message weight(const dutyscore::weight& w);
message event_cap(decimal most);
/// `veto “…”: at most 0 this year`, 一票否决“…”：本年清零.
message veto(const dutyscore::veto& v);

/// A value of a field: `12.5`, `2023-05-06`, `yes` or 是.
message value(const cell_value& v, value_type type);

/// One message behind another, with what stands between.
message join(const message& a, const message& between, const message& b);

}  // namespace dutyscore::words

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/words.ipp"
#endif
