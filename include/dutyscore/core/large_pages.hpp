// Large arrays in large pages, of which a system has to hand out five hundred times fewer. Advice
// only: where it is not taken, nothing is different but the time.
#pragma once

#include <cstddef>
#include <vector>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

/// Advises the system about memory that is not used yet.
void advise_large_pages(const void* at, std::size_t bytes);

/// Room for so many values, in large pages when it is large.
template <class T>
void reserve_large(std::vector<T>& to, std::size_t count) {
  if (count <= to.capacity()) return;
  to.reserve(count);
  advise_large_pages(to.data() + to.size(), (to.capacity() - to.size()) * sizeof(T));
}

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/large_pages.ipp"
#endif
