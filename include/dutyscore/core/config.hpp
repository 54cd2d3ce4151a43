// Compile-time switches shared by every header. A program links dutyscore::dutyscore, whose bodies
// are compiled once, or dutyscore::header_only, which defines DUTYSCORE_HEADER_ONLY and inlines
// them.
#pragma once

#ifdef DUTYSCORE_HEADER_ONLY
#define DUTYSCORE_INLINE inline
#else
#define DUTYSCORE_INLINE
#endif

namespace dutyscore {

/// The language of messages and of printed policies.
enum class language : unsigned char { en, zh };

}  // namespace dutyscore
