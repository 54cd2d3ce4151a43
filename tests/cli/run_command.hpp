// Runs the built command as a shell would, and keeps what came of it.
#pragma once

#include <sys/resource.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "dutyscore/core/file.hpp"

namespace cli_test {

namespace fs = std::filesystem;

/// A folder of its own, gone at the end.
struct scratch {
  fs::path at;
  scratch() {
    std::string pattern = (fs::temp_directory_path() / "dutyscore-cli-XXXXXX").string();
    at = mkdtemp(pattern.data());
  }
  ~scratch() { fs::remove_all(at); }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  std::string operator/(const std::string& name) const { return (at / name).string(); }
  /// A file with this text; its path.
  std::string file(const std::string& name, const std::string& text) const {
    const std::string path = *this / name;
    if (!dutyscore::write_file(path, text).empty())
      throw std::runtime_error("cannot write " + path);
    return path;
  }
};

struct outcome {
  int code = -1;
  std::string out, err;
  double seconds = 0;  // of the processor, so that a busy machine does not matter
};

inline double seconds_of_children() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// Shadow memory alone is beyond any limit, and everything takes longer.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool has_address_sanitizer = true;
#elif defined(__has_feature)
inline constexpr bool has_address_sanitizer = __has_feature(address_sanitizer);
#else
inline constexpr bool has_address_sanitizer = false;
#endif

inline const std::string source_dir = DUTYSCORE_SOURCE_DIR;
inline const std::string data_dir = source_dir + "/tests/cli/data";

/// One line for the shell, in `folder`; `dutyscore` is the built command, the locale says nothing.
inline int run_shell(const std::string& line, const std::string& folder) {
  const std::string command_folder = fs::path(DUTYSCORE_COMMAND).parent_path().string();
  const std::string script = "cd '" + folder + "' && PATH='" + command_folder +
                             "':\"$PATH\" && export PATH LC_ALL=C && " + "{ " + line + "\n}";
  const int status = std::system(("/bin/bash -c '" +
                                  [&] {
                                    std::string quoted;
                                    for (const char c : script)
                                      quoted +=
                                          c == '\'' ? std::string("'\\''") : std::string(1, c);
                                    return quoted;
                                  }() +
                                  "'")
                                     .c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// The arguments as the shell reads them; both streams are kept apart. Memory is limited to 1 GiB.
inline outcome run(const std::string& arguments, const std::string& before = "") {
  const scratch s;
  const std::string limit = has_address_sanitizer ? "" : "ulimit -v 1048576 && ";
  const std::string line = limit + before + " dutyscore " + arguments + " > '" + (s / "out") +
                           "' 2> '" + (s / "err") + "'";
  const double before_run = seconds_of_children();
  outcome r;
  r.code = run_shell(line, data_dir);
  r.seconds = seconds_of_children() - before_run;
  if (fs::exists(s / "out")) r.out = *dutyscore::read_file(s / "out");
  r.err = *dutyscore::read_file(s / "err");
  return r;
}

}  // namespace cli_test
