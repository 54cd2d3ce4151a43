#include "kernel.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>

#include "dutyscore/core/date.hpp"
#include "generator.hpp"

#ifdef __linux__
#include <sys/mman.h>
#endif
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <immintrin.h>
#define BENCHMARKS_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#else
#define BENCHMARKS_AVX2
#endif

namespace benchmarks {
namespace {

using namespace dutyscore;

// A row in 16 bits: month << 12 | kind << 7 | what. Kind 0 is a row that does not count.

using packed_row = std::uint16_t;
constexpr std::uint32_t first_level = kind_count + 1;  // codes of texts: "", kinds, levels
constexpr std::uint32_t amount_kinds = 1u << 10 | 1u << 15 | 1u << 19;
constexpr std::int64_t whole = 1'000'000;
constexpr std::int64_t most_amount =
    6'300 * whole;  // 63 times 100: `giving` is full at 50 long before

// Cells of a subject, in hundredths; deductions as what is deducted, but for `reprimand`.

enum lane : std::uint8_t {  // twelve months of sixteen lanes
  visit,
  voices,
  households,
  reception,
  mediation,
  account,
  proposal,
  relief,
  attendance,
  inspection,
  absence,
  opinion,
  training,
  law,
  volunteering,
  hours,
  lanes
};
enum year_cell : std::uint8_t {  // for the whole year
  speech = 12 * lanes,
  paper,
  idle,
  motion,
  joint,
  adopted,
  lectures,
  donation,
  giving,
  schooling,
  press,
  unlimited,
  notes,  // four quarters
  veto = notes + 4,
  unused  // what gives no points is added here, each kind to another cell, so as not to wait
};
constexpr std::size_t cell_count = 27 * 8;
using subject_cells = std::array<std::int32_t, cell_count>;

struct two_points {
  std::int16_t first = 0, second = 0;
};
struct two_cells {
  std::uint8_t first = unused, second = unused;
};

struct tables {
  std::array<two_points, 1 << 12> points{};
  std::array<two_cells, 1 << 9> cells{};
};

constexpr int by_level(std::array<int, 4> points, std::uint32_t what) {
  return points[what >> 5 & 3] * 100;
}

/// The points of both indicators of a kind.
constexpr two_points points_of(std::uint32_t kind, std::uint32_t what) {
  const int items = what & 31, steps = std::max(0, static_cast<int>(what) - 1);
  const bool is_high = (what >> 5) >= 2, is_highest = (what >> 5) == 3;
  const auto two = [](int first, int second = 0) {
    return two_points{static_cast<std::int16_t>(first), static_cast<std::int16_t>(second)};
  };
  switch (kind) {
    case 1:
      return two(500, items * 100);
    case 2:
      return two(items * 50);
    case 3:
      return two(300);
    case 4:
      return two(200, is_high ? 400 : 0);
    case 5:
      return two(200, items * 25);
    case 6:
      return two(500, items >= 10 ? items * 50 : 0);
    case 7:
      return two(200, by_level({0, 3, 8, 15}, what));
    case 8:
      return two(300, items == 0 ? 100 : 0);
    case 9:
      return two(by_level({2, 4, 6, 10}, what));
    case 10:
      return two(what == 0    ? 0
                 : steps < 1  ? 200
                 : steps < 5  ? 500
                 : steps < 10 ? 1000
                              : 1500,
                 steps * 100);
    case 11:
      return two(200);
    case 12:
      return two(200);
    case 13:
      return two(items * 100, is_high ? 400 : 0);
    case 14:
      return two(400);
    case 15:
      return two(steps >= 2 ? 500 : 300);
    case 16:
      return two(1000, items >= 10 ? items * 50 : 0);
    case 17:
      return two(300);
    case 18:
      return two(items >= 10 ? 1200 : items >= 5 ? 1100 : items >= 1 ? 1000 : 0);
    case 19:
      return two(steps >= 5 ? 1000 : 0, steps * 100);
    case 20:
      return two(is_highest ? 1200 : 800);
    case 21:
      return two(by_level({1, 2, 5, 8}, what));
    case 22:
      return two(by_level({5, 10, 20, 30}, what));
    case 23:
      return two(is_high ? -1500 : -500);
    case 24:
      return two(1);
    default:
      return {};
  }
}

constexpr two_cells cells_of(std::uint32_t kind, std::uint32_t month) {
  const auto by_month = [&](lane l) { return static_cast<std::uint8_t>(month * lanes + l); };
  const std::uint8_t nothing = static_cast<std::uint8_t>(unused + kind % 7);
  switch (kind) {
    case 1:
      return {by_month(visit), by_month(voices)};
    case 2:
      return {by_month(households), nothing};
    case 3:
      return {by_month(attendance), nothing};
    case 4:
      return {by_month(training), lectures};
    case 5:
      return {by_month(volunteering), by_month(hours)};
    case 6:
      return {by_month(proposal), joint};
    case 7:
      return {by_month(opinion), adopted};
    case 8:
      return {by_month(inspection), idle};
    case 9:
      return {speech, nothing};
    case 10:
      return {donation, giving};
    case 11:
      return {by_month(absence), nothing};
    case 12:
      return {by_month(reception), nothing};
    case 13:
      return {by_month(law), lectures};
    case 14:
      return {by_month(mediation), nothing};
    case 15:
      return {by_month(relief), nothing};
    case 16:
      return {motion, joint};
    case 17:
      return {static_cast<std::uint8_t>(notes + month / 3), nothing};
    case 18:
      return {by_month(account), nothing};
    case 19:
      return {schooling, giving};
    case 20:
      return {paper, nothing};
    case 21:
      return {press, nothing};
    case 22:
    case 23:
      return {unlimited, nothing};
    case 24:
      return {veto, nothing};
    default:
      return {nothing, nothing};
  }
}

constexpr tables make_tables() {
  tables made;
  for (std::uint32_t row = 0; row < made.points.size(); ++row)
    made.points[row] = points_of(row >> 7, row & 127);
  for (std::uint32_t row = 0; row < made.cells.size(); ++row)
    made.cells[row] = cells_of(row & 31, std::min(row >> 5, 11u));
  return made;
}
alignas(64) constexpr tables folded = make_tables();

// Caps by lane, in hundredths.

constexpr std::int32_t no_cap = INT_MAX;
alignas(32) constexpr std::int32_t month_caps[lanes] = {
    3000, 2000, 1200,   no_cap, no_cap, no_cap, no_cap, no_cap,
    1500, 1200, no_cap, 1000,   600,    1000,   800,    no_cap};
alignas(32) constexpr std::int32_t quarter_caps[lanes] = {
    no_cap, no_cap, no_cap, 1600,   no_cap, no_cap, 2000,   1500,
    no_cap, no_cap, 1000,   no_cap, no_cap, no_cap, no_cap, 2000};
alignas(32) constexpr std::int32_t voters_year_caps[8] = {no_cap, no_cap, no_cap, no_cap,
                                                          4800,   3000,   no_cap, no_cap};
constexpr int voters_lanes = 6;
constexpr std::int32_t voters_quarter_cap = 12000, notes_quarter_cap = 1200;

/// What is left of the months: each lane's year, and the category `voters` by quarter.
struct year_lanes {
  std::int32_t of[lanes] = {};
  std::int32_t voters = 0;
};

std::int32_t total_of(const subject_cells& cells, const year_lanes& year) {
  const auto of = [&](lane l) { return year.of[l]; };
  const auto capped = [&](year_cell c, std::int32_t cap) { return std::min(cells[c], cap); };
  std::int32_t notes_sum = 0;
  for (std::size_t quarter = 0; quarter < 4; ++quarter)
    notes_sum += std::min(cells[notes + quarter], notes_quarter_cap);
  const std::int32_t meetings = of(attendance) + of(inspection) - of(absence) +
                                capped(speech, 6000) + capped(paper, 4000) - capped(idle, 500);
  const std::int32_t proposals = of(proposal) + of(opinion) + capped(motion, 6000) +
                                 capped(joint, 3000) + capped(adopted, 5000);
  const std::int32_t study = of(training) + of(law) + capped(lectures, 4000) + notes_sum;
  const std::int32_t deeds = of(volunteering) + of(hours) + of(relief) + capped(donation, 6000) +
                             capped(giving, 5000) + capped(schooling, 4000);
  const std::int32_t conduct = capped(press, 3000) + cells[unlimited];
  const std::int32_t all = year.voters + std::max(meetings, 0) + std::min(proposals, 20000) +
                           std::min(study, 12000) + std::min(deeds, 15000) +
                           std::max(conduct, -5000);
  return cells[veto] != 0 ? 0 : std::max(all, 0);
}

// ---- without vectors

const std::int32_t first_day = date::of(2023, 1, 1)->days();

struct columns {
  explicit columns(const batch_data& rows)
      : subject(rows.subject.data()),
        kind(rows.kind.data()),
        level(rows.fields[2].texts.data()),
        day(rows.date.data()),
        standing(rows.standing.data()),
        items(rows.fields[0].numbers.data()),
        amount(rows.fields[1].numbers.data()) {}
  const std::uint32_t *subject, *kind, *level;
  const std::int32_t* day;
  const std::uint8_t* standing;
  const std::int64_t *items, *amount;
};

packed_row pack(const columns& in, std::size_t row) {
  const std::uint32_t day = static_cast<std::uint32_t>(in.day[row] - first_day);
  if (in.standing[row] != static_cast<std::uint8_t>(standing::confirmed) || day >= 365) return 0;
  const std::uint32_t month = ((day + (day > 58 ? 2 : 0)) * 2145 + 768) >> 16, kind = in.kind[row];
  const std::int64_t amount = std::min(in.amount[row], most_amount);
  const std::int64_t what = amount_kinds >> kind & 1
                                ? (amount >= whole) + amount / (100 * whole)
                                : in.items[row] / whole + 32 * (in.level[row] - first_level);
  return static_cast<packed_row>(month << 12 | kind << 7 | what);
}

void pack_rows_plain(const columns& in, std::size_t first, std::size_t count, packed_row* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = pack(in, first + i);
}

std::int32_t read_plain(const subject_cells& cells) {
  year_lanes year;
  for (std::size_t quarter = 0; quarter < 4; ++quarter) {
    std::int32_t voters = 0;
    for (std::size_t l = 0; l < lanes; ++l) {
      std::int32_t sum = 0;
      for (std::size_t month = quarter * 3; month < quarter * 3 + 3; ++month)
        sum += std::min(cells[month * lanes + l], month_caps[l]);
      const std::int32_t cap = l < 8 ? voters_year_caps[l] : no_cap, before = year.of[l];
      year.of[l] = std::min(before + std::min(sum, quarter_caps[l]), cap);
      if (l < voters_lanes) voters += year.of[l] - before;
    }
    year.voters += std::min(voters, voters_quarter_cap);
  }
  return total_of(cells, year);
}

// ---- with AVX2

#if defined(__x86_64__)

BENCHMARKS_AVX2 inline __m256i load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

/// 0 below 1, else 1 and how many hundreds: 10^8 millionths are 256, a shift, times 390,625, a
/// product.
BENCHMARKS_AVX2 inline __m256i amount_class(__m256i amount) {
  const __m256i most = _mm256_set1_epi64x(most_amount);
  const __m256i limited = _mm256_blendv_epi8(amount, most, _mm256_cmpgt_epi64(amount, most));
  const __m256i steps = _mm256_srli_epi64(
      _mm256_mul_epu32(_mm256_srli_epi64(limited, 8), _mm256_set1_epi64x(22'517'999)), 43);
  return _mm256_sub_epi64(steps, _mm256_cmpgt_epi64(limited, _mm256_set1_epi64x(whole - 1)));
}

/// Eight rows.
BENCHMARKS_AVX2 inline __m256i pack_eight(const columns& in, std::size_t row) {
  const __m256i kind = load(in.kind + row);
  const __m256i level = _mm256_sub_epi32(load(in.level + row), _mm256_set1_epi32(first_level));
  // 4295 / 2^32 is a millionth, closely enough for whole numbers up to 20
  const __m256i millionth = _mm256_set1_epi64x(4295);
  const __m256i items_low = _mm256_mul_epu32(load(in.items + row), millionth);
  const __m256i items_high = _mm256_mul_epu32(load(in.items + row + 4), millionth);
  const __m256i items = _mm256_castps_si256(_mm256_shuffle_ps(
      _mm256_castsi256_ps(items_low), _mm256_castsi256_ps(items_high), _MM_SHUFFLE(3, 1, 3, 1)));
  const __m256i amounts = _mm256_castps_si256(_mm256_shuffle_ps(
      _mm256_castsi256_ps(amount_class(load(in.amount + row))),
      _mm256_castsi256_ps(amount_class(load(in.amount + row + 4))), _MM_SHUFFLE(2, 0, 2, 0)));
  // both have rows 0 1 4 5 | 2 3 6 7 now; the sign of a kind's bit chooses between them
  const __m256i has_amount = _mm256_sllv_epi32(
      _mm256_set1_epi32(static_cast<int>(1u << (31 - 10) | 1u << (31 - 15) | 1u << (31 - 19))),
      kind);
  const __m256i itemised = _mm256_or_si256(_mm256_permute4x64_epi64(items, _MM_SHUFFLE(3, 1, 2, 0)),
                                           _mm256_slli_epi32(level, 5));
  const __m256i what = _mm256_castps_si256(_mm256_blendv_ps(
      _mm256_castsi256_ps(itemised),
      _mm256_castsi256_ps(_mm256_permute4x64_epi64(amounts, _MM_SHUFFLE(3, 1, 2, 0))),
      _mm256_castsi256_ps(has_amount)));
  const __m256i day = _mm256_sub_epi32(load(in.day + row), _mm256_set1_epi32(first_day));
  const __m256i late = _mm256_cmpgt_epi32(day, _mm256_set1_epi32(58));
  const __m256i even_day = _mm256_sub_epi32(day, _mm256_add_epi32(late, late));
  const __m256i month =
      _mm256_srli_epi32(_mm256_add_epi32(_mm256_madd_epi16(even_day, _mm256_set1_epi32(2145)),
                                         _mm256_set1_epi32(768)),
                        16);
  const __m256i is_confirmed = _mm256_cmpeq_epi32(
      _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(in.standing + row))),
      _mm256_set1_epi32(static_cast<int>(standing::confirmed)));
  const __m256i is_in_year = _mm256_cmpeq_epi32(_mm256_min_epu32(day, _mm256_set1_epi32(364)), day);
  const __m256i packed = _mm256_or_si256(
      what, _mm256_or_si256(_mm256_slli_epi32(kind, 7), _mm256_slli_epi32(month, 12)));
  return _mm256_and_si256(packed, _mm256_and_si256(is_confirmed, is_in_year));
}

