# shellcheck shell=bash disable=SC2034,SC2154  # variables are shared between the files of this folder
# An object store of the tests' own that speaks the protocol of S3, in memory, on this machine alone. Needs
# scripts/lib/environment.sh and scripts/lib/tools.sh.
#
# Tests find it by VITASYNC_TEST_S3 and make a bucket each. A caller who sets that variable keeps his own server.

s3_server=""

# Starts the server, unless one is given or running, and exports VITASYNC_TEST_S3.
start_s3() {
  [[ -z ${VITASYNC_TEST_S3:-} ]] || return 0
  ensure_venv
  local log port
  log=$(mktemp)
  "$venv/bin/moto_server" --host 127.0.0.1 --port 0 >"$log" 2>&1 &
  s3_server=$!
  for ((i = 0; i < 300; i++)); do
    port=$(sed -n 's/.*Running on http:\/\/127\.0\.0\.1:\([0-9]*\).*/\1/p' "$log" | head -n 1)
    [[ -z $port ]] || break
    kill -0 "$s3_server" 2>/dev/null || fail "the object store did not start: $(<"$log")"
    sleep 0.1
  done
  rm -f "$log"
  [[ -n $port ]] || fail "the object store did not say where it listens"
  export VITASYNC_TEST_S3="http://127.0.0.1:$port"
}

# Stops the server started here; does nothing if there is none.
stop_s3() {
  [[ -n $s3_server ]] || return 0
  kill "$s3_server" 2>/dev/null || true
  wait "$s3_server" 2>/dev/null || true
  s3_server=""
}
