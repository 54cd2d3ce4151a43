#pragma once

#include <algorithm>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/share_work.hpp"
#include "dutyscore/data/arrow_pieces.hpp"
#include "dutyscore/data/arrow_reader.hpp"
#include "dutyscore/data/batch_join.hpp"
#include "dutyscore/data/piece_batches.hpp"
#include "dutyscore/data/roster_builder.hpp"
#include "dutyscore/impl/data/arrow_rows.ipp"

namespace dutyscore {
namespace detail {

/// What every call reads with.
struct arrow_call {
  arrow_call(const arrow_options& how, const std::string& name)
      : options(how), watch(how.progress) {
    if (how.timezone.empty()) return;
    zone = time_zone::find(how.timezone);
    if (!zone)
      messages.push_back(
          make_diagnostic("DS0372", {shown_cell(how.timezone)}, data_place{name, 0, {}, {}}));
  }
  const time_zone* days() const { return zone ? &*zone : nullptr; }
  void add(const diagnostics& told) { messages.insert(messages.end(), told.begin(), told.end()); }
  template <class Builder>
  void read(Builder& to, arrow_source table, table_kind kind) {
    to.start_file(table.name);
    add(read_arrow_table(to, arrow_arrays(std::move(table), options, days()), kind, options, days(),
                         watch));
  }

  const arrow_options& options;
  progress_watch watch;
  std::optional<time_zone> zone;
  diagnostics messages;
};

/// The pieces of one thread.
class arrow_piece_reader {
 public:
  arrow_piece_reader(arrow_pieces& from, const schema& s, arrow_call& call)
      : from_(from),
        call_(call),
        batches_(s, {call.options.limits.bad_rows, call.options.limits.rows},
                 static_cast<std::size_t>(-1)) {}

  /// Settles the piece; its batch, as a part of the whole.
  batch_part read(const arrow_piece& piece, std::size_t reader) {
    batch_builder& to = batches_.start(piece.head->name);
    piece.head->name_columns(to);
    if (!rows_ || rows_->head() != piece.head)
      rows_.emplace(to, piece.head, call_.options, call_.days(), call_.watch);
    const std::uint64_t filled = rows_->filled_rows();
    piece_outcome outcome{piece.number, piece.table, 0, rows_->read(piece.rows), nullptr};
    outcome.filled_rows = rows_->filled_rows() - filled;
    outcome.rows = batches_.end();
    from_.settle(std::move(outcome));
    const batch_data& made = *batches_.last();
    return {batch(batches_.last()), piece.table, piece.number, reader,
            texts_behind(made.texts, batches_.texts_before())};
  }

 private:
  arrow_pieces& from_;
  arrow_call& call_;
  piece_batches batches_;
  std::optional<arrow_row_reader<batch_builder>> rows_;
};

/// An empty batch of these tables, with the texts that a builder begins with.
inline std::shared_ptr<batch_data> empty_batch_of(const std::vector<arrow_source>& tables,
                                                  const schema& s) {
  auto out = batch_builder(s).end_batch();
  for (const arrow_source& table : tables) out->files.push_back(table.name);
  return out;
}

DUTYSCORE_INLINE batch read_arrow_in_threads(std::vector<arrow_source> tables, const schema& s,
                                             arrow_call& call) {
  const unsigned threads = call.options.threads;
  std::vector<code_map> maps = maps_of(threads);
  batch_join joined(empty_batch_of(tables, s), maps, 0);
  arrow_pieces pieces(std::move(tables), s, call.options, call.days());
  const auto work = [&](unsigned, std::size_t reader) {
    try {
      arrow_piece_reader rows(pieces, s, call);
      while (const auto piece = pieces.take()) {
        joined.expect_rows(pieces.expected_rows());
        joined.add(rows.read(*piece, reader));
      }
    } catch (...) {
      pieces.stop();
      throw;
    }
  };
  share_work(threads, threads, work, &call.watch);
  call.add(pieces.finish());
  return joined.finish();
}

/// The only array of a stream.
struct single_array {
  arrow_schema type;
  arrow_array rows;
  bool was_asked = false;

  static single_array& of(ArrowArrayStream* stream) {
    return *static_cast<single_array*>(stream->private_data);
  }
  static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
    if (std::exchange(of(stream).was_asked, true)) return EINVAL;
    of(stream).type.move_to(out);
    return 0;
  }
  static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    of(stream).rows.move_to(out);
    return 0;
  }
  static const char* get_last_error(ArrowArrayStream*) {
    return "the schema of a single array can be asked for once";
  }
  static void release(ArrowArrayStream* stream) {
    stream->release = nullptr;
    delete &of(stream);
  }
};

}  // namespace detail

DUTYSCORE_INLINE result<batch> read_arrow(std::vector<arrow_source> tables, const schema& s,
                                          const arrow_options& options) {
  std::vector<arrow_source> left = std::move(tables);  // ends with this call, whatever happens
  detail::arrow_call call(options, left.empty() ? "arrow" : left.front().name);
  if (!call.messages.empty()) return std::move(call.messages);
  if (options.threads > 1) {
    batch rows = detail::read_arrow_in_threads(std::move(left), s, call);
    if (has_error(call.messages)) return std::move(call.messages);
    return {std::move(rows), std::move(call.messages)};
  }
  batch_builder builder(s, {options.limits.bad_rows, options.limits.rows});
  for (arrow_source& table : left)
    if (!builder.passed_limit()) call.read(builder, std::move(table), table_kind::activities);
  if (has_error(call.messages)) return std::move(call.messages);
  return {builder.finish(), std::move(call.messages)};
}

DUTYSCORE_INLINE result<batch> read_arrow(ArrowArrayStream* stream, const schema& s,
                                          const arrow_options& options) {
  arrow_stream own(stream);
  std::vector<arrow_source> tables(1);
  tables[0].stream = std::move(own);
  return read_arrow(std::move(tables), s, options);
}

DUTYSCORE_INLINE result<roster> read_roster_arrow(arrow_source table, const schema& s,
                                                  const arrow_options& options) {
  arrow_source own = std::move(table);
  detail::arrow_call call(options, own.name);
  if (!call.messages.empty()) return std::move(call.messages);
  roster_builder builder(s, std::min<std::size_t>(options.limits.bad_rows, 1'000));
  call.read(builder, std::move(own), table_kind::roster);
  result<roster> made = builder.finish(&call.watch);
  diagnostics messages = made.messages();
  messages.insert(messages.end(), call.messages.begin(), call.messages.end());
  if (has_error(messages)) return messages;
  return {std::move(made).value(), std::move(messages)};
}

DUTYSCORE_INLINE arrow_stream stream_of(arrow_schema type, arrow_array rows) {
  using held = detail::single_array;
  ArrowArrayStream made{&held::get_schema, &held::get_next, &held::get_last_error, &held::release,
                        new held{std::move(type), std::move(rows)}};
  return arrow_stream(&made);
}

}  // namespace dutyscore