BENCHMARKS_AVX2 void pack_rows_avx2(const columns& in, std::size_t first, std::size_t count,
                                    packed_row* out) {
  std::size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const __m256i both =
        _mm256_packus_epi32(pack_eight(in, first + i), pack_eight(in, first + i + 8));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i),
                        _mm256_permute4x64_epi64(both, _MM_SHUFFLE(3, 1, 2, 0)));
  }
  pack_rows_plain(in, first + i, count - i, out + i);
}

BENCHMARKS_AVX2 std::int32_t read_avx2(const subject_cells& cells) {
  const __m256i month_low = load(month_caps), month_high = load(month_caps + 8);
  const __m256i quarter_low = load(quarter_caps), quarter_high = load(quarter_caps + 8);
  const __m256i year_cap = load(voters_year_caps);
  const __m256i is_voters = _mm256_cmpgt_epi32(_mm256_set1_epi32(voters_lanes),
                                               _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  __m256i low_year = _mm256_setzero_si256(), high_year = low_year, growth[4];
  for (std::size_t quarter = 0; quarter < 4; ++quarter) {
    const std::int32_t* from = cells.data() + quarter * 3 * lanes;
    __m256i low = _mm256_min_epi32(load(from), month_low),
            high = _mm256_min_epi32(load(from + 8), month_high);
    for (std::size_t month = 1; month < 3; ++month) {
      low = _mm256_add_epi32(low, _mm256_min_epi32(load(from + month * lanes), month_low));
      high = _mm256_add_epi32(high, _mm256_min_epi32(load(from + month * lanes + 8), month_high));
    }
    high_year = _mm256_add_epi32(high_year, _mm256_min_epi32(high, quarter_high));
    const __m256i reached =
        _mm256_min_epi32(_mm256_add_epi32(low_year, _mm256_min_epi32(low, quarter_low)), year_cap);
    growth[quarter] = _mm256_and_si256(_mm256_sub_epi32(reached, low_year), is_voters);
    low_year = reached;
  }
  const __m256i pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(growth[0], growth[1]),
                                          _mm256_hadd_epi32(growth[2], growth[3]));
  __m128i voters = _mm_min_epi32(
      _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1)),
      _mm_set1_epi32(voters_quarter_cap));
  voters = _mm_hadd_epi32(voters, voters);
  year_lanes year;
  year.voters = _mm_extract_epi32(voters, 0) + _mm_extract_epi32(voters, 1);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(year.of), low_year);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(year.of + 8), high_year);
  return total_of(cells, year);
}

bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }

#else
constexpr auto pack_rows_avx2 = pack_rows_plain;
constexpr auto read_avx2 = read_plain;
constexpr bool has_avx2() { return false; }
#endif

const auto pack_rows = has_avx2() ? pack_rows_avx2 : pack_rows_plain;
const auto read_cells = has_avx2() ? read_avx2 : read_plain;

// ---- rows to cells

inline void add(subject_cells& cells, std::uint32_t row) {
  const two_points points = folded.points[row & 0xFFF];
  const two_cells to = folded.cells[row >> 7 & 0x1FF];
  cells[to.first] += points.first;
  cells[to.second] += points.second;
}

/// Where the run of one subject ends.
std::size_t run_end(const std::uint32_t* subject, std::size_t row, std::size_t end) {
  const std::uint32_t who = subject[row];
  while (row < end && subject[row] == who) ++row;
  return row;
}

/// Rows that stand subject by subject. False when they do not.
bool score_sorted(const columns& in, std::size_t first, std::size_t end, std::int64_t* out) {
  constexpr std::size_t piece = 4096;
  alignas(64) packed_row packed[piece];
  alignas(64) subject_cells cells{};
  std::uint32_t who = first < end ? in.subject[first] : 0;
  for (std::size_t begin = first; begin < end; begin += piece) {
    const std::size_t count = std::min(piece, end - begin);
    pack_rows(in, begin, count, packed);
    for (std::size_t row = 0; row < count;) {
      if (const std::uint32_t next = in.subject[begin + row]; next != who) {
        if (next < who) return false;
        out[who] = read_cells(cells);
        cells.fill(0);
        who = next;
      }
      const std::size_t run = run_end(in.subject + begin, row, count);
      for (; row < run; ++row) add(cells, packed[row]);
    }
  }
  if (first < end) out[who] = read_cells(cells);
  return true;
}

