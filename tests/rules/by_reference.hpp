// Scenarios, judged by the reference evaluator of tests/reference: what they expect is compared with
// its figures instead of the engine's. Reads the tree itself, so that it shares nothing with
// testing/ either.
#pragma once

#include <string>
#include <vector>

namespace rules_test {

/// Of each expectation of the file's scenarios that does not hold: where it stands, and what came
/// instead. REQUIRES: the file holds one policy, and has passed `dutyscore test` or would.
std::vector<std::string> unmet_by_reference(const std::string& path);

}  // namespace rules_test
