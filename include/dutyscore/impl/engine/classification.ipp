// The classes of rows: column by column, and where the machine can, eight rows that stand one after the
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

/// Eight rows of a batch with AVX2, each step for all eight.
struct row_classes::eight_rows {
  const row_classes& of;

  [[gnu::target("avx2")]] void classify(std::size_t begin, std::size_t count,
                                        classified_row* out) const {
    for (std::size_t i = 0; i < count; i += lane_count)
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(&out[i].bits), bits_of(begin + i));
  }

 private:
  [[gnu::target("avx2"), gnu::always_inline]] inline __m256i bits_of(std::size_t r) const {
    const __m256i at = joint_place(r), first = look_up(of.first_class_.data(), at);
    __m256i key = _mm256_and_si256(first, all(0xFFFF));
    for (const dimension& d : of.dimensions_)
      // neither has more than 16 bits, nor has the product
      key = _mm256_add_epi32(key, _mm256_mullo_epi16(factor_of(d, at, first), value_of(d.by, r)));
    const auto first_day = static_cast<std::uint32_t>(of.segments_.first_day);
    const __m256i day = _mm256_sub_epi32(load(of.data_->days().data() + r), all(first_day));
    if (of.has_stretches_)
      key = _mm256_add_epi32(key, _mm256_mullo_epi32(look_up(of.in_stretch_.data(), at),
                                                     look_up(of.stretch_of_.data(), day)));
    const auto own = static_cast<std::uint32_t>(of.own_classes_);
    key = _mm256_add_epi32(key, _mm256_and_si256(is_off_basis(r), all(own)));
    const __m256i segment = look_up(of.segments_.segment_of.data(), day);
    return _mm256_or_si256(key, _mm256_slli_epi32(segment, 16));
  }

  [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i factor_of(const dimension& d,
                                                                              __m256i at,
                                                                              __m256i first) {
    if (d.mask == 0) return look_up(d.factor.data(), at);
    const __m256i shifted = _mm256_srl_epi32(first, _mm_cvtsi32_si128(static_cast<int>(d.shift)));
    return _mm256_and_si256(shifted, all(d.mask));
  }

  [[gnu::target("avx2"), gnu::always_inline]] inline __m256i joint_place(std::size_t r) const {
    __m256i at = _mm256_setzero_si256();
    for (const joint_column& c : of.joint_) {
      const __m256i place =
          _mm256_min_epu32(_mm256_sub_epi32(load(c.codes + r), all(c.least)), all(c.others));
      at = _mm256_or_si256(
          at, _mm256_sll_epi32(place, _mm_cvtsi32_si128(static_cast<int>(c.shift))));
    }
    return at;
  }

  [[gnu::target("avx2"), gnu::always_inline]] inline __m256i value_of(const row_dimension& d,
                                                                      std::size_t r) const {
    if (d.numbers) return d.is_range ? range_of(d, r) : whole_of(d, r);
    if (d.flags) return widened(d.flags + r);
    if (!d.texts) return _mm256_setzero_si256();
    const auto last = static_cast<std::uint32_t>(d.value_of_code.size() - 1);
    return look_up(d.value_of_code.data(), _mm256_min_epu32(load(d.texts + r), all(last)));
  }

  /// Of eight numbers the lower and the upper halves, in the order 0 1 4 5 2 3 6 7.
  struct halves {
    __m256i low, high;
  };
  [[gnu::target("avx2"), gnu::always_inline]] static inline halves halves_of(__m256i a, __m256i b) {
    const __m256 first = _mm256_castsi256_ps(a), second = _mm256_castsi256_ps(b);
    return {_mm256_castps_si256(_mm256_shuffle_ps(first, second, _MM_SHUFFLE(2, 0, 2, 0))),
            _mm256_castps_si256(_mm256_shuffle_ps(first, second, _MM_SHUFFLE(3, 1, 3, 1)))};
  }
  /// At most `most`, which is what numbers with an upper half become.
  [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i limited(__m256i n, __m256i high,
                                                                            __m256i most) {
    const __m256i is_small = _mm256_cmpeq_epi32(high, _mm256_setzero_si256());
    return _mm256_blendv_epi8(most, _mm256_min_epu32(n, most), is_small);
  }
  [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i in_order(__m256i n) {
    return _mm256_permute4x64_epi64(n, _MM_SHUFFLE(3, 1, 2, 0));
  }

  /// Which of the whole numbers from the least on each is; the count of them for any other. What
  /// 1,000,000 divides is a multiple of 64, and of 15,625: times the inverse of that, and turned by six
  /// bits, it is the quotient, and everything else more than every quotient.
  [[gnu::target("avx2"), gnu::always_inline]] inline __m256i whole_of(const row_dimension& d,
                                                                      std::size_t r) const {
    static_assert(decimal::scale == 64 * 15'625);
    __m256i a = load(d.numbers + r), b = load(d.numbers + r + 4);
    if (d.least != 0) {
      const __m256i least = _mm256_set1_epi64x(d.least);
      a = _mm256_sub_epi64(a, least);
      b = _mm256_sub_epi64(b, least);
    }
    const auto [low, high] = halves_of(a, b);
    const __m256i product = _mm256_mullo_epi32(low, all(inverse_of(15'625)));
    const __m256i turned =
        _mm256_or_si256(_mm256_srli_epi32(product, 6), _mm256_slli_epi32(product, 26));
    return in_order(limited(turned, high, all(d.count)));
  }

  /// In which of the ranges each number is; the count of them for a negative one or one beyond.
  [[gnu::target("avx2"), gnu::always_inline]] inline __m256i range_of(const row_dimension& d,
                                                                      std::size_t r) const {
    const __m128i shift = _mm_cvtsi32_si128(static_cast<int>(d.steps.shift));
    const auto [low, high] = halves_of(_mm256_srl_epi64(load(d.numbers + r), shift),
                                       _mm256_srl_epi64(load(d.numbers + r + 4), shift));
    const __m256i n = limited(low, high, all(d.shifted_end));
    const __m256i factor = all(d.steps.factor);
    const __m256i even = _mm256_mul_epu32(n, factor);
    const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(n, 32), factor);
    const __m256i upper = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0b10101010);
    __m256i range =
        _mm256_srl_epi32(upper, _mm_cvtsi32_si128(static_cast<int>(d.steps.rest - 32)));
    for (const std::uint32_t before : d.before_borders)
      range = _mm256_sub_epi32(range, _mm256_cmpgt_epi32(n, all(before)));
    return in_order(range);
  }

  /// All bits set where it is.
  [[gnu::target("avx2"), gnu::always_inline]] inline __m256i is_off_basis(std::size_t r) const {
    const __m256i since = widened(of.data_->since.data() + r);
    const __m256i standing = widened(of.data_->standing.data() + r);
    const __m256i range = _mm256_add_epi32(_mm256_slli_epi32(since, 2), standing);
    const __m256i sign = _mm256_sllv_epi32(all(of.off_basis_), _mm256_sub_epi32(all(31), range));
    return _mm256_srai_epi32(sign, 31);
  }

  [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i all(std::uint32_t n) {
    return _mm256_set1_epi32(static_cast<int>(n));
  }
  [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i load(const void* from) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(from));
  }
  [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i widened(
      const std::uint8_t* from) {
    return _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)));
  }
  [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i look_up(
      const std::uint32_t* table, __m256i at) {
    return _mm256_i32gather_epi32(reinterpret_cast<const int*>(table), at, 4);
  }
};

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
    done = count - count % lane_count;
    eight_rows{*this}.classify(begin, done, out);
  }
#endif
  classify_by_columns(done, count, [begin](std::size_t i) { return begin + i; }, out);
}

DUTYSCORE_INLINE void row_classes::classify(std::span<const std::uint32_t> rows,
                                            classified_row* out) const {
  classify_by_columns(0, rows.size(), [rows](std::size_t i) { return std::size_t{rows[i]}; }, out);
}

}  // namespace dutyscore::engine
