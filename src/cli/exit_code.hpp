// What the command tells the program that called it.
#pragma once

namespace dutyscore::cli {

enum class exit_code : int {
  done = 0,
  answer_is_no = 1,   // a scenario failed, a file is not formatted
  bad_input = 2,      // a policy, data or files: diagnostics say where
  internal = 3,       // a defect of dutyscore
  usage = 4,          // the arguments
  nothing_to_do = 5,  // no scenario, nobody to score
};

}  // namespace dutyscore::cli
