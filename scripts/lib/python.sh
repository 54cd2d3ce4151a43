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
