// A value, or the diagnostics that say why there is none. Warnings may stand beside a value.
#pragma once

#include <optional>
#include <stdexcept>
#include <utility>

#include "dutyscore/core/diagnostic.hpp"

namespace dutyscore {

/// Thrown by result::value() when there is no value; what() is the text of the diagnostics, in
/// English.
class bad_result : public std::runtime_error {
 public:
  explicit bad_result(diagnostics list)
      : std::runtime_error(to_text(list, language::en)), list_(std::move(list)) {}
  const diagnostics& list() const { return list_; }

 private:
  diagnostics list_;
};

template <class T>
class [[nodiscard]] result {
 public:
  result(T value, diagnostics warnings = {})
      : value_(std::move(value)), diagnostics_(std::move(warnings)) {}
  result(diagnostics errors) : diagnostics_(std::move(errors)) {}
  result(diagnostic error) { diagnostics_.push_back(std::move(error)); }

  bool has_value() const { return value_.has_value(); }
  explicit operator bool() const { return has_value(); }
  const diagnostics& messages() const { return diagnostics_; }

  /// Throws bad_result when there is no value.
  T& value() & { return require(), *value_; }
  const T& value() const& { return require(), *value_; }
  /// By value, so that `for (… : f().value())` holds on to what it walks through.
  T value() && { return require(), *std::move(value_); }

  /// REQUIRES: has_value().
  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T operator*() && { return *std::move(value_); }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }

 private:
  void require() const {
    if (!value_) throw bad_result(diagnostics_);
  }

  std::optional<T> value_;
  diagnostics diagnostics_;
};

}  // namespace dutyscore
