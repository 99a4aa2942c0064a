# shellcheck shell=bash disable=SC2034,SC2154  # variables are shared between the files of this folder
# Builds the npm package in a folder of its own, so that nothing is written into the clone. Needs scripts/lib/environment.sh and
# scripts/lib/tools.sh.

node_package=$cache/node

# The packages it needs, exactly; installed again when they change.
ensure_node_modules() {
  command -v npm >/dev/null || fail "npm was not found: install Node 20 or newer"
  cmp --silent bindings/node/package-lock.json "$node_package/installed.json" && return
  echo "making $node_package"
  mkdir -p "$node_package"
  cp bindings/node/package.json bindings/node/package-lock.json "$node_package/"
  (cd "$node_package" && npm ci --silent --no-audit --no-fund)
  cp bindings/node/package-lock.json "$node_package/installed.json"
}

# Builds it with the library for this system, as the profile says: dev or release.
build_node_package() { # profile
  local profile=$1 built=$CARGO_TARGET_DIR/${1/dev/debug}
  ensure_rust
  ensure_node_modules
  cargo build --quiet --locked --package vitasync-node --profile "$profile"

  find "$node_package" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name installed.json -exec rm -rf {} +
  cp -R bindings/node/{package.json,tsconfig.json,README.md,lib,test,examples,questions.js,questions.d.ts,name-questions.mjs} \
    LICENSE-* "$node_package/"
  mkdir "$node_package/native"
  case $(uname -s) in
    Darwin) cp "$built/libvitasync_node.dylib" "$node_package/native/vitasync.$(node_platform).node" ;;
    Linux) cp "$built/libvitasync_node.so" "$node_package/native/vitasync.$(node_platform)-$(libc).node" ;;
    *) cp "$built/vitasync_node.dll" "$node_package/native/vitasync.$(node_platform).node" ;;
  esac
  # What people debug is not in there.
  ! command -v strip >/dev/null || strip -S "$node_package"/native/*

  "$node_package/node_modules/.bin/openapi-typescript" docs/openapi.json --output "$node_package/lib/openapi.ts" >/dev/null 2>&1
  # Declared before it can be written: that needs what is compiled.
  echo 'export * from "./questions.js";' >"$node_package/questions.d.mts"
  (cd "$node_package" && node_modules/.bin/tsc && node name-questions.mjs)
}

node_platform() { node -p '`${process.platform}-${process.arch}`'; }

libc() {
  if ldd --version 2>&1 | grep -q musl; then echo musl; else echo gnu; fi
}
