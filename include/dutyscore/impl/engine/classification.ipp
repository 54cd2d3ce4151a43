// The classes of rows: column by column, and where the machine can, sixteen rows that stand one after the
// other at a time. Both give the same bits (tests/reference/totals_bytes.cpp). Not for users.
#pragma once

#include <array>

#include "dutyscore/engine/row_classes.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dutyscore::engine {

/// Up to most_rows rows column by column, each a loop without a branch.
template <class RowAt>
struct row_classes::column_passes {
  static constexpr std::size_t most_rows = 512;

  const row_classes& of;
  std::size_t begin, count;  // of what row_at numbers
  RowAt row_at;
  classified_row* out;

  using numbers = std::array<std::uint32_t, most_rows>;

  DUTYSCORE_LANES void operator()() const {
    numbers at, first, key, factor;
    start(at.data(), first.data(), key.data());
    for (const dimension& d : of.dimensions_) {
      const row_dimension& by = d.by;
      find_factor(d, at.data(), first.data(), factor.data());
      if (by.texts) add_texts(by, factor.data(), key.data());
      if (by.flags) add_flags(by, factor.data(), key.data());
      if (by.numbers) add_numbers(by, factor.data(), key.data());
    }
    if (of.has_stretches_) {
      look_up(of.in_stretch_.data(), at.data(), factor.data());
      add_stretches(factor.data(), key.data());
    }
    finish(key.data());
  }

  DUTYSCORE_LANES void start(std::uint32_t* at, std::uint32_t* first, std::uint32_t* key) const {
    for (std::size_t i = 0; i < count; ++i) at[i] = 0;
    for (const joint_column& c : of.joint_) {
      const text_pool::code* codes = c.codes;
      const std::uint32_t least = c.least, others = c.others, shift = c.shift;
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t place = codes[row_at(begin + i)] - least;
        at[i] |= (place < others ? place : others) << shift;
      }
    }
    look_up(of.first_class_.data(), at, first);
    for (std::size_t i = 0; i < count; ++i) key[i] = first[i] & 0xFFFF;
  }

  DUTYSCORE_LANES void find_factor(const dimension& d, const std::uint32_t* at,
                                   const std::uint32_t* first, std::uint32_t* factor) const {
    if (d.mask == 0) return look_up(d.factor.data(), at, factor);
    const std::uint32_t shift = d.shift, mask = d.mask;
    for (std::size_t i = 0; i < count; ++i) factor[i] = first[i] >> shift & mask;
  }

  DUTYSCORE_LANES void look_up(const std::uint32_t* table, const std::uint32_t* at,
                               std::uint32_t* to) const {
    for (std::size_t i = 0; i < count; ++i) to[i] = table[at[i]];
  }

  DUTYSCORE_LANES void add_stretches(const std::uint32_t* factor, std::uint32_t* key) const {
    const std::int32_t* days = of.data_->days().data();
    const std::uint32_t* stretch_of = of.stretch_of_.data();
    const std::int32_t first_day = of.segments_.first_day;
    for (std::size_t i = 0; i < count; ++i)
      key[i] += factor[i] * stretch_of[static_cast<std::uint32_t>(days[row_at(begin + i)] - first_day)];
  }

  DUTYSCORE_LANES void add_texts(const row_dimension& d, const std::uint32_t* factor,
                                 std::uint32_t* key) const {
    const text_pool::code* texts = d.texts;
    const std::uint32_t* value_of_code = d.value_of_code.data();
    const auto last = static_cast<std::uint32_t>(d.value_of_code.size() - 1);
    for (std::size_t i = 0; i < count; ++i) {
      const text_pool::code code = texts[row_at(begin + i)];
      key[i] += factor[i] * value_of_code[code < last ? code : last];
    }
  }

  DUTYSCORE_LANES void add_flags(const row_dimension& d, const std::uint32_t* factor,
                                 std::uint32_t* key) const {
    const std::uint8_t* flags = d.flags;
    for (std::size_t i = 0; i < count; ++i) key[i] += factor[i] * flags[row_at(begin + i)];
  }

  DUTYSCORE_LANES void add_numbers(const row_dimension& d, const std::uint32_t* factor,
                                   std::uint32_t* key) const {
    const std::int64_t* from = d.numbers;
    const std::uint64_t end = d.end, least = static_cast<std::uint64_t>(d.least);
    std::array<std::uint64_t, most_rows> above;
    numbers whole;
    // A number below the least becomes a very large one.
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t n = static_cast<std::uint64_t>(from[row_at(begin + i)]) - least;
      above[i] = n < end ? n : end;
    }
    const quick_division steps = d.steps;
    for (std::size_t i = 0; i < count; ++i) whole[i] = static_cast<std::uint32_t>(steps(above[i]));
    for (const std::int64_t b : d.borders)
      for (std::size_t i = 0; i < count; ++i) whole[i] += above[i] >= static_cast<std::uint64_t>(b);
    if (!d.is_range) leave_whole(d, above.data(), whole.data());
    for (std::size_t i = 0; i < count; ++i) key[i] += factor[i] * whole[i];
  }
  DUTYSCORE_LANES void leave_whole(const row_dimension& d, const std::uint64_t* above,
                                   std::uint32_t* whole) const {
    const std::uint32_t others = d.count;
    const auto step = static_cast<std::uint64_t>(d.step);
    for (std::size_t i = 0; i < count; ++i)
      whole[i] = whole[i] * step == above[i] ? whole[i] : others;
  }

  DUTYSCORE_LANES void finish(const std::uint32_t* key) const {
    const std::int32_t* days = of.data_->days().data();
    const std::uint8_t *since = of.data_->since.data(), *standing = of.data_->standing.data();
    const std::uint32_t* segment_of = of.segments_.segment_of.data();
    const std::int32_t first_day = of.segments_.first_day;
    const std::uint32_t off_basis = of.off_basis_;
    const auto own_classes = static_cast<std::uint32_t>(of.own_classes_);
    numbers off;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t r = row_at(begin + i);
      off[i] = (off_basis >> (since[r] * 4u + standing[r]) & 1) * own_classes;
    }
    for (std::size_t i = 0; i < count; ++i)
      out[i].bits =
          key[i] + off[i] + (segment_of[static_cast<std::uint32_t>(days[row_at(begin + i)] - first_day)] << 16);
  }
};

