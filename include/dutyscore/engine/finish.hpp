// A book of cells alone: the step from subject_cells to what readings need. Not for users.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/engine/subject_cells.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

struct finishing_options {
  std::optional<roster> subjects;
  std::optional<date> through;
  std::size_t most_activities = static_cast<std::size_t>(-1);
  progress_watch* watch = nullptr;
};

/// `cells` by subject, each once. An error when they are not what rows under the plan can give.
result<book> book_of_cells(std::shared_ptr<const plan> p,
                           std::span<const subject_cells* const> cells,
                           const finishing_options& options);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/finish.ipp"
#endif
