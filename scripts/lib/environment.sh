# shellcheck shell=bash disable=SC2034,SC2154  # variables are shared between the files of this folder
# Where the scripts keep things, and the variables cargo needs for that.

# Prints a plain message and ends the script.
fail() {
  printf '%s: %s\n' "$0" "$*" >&2
  exit 1
}

if [[ -z ${HOME:-} ]]; then
  HOME=$(getent passwd "$(id -u)" | cut -d: -f6) || true
  export HOME=${HOME:-/tmp}
fi

cache=${XDG_CACHE_HOME:-$HOME/.cache}/vitasync
venv=${VITASYNC_TEST_VENV:-$cache/venv}
python_venv=${VITASYNC_PYTHON_TEST_VENV:-$cache/venv-python}
mkdir -p "$cache"

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
export CARGO_NET_RETRY=${CARGO_NET_RETRY:-10}
if [[ -n ${CI:-} ]]; then
  export CARGO_INCREMENTAL=0 # a build that is made once needs no incremental state on disk
fi
if ! command -v cargo >/dev/null; then
  export PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
fi
