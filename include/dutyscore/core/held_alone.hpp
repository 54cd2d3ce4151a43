// Memory that is used again when nobody else holds it any more.
#pragma once

#include <memory>

namespace dutyscore {

/// Whether nobody else holds it; whatever others did to it, in any thread, is then done.
template <class T>
bool is_held_alone(const std::shared_ptr<T>& of) {
  if (of.use_count() != 1) return false;
  // The count was read without an order: to take a share and give it back comes after those who
  // gave theirs back before.
  std::shared_ptr<T>(of).reset();
  return true;
}

}  // namespace dutyscore
