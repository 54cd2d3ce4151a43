// The dutyscore command: arguments in, exit code out. Nothing is thrown.
#pragma once

namespace dutyscore::cli {

int run(int argc, char** argv);

}  // namespace dutyscore::cli