// ---- rows in any order

/// A power of two of subjects to a part: their cells should fit L2, and the parts' last lines L1.
constexpr int part_bits = 9;
constexpr std::uint32_t part_mask = (1u << part_bits) - 1;

struct to_free {
  void operator()(void* memory) const { std::free(memory); }
};
using row_buffer = std::unique_ptr<std::uint32_t[], to_free>;

/// In pages of 2 MB where there are such: two hundred parts are written at once, and twice as many
/// rows are dealt in the same time when the processor need not look for their pages.
row_buffer room_for(std::size_t rows) {
  constexpr std::size_t page = std::size_t{2} << 20;
  const std::size_t bytes = (rows * sizeof(std::uint32_t) + page) / page * page;
  void* const memory = std::aligned_alloc(page, bytes);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef __linux__
  madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return row_buffer(static_cast<std::uint32_t*>(memory));
}

/// Rows [first, end) dealt into parts: the packed 16 bits, and above them the subject within its
/// part. Rows that do not count are left out.
class dealer {
 public:
  dealer(const columns& in, std::size_t first, std::size_t end, std::size_t parts)
      : in_(in), first_(first), end_(end), starts_(parts + 1), ends_(parts) {}

  void deal() {
    for (std::size_t row = first_; row < end_; ++row)
      ++starts_[(in_.subject[row] >> part_bits) + 1];
    for (std::size_t part = 1; part < starts_.size(); ++part) starts_[part] += starts_[part - 1];
    std::copy(starts_.begin(), starts_.end() - 1, ends_.begin());
    rows_ = room_for(end_ - first_ + 1);
    for (std::size_t begin = first_; begin < end_; begin += piece)
      deal_piece(begin, std::min(piece, end_ - begin));
  }
  void add_part(std::size_t part, subject_cells* cells) const {
    const std::uint32_t* const end = rows_.get() + ends_[part];
    for (const std::uint32_t* row = rows_.get() + starts_[part]; row < end; ++row)
      add(cells[*row >> 16], *row);
  }