#if defined(__x86_64__)

#define DUTYSCORE_AVX2 [[gnu::target("avx2"), gnu::always_inline]]

/// Sixteen rows of a batch with AVX2, each step for all: what is the same for all rows is taken up once
/// for two registers.
struct row_classes::sixteen_rows {
  static constexpr std::size_t count = 16;

  const row_classes& of;

  [[gnu::target("avx2")]] void classify(std::size_t begin, std::size_t rows,
                                        classified_row* out) const {
    for (std::size_t i = 0; i < rows; i += count) {
      const numbers bits = bits_of(begin + i);
      for (std::size_t o = 0; o < octets; ++o)
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(&out[i + o * lane_count].bits), bits.of[o]);
    }
  }

 private:
  static constexpr std::size_t octets = 2;
  struct numbers {
    __m256i of[octets];
  };

  DUTYSCORE_AVX2 inline numbers bits_of(std::size_t r) const {
    const numbers at = joint_place(r), first = look_up(of.first_class_.data(), at);
    numbers key;
    for (std::size_t o = 0; o < octets; ++o) key.of[o] = _mm256_and_si256(first.of[o], all(0xFFFF));
    for (const dimension& d : of.dimensions_) add_dimension(d, r, at, first, key);
    const auto first_day = static_cast<std::uint32_t>(of.segments_.first_day);
    numbers day;
    for (std::size_t o = 0; o < octets; ++o)
      day.of[o] = _mm256_sub_epi32(load(of.data_->days().data() + r, o), all(first_day));
    if (of.has_stretches_) add_stretches(at, day, key);
    add_off_basis(r, key);
    const numbers segment = segments_of(day);
    for (std::size_t o = 0; o < octets; ++o) key.of[o] = _mm256_or_si256(key.of[o], segment.of[o]);
    return key;
  }

  DUTYSCORE_AVX2 inline numbers joint_place(std::size_t r) const {
    numbers at;
    for (std::size_t o = 0; o < octets; ++o) at.of[o] = _mm256_setzero_si256();
    for (const joint_column& c : of.joint_) {
      const __m256i least = all(c.least), others = all(c.others);
      const __m128i shift = as_shift(c.shift);
      for (std::size_t o = 0; o < octets; ++o) {
        const __m256i place =
            _mm256_min_epu32(_mm256_sub_epi32(load(c.codes + r, o), least), others);
        at.of[o] = _mm256_or_si256(at.of[o], _mm256_sll_epi32(place, shift));
      }
    }
    return at;
  }

  /// Neither factor nor value has more than 16 bits, nor has their product.
  DUTYSCORE_AVX2 inline void add_dimension(const dimension& d, std::size_t r, const numbers& at,
                                           const numbers& first, numbers& key) const {
    const numbers value = value_of(d.by, r), factor = factor_of(d, at, first);
    for (std::size_t o = 0; o < octets; ++o)
      key.of[o] = _mm256_add_epi32(key.of[o], _mm256_mullo_epi16(factor.of[o], value.of[o]));
  }
  DUTYSCORE_AVX2 static inline numbers factor_of(const dimension& d, const numbers& at,
                                                 const numbers& first) {
    if (d.mask == 0) return look_up(d.factor.data(), at);
    const __m128i shift = as_shift(d.shift);
    const __m256i mask = all(d.mask);
    numbers out;
    for (std::size_t o = 0; o < octets; ++o)
      out.of[o] = _mm256_and_si256(_mm256_srl_epi32(first.of[o], shift), mask);
    return out;
  }

  DUTYSCORE_AVX2 inline void add_stretches(const numbers& at, const numbers& day,
                                           numbers& key) const {
    const numbers classes = look_up(of.in_stretch_.data(), at);
    const numbers stretch = look_up(of.stretch_of_.data(), day);
    for (std::size_t o = 0; o < octets; ++o)
      key.of[o] =
          _mm256_add_epi32(key.of[o], _mm256_mullo_epi32(classes.of[o], stretch.of[o]));
  }

  DUTYSCORE_AVX2 inline void add_off_basis(std::size_t r, numbers& key) const {
    const __m256i own = all(static_cast<std::uint32_t>(of.own_classes_));
    const __m256i off_basis = all(of.off_basis_), last = all(31);
    for (std::size_t o = 0; o < octets; ++o) {
      const __m256i since = widened(of.data_->since.data() + r, o);
      const __m256i standing = widened(of.data_->standing.data() + r, o);
      const __m256i range = _mm256_add_epi32(_mm256_slli_epi32(since, 2), standing);
      const __m256i sign = _mm256_sllv_epi32(off_basis, _mm256_sub_epi32(last, range));
      key.of[o] = _mm256_add_epi32(key.of[o], _mm256_and_si256(_mm256_srai_epi32(sign, 31), own));
    }
  }

  // ---- the values of a column ----

  DUTYSCORE_AVX2 static inline numbers value_of(const row_dimension& d, std::size_t r) {
    if (d.numbers) return d.is_range ? range_of(d, r) : whole_of(d, r);
    numbers out;
    for (std::size_t o = 0; o < octets; ++o) out.of[o] = _mm256_setzero_si256();
    if (d.flags)
      for (std::size_t o = 0; o < octets; ++o) out.of[o] = widened(d.flags + r, o);
    if (!d.texts) return out;
    const __m256i last = all(static_cast<std::uint32_t>(d.value_of_code.size() - 1));
    for (std::size_t o = 0; o < octets; ++o)
      out.of[o] = _mm256_min_epu32(load(d.texts + r, o), last);
    return look_up(d.value_of_code.data(), out);
  }

  /// Of eight numbers the lower and the upper halves, in the order 0 1 4 5 2 3 6 7.
  struct halves {
    __m256i low, high;
  };
  DUTYSCORE_AVX2 static inline halves halves_of(__m256i a, __m256i b) {
    const __m256 first = _mm256_castsi256_ps(a), second = _mm256_castsi256_ps(b);
    return {_mm256_castps_si256(_mm256_shuffle_ps(first, second, _MM_SHUFFLE(2, 0, 2, 0))),
            _mm256_castps_si256(_mm256_shuffle_ps(first, second, _MM_SHUFFLE(3, 1, 3, 1)))};
  }
  /// At most `most`, which is what numbers with an upper half become.
  DUTYSCORE_AVX2 static inline __m256i limited(__m256i n, __m256i high, __m256i most) {
    const __m256i is_small = _mm256_cmpeq_epi32(high, _mm256_setzero_si256());
    return _mm256_blendv_epi8(most, _mm256_min_epu32(n, most), is_small);
  }
  DUTYSCORE_AVX2 static inline __m256i in_order(__m256i n) {
    return _mm256_permute4x64_epi64(n, _MM_SHUFFLE(3, 1, 2, 0));
  }

  /// Which of the whole numbers from the least on each is; the count of them for any other. What
  /// 1,000,000 divides is a multiple of 64, and of 15,625: times the inverse of that, and turned by six
  /// bits, it is the quotient, and everything else more than every quotient.
  DUTYSCORE_AVX2 static inline numbers whole_of(const row_dimension& d, std::size_t r) {
    static_assert(decimal::scale == 64 * 15'625);
    const __m256i least = _mm256_set1_epi64x(d.least), others = all(d.count);
    numbers out;
    for (std::size_t o = 0; o < octets; ++o) {
      const __m256i a = load(d.numbers + r, 2 * o), b = load(d.numbers + r, 2 * o + 1);
      const auto [low, high] = halves_of(_mm256_sub_epi64(a, least), _mm256_sub_epi64(b, least));
      const __m256i product = _mm256_mullo_epi32(low, all(inverse_of(15'625)));
      const __m256i turned =
          _mm256_or_si256(_mm256_srli_epi32(product, 6), _mm256_slli_epi32(product, 26));
      out.of[o] = in_order(limited(turned, high, others));
    }
    return out;
  }

  /// In which of the ranges each number is; the count of them for a negative one or one beyond.
  DUTYSCORE_AVX2 static inline numbers range_of(const row_dimension& d, std::size_t r) {
    const __m128i shift = as_shift(d.steps.shift), rest = as_shift(d.steps.rest - 32);
    const __m256i end = all(d.shifted_end), factor = all(d.steps.factor);
    numbers n, range;
    for (std::size_t o = 0; o < octets; ++o) {
      const __m256i a = load(d.numbers + r, 2 * o), b = load(d.numbers + r, 2 * o + 1);
      const auto [low, high] = halves_of(_mm256_srl_epi64(a, shift), _mm256_srl_epi64(b, shift));
      n.of[o] = limited(low, high, end);
      const __m256i even = _mm256_mul_epu32(n.of[o], factor);
      const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(n.of[o], 32), factor);
      const __m256i upper = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0b10101010);
      range.of[o] = _mm256_srl_epi32(upper, rest);
    }
    for (const std::uint32_t b : d.before_borders) {
      const __m256i before = all(b);
      for (std::size_t o = 0; o < octets; ++o)
        range.of[o] = _mm256_sub_epi32(range.of[o], _mm256_cmpgt_epi32(n.of[o], before));
    }
    for (std::size_t o = 0; o < octets; ++o) range.of[o] = in_order(range.of[o]);
    return range;
  }

  // ---- segments ----

  /// In the upper half. Where a table of stretches of sixteen days says in which segment each begins,
  /// and how far it is from there to the end of the next stretch, no memory is looked into.
  DUTYSCORE_AVX2 inline numbers segments_of(const numbers& day) const {
    numbers out = day;
    if (of.sixteen_days_.empty()) {
      out = look_up(of.segments_.segment_of.data(), day);
      for (std::size_t o = 0; o < octets; ++o) out.of[o] = _mm256_slli_epi32(out.of[o], 16);
      return out;
    }
    const std::uint32_t* const table = of.sixteen_days_.data();
    for (std::size_t o = 0; o < octets; ++o) {
      const __m256i at = _mm256_srli_epi32(day.of[o], 4);
      const __m256i low = chosen(_mm256_permutevar8x32_epi32(load(table, 0), at),
                                 _mm256_permutevar8x32_epi32(load(table, 1), at),
                                 _mm256_slli_epi32(at, 28));
      const __m256i high = chosen(_mm256_permutevar8x32_epi32(load(table, 2), at),
                                  _mm256_permutevar8x32_epi32(load(table, 3), at),
                                  _mm256_slli_epi32(at, 28));
      const __m256i entry = chosen(low, high, _mm256_slli_epi32(at, 27));
      const __m256i segment = _mm256_add_epi32(entry, _mm256_and_si256(day.of[o], all(15)));
      out.of[o] = _mm256_and_si256(_mm256_slli_epi32(segment, 12), all(0xFFFF0000));
    }
    return out;
  }
  /// The second where the sign is set.
  DUTYSCORE_AVX2 static inline __m256i chosen(__m256i a, __m256i b, __m256i sign) {
    return _mm256_castps_si256(_mm256_blendv_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b),
                                                _mm256_castsi256_ps(sign)));
  }

  // ---- registers ----

  DUTYSCORE_AVX2 static inline __m256i all(std::uint32_t n) {
    return _mm256_set1_epi32(static_cast<int>(n));
  }
  DUTYSCORE_AVX2 static inline __m128i as_shift(std::uint32_t n) {
    return _mm_cvtsi32_si128(static_cast<int>(n));
  }
  template <class T>
  DUTYSCORE_AVX2 static inline __m256i load(const T* from, std::size_t n) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from) + n);
  }
  DUTYSCORE_AVX2 static inline __m256i widened(const std::uint8_t* from, std::size_t octet) {
    return _mm256_cvtepu8_epi32(
        _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from + octet * lane_count)));
  }
  DUTYSCORE_AVX2 static inline numbers look_up(const std::uint32_t* table, const numbers& at) {
    numbers out;
    for (std::size_t o = 0; o < octets; ++o)
      out.of[o] = _mm256_i32gather_epi32(reinterpret_cast<const int*>(table), at.of[o], 4);
    return out;
  }
};

#undef DUTYSCORE_AVX2

#endif

template <class RowAt>
void row_classes::classify_by_columns(std::size_t begin, std::size_t end, RowAt row_at,
                                      classified_row* out) const {
  using passes = column_passes<RowAt>;
  for (; begin < end; begin += passes::most_rows)
    run_on_lanes(
        passes{*this, begin, std::min(passes::most_rows, end - begin), row_at, out + begin});
}

DUTYSCORE_INLINE void row_classes::classify(std::size_t begin, std::size_t count,
                                            classified_row* out) const {
  std::size_t done = 0;
#if defined(__x86_64__)
  if (has_avx2()) {
    done = count - count % sixteen_rows::count;
    sixteen_rows{*this}.classify(begin, done, out);
  }
#endif
  classify_by_columns(done, count, [begin](std::size_t i) { return begin + i; }, out);
}

DUTYSCORE_INLINE void row_classes::classify(std::span<const std::uint32_t> rows,
                                            classified_row* out) const {
  classify_by_columns(0, rows.size(), [rows](std::size_t i) { return std::size_t{rows[i]}; }, out);
}

}  // namespace dutyscore::engine
