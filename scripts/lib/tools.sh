# shellcheck shell=bash disable=SC2034,SC2154  # variables are shared between the files of this folder
# Finds the tools of the test script, and installs those that are missing. Every function may be called again: it does
# nothing when its tool is there. Needs scripts/lib/environment.sh.

cargo_deny_version=0.20.2

# Installs system packages, as root or by sudo where that asks no password.
apt_install() {
  local as_root=()
  command -v apt-get >/dev/null || fail "please install $* (this system has no apt-get)"
  if (($(id -u) != 0)); then
    sudo -n true 2>/dev/null || fail "please install what is missing: sudo apt-get install $*"
    as_root=(sudo -n)
  fi
  echo "installing $*"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3)
  "${as_root[@]}" "${apt[@]}" update
  "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null
}

ensure_rust() {
  command -v cargo >/dev/null || fail "cargo was not found: install Rust with rustup"
  ensure_rust_component rustfmt fmt
  ensure_rust_component clippy clippy
}

ensure_rust_component() { # component, cargo subcommand
  cargo "$2" --version >/dev/null 2>&1 && return
  echo "adding the Rust component $1"
  rustup component add "$1" || fail "the Rust component $1 is missing: rustup component add $1"
}

# SQLite, zstd and ring bring C sources.
ensure_c_compiler() {
  command -v cc >/dev/null || apt_install gcc libc6-dev
}

# Prefers a cargo-deny of the right version that is already there; otherwise builds one into the cache.
# Unoptimised: half the time of a release build, and a check of this workspace takes a second either way.
ensure_cargo_deny() {
  cargo_deny --version >/dev/null 2>&1 && return
  echo "building cargo-deny $cargo_deny_version"
  CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 CARGO_TARGET_DIR=$cache/tools/target \
    cargo install --quiet --locked --debug --no-track --force --root "$cache/tools" "cargo-deny@$cargo_deny_version"
  rm -rf "$cache/tools/target"
}

cargo_deny() {
  local binary
  for binary in "$cache/tools/bin/cargo-deny" "$(command -v cargo-deny || true)" "${CARGO_HOME:-$HOME/.cargo}/bin/cargo-deny"; do
    if [[ -x $binary && $("$binary" --version 2>/dev/null) == "cargo-deny $cargo_deny_version" ]]; then
      "$binary" "$@"
      return
    fi
  done
  return 127
}

# The first Python that is new enough.
python_for_tests() {
  local python
  for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      "$python" "$@"
      return
    fi
  done
  fail "Python 3.11 or newer was not found"
}

# A virtual environment with exactly the packages of requirements-test.txt, rebuilt when that file or Python changes.
ensure_venv() { make_venv "$venv" scripts/requirements-test.txt; }

# The same for the Python binding, which needs dataframes and notebooks.
ensure_python_venv() { make_venv "$python_venv" bindings/python/requirements-test.txt; }

# And for the Swift sources, which a parser reads.
swift_venv=$cache/swift-venv

ensure_swift_venv() { make_venv "$swift_venv" scripts/requirements-swift.txt; }

make_venv() { # folder, requirements
  local folder=$1 requirements=$2 wanted
  wanted=$(python_for_tests -c 'import sys; print(sys.version)' | cat - "$requirements" | sha256sum)
  [[ -e $folder/made-from && $(<"$folder/made-from") == "$wanted" ]] && return
  python_for_tests -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
  echo "making $folder"
  rm -rf "$folder"
  python_for_tests -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements"
  printf '%s' "$wanted" >"$folder/made-from"
}

# Kotlin needs a Java of 17 or newer, and Maven, which brings everything else.
ensure_java() {
  command -v javac >/dev/null && command -v mvn >/dev/null || apt_install default-jdk-headless maven
}

# The Node packages of scripts/webhooks, exactly, outside the clone; installed again when they change.
node_packages=$cache/webhooks-node

ensure_node_packages() {
  command -v npm >/dev/null || fail "npm was not found: install Node 20 or newer"
  cmp --silent scripts/webhooks/package-lock.json "$node_packages/installed.json" && return
  echo "making $node_packages"
  mkdir -p "$node_packages"
  cp scripts/webhooks/package.json scripts/webhooks/package-lock.json "$node_packages/"
  (cd "$node_packages" && npm ci --silent --no-audit --no-fund)
  cp scripts/webhooks/package-lock.json "$node_packages/installed.json"
}

ensure_postgres() {
  postgres_bin >/dev/null || apt_install postgresql
  postgres_bin >/dev/null || fail "PostgreSQL was installed, but its initdb was not found"
}

# Prints the folder of the newest PostgreSQL's programs; Debian keeps them off the PATH.
postgres_bin() {
  local initdb
  initdb=$({ find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null || true; } | sort -V | tail -n 1)
  initdb=${initdb:-$(command -v initdb || true)}
  [[ -n $initdb ]] && dirname "$initdb"
}
