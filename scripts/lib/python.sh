# Sourced by scripts/python: finds interpreters, and makes environments below build/python.

# Enough to build a module against: headers, and environments with pip.
is_whole_python() {
  "$@" -c 'import ensurepip, os, sysconfig, venv
assert os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h"))' >/dev/null 2>&1
}

# python_of MINOR: the path of python3.MINOR, by the search path or as pyenv has it; nothing when there is none.
python_of() {
  local name=python3.$1 version
  if is_whole_python "$name"; then
    "$name" -c 'import sys; print(sys.executable)'
  elif command -v pyenv >/dev/null; then
    version=$(pyenv versions --bare 2>/dev/null | grep -E "^3\.$1\.[0-9]+$" | tail -1 || true)
    if [ -n "$version" ] && is_whole_python env PYENV_VERSION="$version" "$name"; then
      PYENV_VERSION=$version "$name" -c 'import sys; print(sys.executable)'
    fi
  fi
}

# Every Python from 3.10 on, the newest first: its path.
all_pythons() {
  local minor
  for minor in 14 13 12 11 10; do python_of "$minor"; done
}

# environment NAME PYTHON REQUIREMENT…: a virtual environment with what pip needs for these, made again when they change.
environment() {
  local folder=build/python/$1 python=$2 wanted
  shift 2
  wanted="$python $*"
  if [ "$(cat "$folder/wanted" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$folder"
    "$python" -m venv "$folder"
    [ $# -eq 0 ] || "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
    echo "$wanted" >"$folder/wanted"
  fi
}

# wheel_by ENVIRONMENT: builds the package for its Python; prints the path. All Pythons share the objects that know nothing of Python.
wheel_by() {
  local python=build/python/$1/bin/python out=build/python/wheels/$1
  rm -rf "$out"
  "$python" -m pip wheel --quiet --disable-pip-version-check --no-deps \
    --config-settings=build-dir=build/python/objects --config-settings=cmake.define.DUTYSCORE_WARNINGS_AS_ERRORS=ON \
    -w "$out" . >&2
  echo "$out"/*.whl
}

# install_wheel ENVIRONMENT WHEEL: nothing but the package itself.
install_wheel() {
  "build/python/$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-index --force-reinstall "$2"
}

# sanitized_by ENVIRONMENT: the module for its Python under the address and leak sanitizers; prints the folder that the
# package is imported from.
sanitized_by() {
  local python=$PWD/build/python/$1/bin/python out=build/python/sanitized
  cmake -S . -B "$out" -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_COMPILER=g++ -DDUTYSCORE_BUILD_TESTS=OFF \
    -DDUTYSCORE_BUILD_PYTHON=ON -DPython_EXECUTABLE="$python" -Dpybind11_DIR="$("$python" -m pybind11 --cmakedir)" \
    -DCMAKE_CXX_FLAGS="-O0 -g1 -fsanitize=address -fno-omit-frame-pointer" >&2
  cmake --build "$out" --target dutyscore_python >&2
  rm -rf "$out/package"
  mkdir "$out/package"
  cp -r bindings/python/dutyscore "$out/package"
  cp "$out"/bindings/python/_core*.so "$out/package/dutyscore"
  echo "$PWD/$out/package"
}

# under_sanitizers COMMAND…: what CPython allocates itself may leak. An allocation is known by who made it alone, so that
# what others make for Python is told.
under_sanitizers() {
  LD_PRELOAD=$(g++ -print-file-name=libasan.so) PYTHONMALLOC=malloc \
    ASAN_OPTIONS=detect_leaks=1:malloc_context_size=2 \
    LSAN_OPTIONS=suppressions=$PWD/scripts/lib/python-leaks.txt:print_suppressions=0 "$@"
}