 private:
  static constexpr std::size_t piece = 4096;
  void deal_piece(std::size_t begin, std::size_t count) {
    alignas(64) packed_row packed[piece];
    pack_rows(in_, begin, count, packed);
    for (std::size_t row = 0; row < count; ++row) {
      const std::uint32_t who = in_.subject[begin + row];
      std::uint32_t& end = ends_[who >> part_bits];
      rows_[end] = packed[row] | (who & part_mask) << 16;
      end += packed[row] != 0;
    }
  }

  const columns in_;
  std::size_t first_, end_;
  std::vector<std::uint32_t> starts_, ends_;
  row_buffer rows_;
};

// ---- threads

/// Works on 0 … count - 1, each in a thread of its own.
void in_threads(unsigned count, const std::function<void(unsigned)>& work) {
  std::vector<std::thread> others;
  for (unsigned thread = 1; thread < count; ++thread) others.emplace_back(work, thread);
  work(0);
  for (std::thread& other : others) other.join();
}

bool score_sorted(const columns& in, std::size_t rows, unsigned threads, std::int64_t* out) {
  std::vector<std::size_t> borders{0};
  for (unsigned thread = 1; thread < threads; ++thread) {
    std::size_t border = std::max(borders.back(), rows * thread / threads);
    while (border > 0 && border < rows && in.subject[border] == in.subject[border - 1]) ++border;
    if (border < rows && border > 0 && in.subject[border] < in.subject[border - 1]) return false;
    borders.push_back(border);
  }
  borders.push_back(rows);
  std::vector<std::uint8_t> is_sorted(threads);
  in_threads(threads, [&](unsigned thread) {
    is_sorted[thread] = score_sorted(in, borders[thread], borders[thread + 1], out);
  });
  return std::find(is_sorted.begin(), is_sorted.end(), false) == is_sorted.end();
}

