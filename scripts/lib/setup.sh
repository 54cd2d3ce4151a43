# Sourced by the scripts of the folder above: says what is missing, installs it when it may, configures and builds.

# Each line: a Debian package, and what shows that it is there (a command, a header that g++ finds, or a sanitizer that
# clang links).
build_needs='
g++                  command g++
cmake                command cmake
ninja-build          command ninja
libboost-dev         header  boost/spirit/home/x3.hpp
nlohmann-json3-dev   header  nlohmann/json.hpp
libcli11-dev         header  CLI/CLI.hpp
'
test_needs='
doctest-dev          header  doctest/doctest.h
pkg-config           command pkg-config
python3              command python3
valgrind             command valgrind
'
all_needs='
clang                command clang++
libclang-rt-dev      sanitizer address
libbenchmark-dev     header  benchmark/benchmark.h
'

say() { printf '\n== %s\n' "$*"; }

# is_there command|header|sanitizer NAME
is_there() {
  case $1 in
    command) command -v "$2" >/dev/null ;;
    header) command -v g++ >/dev/null && g++ -x c++ -M -include "$2" /dev/null >/dev/null 2>&1 ;;
    sanitizer) echo 'int main() {}' | clang++ -x c++ - -fsanitize="$2" -o /dev/null >/dev/null 2>&1 ;;
  esac
}

missing_packages() {
  local package how name
  while read -r package how name; do
    [ -z "$package" ] || is_there "$how" "$name" || printf '%s ' "$package"
  done <<<"$1"
}

# as_root COMMAND…: runs it with the rights to install, or fails without asking for a password.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

may_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

install_packages() {
  say "installing $*"
  as_root apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

say_what_is_missing() {
  {
    echo "These are missing, and this script may not install them: $*"
    echo "On Debian or Ubuntu an administrator runs:  apt-get install $*"
    echo "Elsewhere install the same things under the names they have there. Then run $0 again."
  } >&2
  exit 2
}

# require NEEDS: installs what is missing of a list like those above, or says what to install and stops.
require() {
  local missing
  read -ra missing <<<"$(missing_packages "$1")"
  [ ${#missing[@]} -gt 0 ] || return 0
  if may_install; then
    install_packages "${missing[@]}"
    read -ra missing <<<"$(missing_packages "$1")"
    [ ${#missing[@]} -gt 0 ] || return 0
  fi
  say_what_is_missing "${missing[@]}"
}

# configure FOLDER OPTION…: a build folder below build/.
configure() {
  local folder=build/$1 launcher=()
  shift
  ! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  cmake -S . -B "$folder" -G Ninja ${launcher[@]+"${launcher[@]}"} "$@" >/dev/null
}
