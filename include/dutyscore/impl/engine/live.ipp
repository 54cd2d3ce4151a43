#pragma once

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <stdexcept>

#include "dutyscore/core/file.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/finish.hpp"
#include "dutyscore/engine/live_account.hpp"
#include "dutyscore/engine/row_bytes.hpp"

namespace dutyscore {
namespace engine {

namespace detail {

/// The place of a row in its table, as messages give it.
DUTYSCORE_INLINE data_place place_of_row(const batch_data& data, std::uint32_t row,
                                         std::string column = {}) {
  const std::uint32_t file = data.file_of(row);
  return {file < data.files.size() ? data.files[file] : "", data.number_of(row),
          std::move(column), {}};
}

/// Rows as bytes become rows again, some at a time: a batch has its price.
class row_reader {
 public:
  explicit row_reader(const schema& s) : builder_(s) {}
  bool read(byte_reader& from) { return read_row(from, builder_); }
  batch finish() { return builder_.finish(); }

 private:
  batch_builder builder_;
};

}  // namespace detail

// ---- one activity ----

DUTYSCORE_INLINE const roster_subject* live_account::entry_of(std::string_view subject) const {
  return options.subjects ? options.subjects->find(subject) : nullptr;
}

/// Only the writer adds subjects, so it may look without the guard.
DUTYSCORE_INLINE live_subject& live_account::subject_called(std::string_view name) {
  std::string key(name);
  if (const auto found = subjects.find(key); found != subjects.end()) return *found->second;
  auto made = std::make_unique<live_subject>();
  made->version->cells.subject = key;
  made->version->cells.entry = mark_of(entry_of(name));
  const std::unique_lock lock(guard);
  return *subjects.emplace(std::move(key), std::move(made)).first->second;
}

DUTYSCORE_INLINE live_subject& live_account::subject_of(live_rows& of, std::uint32_t row) {
  const text_pool::code code = of.data->subject[row];
  live_subject*& known = of.subjects[code];
  if (!known) known = &subject_called(of.data->texts.text(code));
  return *known;
}

DUTYSCORE_INLINE diagnostics live_account::judge_row(live_rows& of, std::uint32_t row,
                                                     live_change& to) {
  const batch_data& data = of.data.data();
  if (of.owner != shared_plan)
    throw std::invalid_argument("dutyscore: these activities were prepared by another account");
  if (of.entries && !of.bound.entry_of(row))
    return {make_diagnostic("DS0405", {data.texts.text(data.subject[row])},
                            detail::place_of_row(data, row, "subject"))};
  const std::span<const std::uint32_t> one(&row, 1);
  of.by_row.run(one, judged);
  if (!judged.failures.empty())
    return {message_of(plan, judged.failures.front(), detail::place_of_row(data, row))};
  to.cells.clear();
  of.folder.fold(one, judged, to.cells);
  to.cells.settle();
  to.subject = &subject_of(of, row);
  if (!options.keep_rows && !changes_file) return {};
  byte_writer bytes;
  write_row(bytes, plan.policy.schema(), data, row);
  to.row = bytes.take();
  return {};
}

/// An id that is there already on one of the bases. `c` may itself have been taken away before.
DUTYSCORE_INLINE diagnostics live_account::check_apply(const live_change& c) const {
  const subject_cells& there = c.subject->version->cells;
  for (const auto& [id, count] : c.cells.ids.parts())
    for (basis_range range = 0; range < basis_range_count; ++range) {
      const bool meet = basis_ranges[range].first <= basis_ranges[id.range].last &&
                        basis_ranges[id.range].first <= basis_ranges[range].last;
      if (meet && there.ids.at({id.hash, range}) > 0)
        return {make_diagnostic("DS0424", {there.subject})};
    }
  return {};
}

DUTYSCORE_INLINE diagnostics live_account::check_retract(const live_change& c) const {
  const live_version& there = *c.subject->version;
  const bool is_there = options.keep_rows ? there.rows.contains(c.row) : there.cells.holds(c.cells);
  if (is_there) return {};
  return {make_diagnostic("DS0430", {there.cells.subject})};
}

DUTYSCORE_INLINE void live_account::make(const live_change& c, int sign) {
  live_subject& of = *c.subject;
  if (of.is_shared.load(std::memory_order_relaxed)) {
    of.version = std::make_shared<live_version>(*of.version);
    of.is_shared.store(false, std::memory_order_relaxed);
  }
  of.version->cells.add(c.cells, sign);
  for (const auto& [key, rows] : c.cells.rows.parts()) {
    const auto at = rows_in_stretch.try_emplace(key.counted, 0).first;
    if ((at->second += sign) == 0) rows_in_stretch.erase(at);
  }
  if (!options.keep_rows) return;
  if (sign > 0) {
    ++of.version->rows[c.row];
  } else if (const auto at = of.version->rows.find(c.row); --at->second == 0) {
    of.version->rows.erase(at);
  }
}

/// Before the change is made: what is not in the journal has not happened.
DUTYSCORE_INLINE diagnostics live_account::record(change_kind kind, std::string_view rows) {
  return changes_file ? changes_file->append(changes + 1, kind, rows) : diagnostics();
}

DUTYSCORE_INLINE diagnostics live_account::apply(live_rows& of, std::uint32_t row) {
  if (auto bad = judge_row(of, row, first); !bad.empty()) return bad;
  if (auto wrong = check_apply(first); !wrong.empty()) return wrong;
  if (auto failed = record(change_kind::apply, first.row); !failed.empty()) return failed;
  const std::unique_lock lock(guard);
  make(first, 1);
  ++changes;
  return {};
}

DUTYSCORE_INLINE diagnostics live_account::retract(live_rows& of, std::uint32_t row) {
  if (auto bad = judge_row(of, row, first); !bad.empty()) return bad;
  if (auto wrong = check_retract(first); !wrong.empty()) return wrong;
  if (auto failed = record(change_kind::retract, first.row); !failed.empty()) return failed;
  const std::unique_lock lock(guard);
  make(first, -1);
  ++changes;
  return {};
}

DUTYSCORE_INLINE diagnostics live_account::correct(live_rows& of, std::uint32_t row,
                                                   live_rows& by, std::uint32_t by_row) {
  if (auto bad = judge_row(of, row, first); !bad.empty()) return bad;
  if (auto wrong = check_retract(first); !wrong.empty()) return wrong;
  if (auto bad = judge_row(by, by_row, second); !bad.empty()) return bad;
  const std::unique_lock lock(guard);
  make(first, -1);  // so that both may have one id
  auto wrong = check_apply(second);
  if (wrong.empty()) wrong = record(change_kind::correct, first.row + second.row);
  make(wrong.empty() ? second : first, 1);
  changes += wrong.empty();
  return wrong;
}

// ---- the journal ----

DUTYSCORE_INLINE diagnostics live_account::repeat(const std::vector<journal_record>& records,
                                                  const std::string& name) {
  constexpr std::size_t some = 4096;
  for (std::size_t begin = 0; begin < records.size(); begin += some) {
    const auto part = std::span(records).subspan(begin, std::min(some, records.size() - begin));
    detail::row_reader reader(plan.policy.schema());
    for (const journal_record& r : part) {
      byte_reader from(r.rows);
      bool is_good = reader.read(from);
      if (r.kind == change_kind::correct) is_good = reader.read(from) && is_good;
      if (is_good && from.left() == 0) continue;
      const std::string n = std::to_string(r.number);
      return {make_diagnostic("DS0432", {name, message{"change " + n, "第" + n + "次变更"}})};
    }
    live_rows rows(shared_plan, reader.finish(), options.subjects);
    std::uint32_t next = 0;
    for (const journal_record& r : part) {
      const std::uint32_t row = next;
      next += r.kind == change_kind::correct ? 2 : 1;
      if (r.number <= changes) continue;  // a snapshot has it
      if (r.number != changes + 1)
        return {make_diagnostic("DS0433",
                                {name, std::to_string(r.number), std::to_string(changes)})};
      auto wrong = r.kind == change_kind::apply     ? apply(rows, row)
                   : r.kind == change_kind::retract ? retract(rows, row)
                                                    : correct(rows, row, rows, row + 1);
      if (!wrong.empty()) return wrong;
    }
  }
  return {};
}

// ---- readings ----

DUTYSCORE_INLINE live_versions live_account::versions() const {
  live_versions out;
  out.reserve(subjects.size());
  for (const auto& [name, subject] : subjects) {
    if (subject->version->cells.empty()) continue;
    subject->is_shared.store(true, std::memory_order_relaxed);
    out.push_back(subject->version);
  }
  return out;
}

DUTYSCORE_INLINE std::optional<date> live_account::through() const {
  if (options.through) return options.through;
  if (rows_in_stretch.empty()) return std::nullopt;
  return period_of(date::from_days(rows_in_stretch.rbegin()->first), period_unit::month).last;
}

DUTYSCORE_INLINE result<book> live_account::book_of(const live_versions& versions,
                                                    const std::optional<roster>& entries,
                                                    std::optional<date> until) const {
  if (options.keep_rows) {
    detail::row_reader reader(plan.policy.schema());
    for (const auto& v : versions)
      for (const auto& [row, times] : v->rows)
        for (std::uint64_t n = 0; n < times; ++n) {
          byte_reader from(row);
          reader.read(from);
        }
    return evaluate(plan.policy, reader.finish(), {entries, until, on_bad_row::fail});
  }
  std::vector<const subject_cells*> cells;
  for (const auto& v : versions) cells.push_back(&v->cells);
  return book_of_cells(shared_plan, cells, {entries, until});
}

// ---- snapshots ----

namespace detail {

inline constexpr std::string_view snapshot_magic = "duts";
inline constexpr std::uint32_t snapshot_format = 1;

DUTYSCORE_INLINE void write_rows(byte_writer& to, const live_version& v) {
  to.number(v.rows.size());
  for (const auto& [row, times] : v.rows) {
    to.text(row);
    to.number(times);
  }
}

/// Bytes that text() wrote and that are no text.
DUTYSCORE_INLINE std::string_view read_bytes(byte_reader& from) {
  return from.raw(from.as<std::size_t>());
}

DUTYSCORE_INLINE void read_rows(byte_reader& from, live_version& v) {
  constexpr std::uint64_t most_rows = 4'000'000'000;  // of one kind
  std::string before;
  for (auto n = from.as<std::uint64_t>(); n > 0 && !from.is_damaged(); --n) {
    std::string row(read_bytes(from));
    const auto times = from.as<std::uint64_t>(most_rows);
    if (times == 0 || row <= before) from.damage();
    before = row;
    v.rows.emplace(std::move(row), times);
  }
}

}  // namespace detail

DUTYSCORE_INLINE bool live_account::is_sum_of_rows(const live_version& v) const {
  detail::row_reader reader(plan.policy.schema());
  for (const auto& [row, times] : v.rows) {
    byte_reader from(row);
    if (!reader.read(from) || from.left() > 0) return false;
  }
  live_rows rows(shared_plan, reader.finish(), options.subjects);
  subject_cells sum, one;
  sum.subject = v.cells.subject;
  sum.entry = v.cells.entry;
  verdicts verdict;
  std::uint32_t row = 0;
  for (const auto& [bytes, times] : v.rows) {
    const std::span<const std::uint32_t> just(&row, 1);
    rows.by_row.run(just, verdict);
    one.clear();
    rows.folder.fold(just, verdict, one);
    one.settle();
    sum.add(one, static_cast<int128>(times));
    ++row;
  }
  return sum == v.cells;
}

DUTYSCORE_INLINE diagnostics live_account::restore_subject(byte_reader& from, bool has_rows) {
  auto cells = subject_cells_of(detail::read_bytes(from), plan.policy->digest);
  if (!cells) return cells.messages();
  const std::string subject = cells->subject;
  if (options.subjects && !entry_of(subject)) return {make_diagnostic("DS0405", {subject})};
  if (cells->entry != mark_of(entry_of(subject))) return {make_diagnostic("DS0425", {subject})};
  live_version v{*std::move(cells), {}};
  if (has_rows) detail::read_rows(from, v);
  if (from.is_damaged()) return {make_diagnostic("DS0421", {})};
  const bool is_sound = !v.cells.has_negative_count() && !v.cells.has_double_id() &&
                        (!has_rows || is_sum_of_rows(v));
  if (!is_sound || subjects.contains(subject)) return {make_diagnostic("DS0428", {subject})};
  for (const auto& [key, rows] : v.cells.rows.parts())
    rows_in_stretch[key.counted] += static_cast<std::int64_t>(rows);
  if (!options.keep_rows) v.rows.clear();
  *subject_called(subject).version = std::move(v);
  return {};
}

DUTYSCORE_INLINE diagnostics live_account::restore(byte_reader& from) {
  if (from.raw(detail::snapshot_magic.size()) != detail::snapshot_magic)
    return {make_diagnostic("DS0421", {})};
  if (const auto format = from.as<std::uint32_t>(); format > detail::snapshot_format)
    return {make_diagnostic("DS0422", {std::to_string(format)})};
  if (from.raw(policy_mark) != mark_of(plan.policy->digest))
    return {make_diagnostic("DS0423", {})};
  changes = from.as<std::uint64_t>();
  const bool has_rows = from.as<unsigned>(1) != 0;
  if (options.keep_rows && !has_rows) return {make_diagnostic("DS0434", {})};
  for (auto n = from.as<std::uint64_t>(); n > 0 && !from.is_damaged(); --n)
    if (auto wrong = restore_subject(from, has_rows); !wrong.empty()) return wrong;
  if (from.is_damaged() || from.left() > 0) return {make_diagnostic("DS0421", {})};
  return {};
}

}  // namespace engine

DUTYSCORE_INLINE std::uint32_t activities::size() const {
  return static_cast<std::uint32_t>(rows_->data.rows());
}

DUTYSCORE_INLINE live::live(const dutyscore::policy& policy, const live_options& options)
    : account_(std::make_unique<engine::live_account>(policy, options)) {}
DUTYSCORE_INLINE live::~live() = default;
DUTYSCORE_INLINE live::live(live&&) noexcept = default;
DUTYSCORE_INLINE live& live::operator=(live&&) noexcept = default;

/// Of a large roster only those of the batch are bound.
DUTYSCORE_INLINE activities live::prepare(const batch& rows) const {
  engine::require_schema(account_->plan.policy.schema(), rows, std::nullopt);
  std::optional<roster> entries;
  if (account_->options.subjects) {
    std::vector<roster_subject> some;
    std::vector<text_pool::code> codes = rows->subject;
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    for (const text_pool::code c : codes)
      if (const roster_subject* entry = account_->entry_of(rows->texts.text(c)))
        some.push_back(*entry);
    entries.emplace(std::move(some));
  }
  return activities(
      std::make_shared<engine::live_rows>(account_->shared_plan, rows, std::move(entries)));
}

DUTYSCORE_INLINE diagnostics live::apply(const activities& of, std::uint32_t row) {
  return account_->apply(of.rows(), row);
}
DUTYSCORE_INLINE diagnostics live::retract(const activities& of, std::uint32_t row) {
  return account_->retract(of.rows(), row);
}
DUTYSCORE_INLINE diagnostics live::correct(const activities& of, std::uint32_t row,
                                           const activities& by, std::uint32_t by_row) {
  return account_->correct(of.rows(), row, by.rows(), by_row);
}

DUTYSCORE_INLINE diagnostics live::apply(const batch& rows) {
  diagnostics out;
  for (const bad_row& b : rows->bad) out.push_back(b.why);
  if (!out.empty()) return out;
  const activities all = prepare(rows);
  for (std::uint32_t row = 0; row < all.size() && out.empty(); ++row) out = apply(all, row);
  return out;
}

DUTYSCORE_INLINE diagnostics live::retract(std::string_view subject, std::string_view id) {
  if (!account_->options.keep_rows)
    throw std::logic_error("dutyscore: an id retracts only where rows are kept");
  engine::detail::row_reader reader(account_->plan.policy.schema());
  if (const auto found = account_->subjects.find(std::string(subject));
      found != account_->subjects.end())
    for (const auto& [row, times] : found->second->version->rows) {
      engine::byte_reader from(row);
      reader.read(from);
    }
  const activities all = prepare(reader.finish());
  const batch_data& data = all.rows().data.data();
  bool is_found = false;
  for (std::uint32_t row = 0; row < all.size(); ++row) {
    if (data.id.empty() || id.empty() || data.texts.text(data.id[row]) != id) continue;
    is_found = true;
    if (auto wrong = retract(all, row); !wrong.empty()) return wrong;
  }
  if (is_found) return {};
  return {make_diagnostic("DS0431", {subject, id})};
}

DUTYSCORE_INLINE diagnostics live::keep_journal(const std::string& path) {
  const digest& policy = account_->plan.policy->digest;
  std::size_t whole = 0;
  std::error_code failed;
  if (std::filesystem::exists(path, failed)) {
    const auto bytes = read_file(path);
    if (!bytes) return bytes.messages();
    const auto contents = engine::read_journal(*bytes, path, policy);
    if (!contents) return contents.messages();
    account_->changes_file.reset();
    if (auto wrong = account_->repeat(contents->records, path); !wrong.empty()) return wrong;
    whole = contents->whole;
  }
  auto opened = engine::journal::open(path, whole, policy);
  if (!opened) return opened.messages();
  account_->changes_file.emplace(*std::move(opened));
  return {};
}

DUTYSCORE_INLINE diagnostics live::sync() {
  return account_->changes_file ? account_->changes_file->sync() : diagnostics();
}

DUTYSCORE_INLINE std::uint64_t live::changes() const {
  const std::shared_lock lock(account_->guard);
  return account_->changes;
}

DUTYSCORE_INLINE result<book> live::book() const {
  engine::live_versions versions;
  std::optional<date> through;
  {
    const std::shared_lock lock(account_->guard);
    versions = account_->versions();
    through = account_->through();
  }
  std::sort(versions.begin(), versions.end(), [](const auto& a, const auto& b) {
    return a->cells.subject < b->cells.subject;
  });
  return account_->book_of(versions, account_->options.subjects, through);
}

DUTYSCORE_INLINE result<book> live::book_of(std::string_view subject) const {
  engine::live_versions versions;
  std::optional<date> through;
  {
    const std::shared_lock lock(account_->guard);
    const auto found = account_->subjects.find(std::string(subject));
    if (found != account_->subjects.end() && !found->second->version->cells.empty()) {
      found->second->is_shared.store(true, std::memory_order_relaxed);
      versions.push_back(found->second->version);
    }
    through = account_->through();
  }
  const roster_subject* entry = account_->entry_of(subject);
  if (versions.empty() && !entry) return make_diagnostic("DS0920", {subject});
  std::optional<roster> entries;
  if (account_->options.subjects)
    entries.emplace(entry ? std::vector{*entry} : std::vector<roster_subject>());
  return account_->book_of(versions, entries, through);
}

DUTYSCORE_INLINE std::string live::snapshot() const {
  engine::live_versions versions;
  std::uint64_t changes = 0;
  {
    const std::shared_lock lock(account_->guard);
    versions = account_->versions();
    changes = account_->changes;
  }
  std::sort(versions.begin(), versions.end(), [](const auto& a, const auto& b) {
    return a->cells.subject < b->cells.subject;
  });
  const digest& policy = account_->plan.policy->digest;
  engine::byte_writer to;
  to.raw(engine::detail::snapshot_magic);
  to.number(engine::detail::snapshot_format);
  to.raw(engine::mark_of(policy));
  to.number(changes);
  to.number(account_->options.keep_rows);
  to.number(versions.size());
  for (const auto& v : versions) {
    to.text(engine::to_bytes(v->cells, policy));
    if (account_->options.keep_rows) engine::detail::write_rows(to, *v);
  }
  to.seal();
  return to.take();
}

DUTYSCORE_INLINE result<live> live::restore(const dutyscore::policy& policy,
                                            const live_options& options,
                                            std::string_view snapshot) {
  const auto inside = engine::unsealed(snapshot);
  if (!inside) return make_diagnostic("DS0421", {});
  live out(policy, options);
  engine::byte_reader from(*inside);
  if (auto wrong = out.account_->restore(from); !wrong.empty()) return wrong;
  return out;
}

}  // namespace dutyscore