void score_shuffled(const columns& in, std::size_t rows, unsigned threads,
                    std::vector<std::int64_t>& out) {
  const std::size_t parts = (out.size() >> part_bits) + 1;
  std::vector<dealer> dealers;
  for (unsigned thread = 0; thread < threads; ++thread)
    dealers.emplace_back(in, rows * thread / threads, rows * (thread + 1) / threads, parts);
  in_threads(threads, [&](unsigned thread) { dealers[thread].deal(); });
  std::atomic<std::size_t> next{0};
  in_threads(threads, [&](unsigned) {
    std::vector<subject_cells> cells(part_mask + 1);
    for (std::size_t part; (part = next++) < parts;) {
      std::fill(cells.begin(), cells.end(), subject_cells{});
      for (const dealer& d : dealers) d.add_part(part, cells.data());
      const std::size_t first = part << part_bits,
                        end = std::min(out.size(), first + part_mask + 1);
      for (std::size_t who = first; who < end; ++who) out[who] = read_cells(cells[who - first]);
    }
  });
}

}  // namespace

std::vector<std::int64_t> kernel_totals(const batch& rows, unsigned threads) {
  for (std::uint32_t code = 0; code < kind_count + std::size(levels); ++code)
    if (rows->texts.size() <= code + 1 ||
        rows->texts.text(code + 1) != (code < kind_count ? kinds[code] : levels[code - kind_count]))
      throw std::invalid_argument("rows of another generator");
  if (rows.rows() >= UINT32_MAX) throw std::invalid_argument("too many rows");
  const columns in(rows.data());
  std::vector<std::int64_t> made(rows->texts.size());
  if (!score_sorted(in, rows.rows(), threads, made.data()))
    score_shuffled(in, rows.rows(), threads, made);
  return made;
}

}  // namespace benchmarks
