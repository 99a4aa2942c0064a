# shellcheck shell=bash disable=SC2034,SC2154  # variables are shared between the files of this folder
# A PostgreSQL of the tests' own: a fresh cluster in a private folder under /tmp, reached by its unix socket alone, gone
# afterwards. Needs scripts/lib/environment.sh and scripts/lib/tools.sh.
#
# Tests find it by VITASYNC_TEST_POSTGRES and make a database each. A caller who sets that variable keeps his own server.

postgres_dir=""

# Starts the server, unless one is given or running, and exports VITASYNC_TEST_POSTGRES.
start_postgres() {
  [[ -z ${VITASYNC_TEST_POSTGRES:-} ]] || return 0
  ensure_postgres
  # Under /tmp whatever TMPDIR says: a socket's path has room for 107 bytes.
  postgres_dir=$(mktemp -d /tmp/vitasync-pg.XXXXXX)
  (($(id -u) != 0)) || chown postgres: "$postgres_dir"

  run_postgres initdb --pgdata "$postgres_dir/data" --username vitasync --auth trust --encoding UTF8 --no-locale --no-sync \
    >"$postgres_dir/log" || fail_postgres
  local settings=(
    -c "listen_addresses=''"
    -c "unix_socket_directories='$postgres_dir'"
    -c max_connections=200
    # What a crash would lose is made again by the next run.
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off
  )
  run_postgres pg_ctl --pgdata "$postgres_dir/data" --log "$postgres_dir/data/server.log" --wait --timeout 60 --silent \
    --options "${settings[*]}" start || fail_postgres

  # For the test that restarts it.
  local as_owner=""
  (($(id -u) != 0)) || as_owner="cd / && runuser -u postgres -- "
  export VITASYNC_TEST_POSTGRES_RESTART="$as_owner'$(postgres_bin)/pg_ctl' --pgdata '$postgres_dir/data' \
--log '$postgres_dir/data/server.log' --wait --silent --mode fast restart"
  export VITASYNC_TEST_POSTGRES="postgres://vitasync@${postgres_dir//\//%2F}/postgres"
}

# Stops the server started here and removes its folder; does nothing if there is none.
stop_postgres() {
  [[ -n $postgres_dir ]] || return 0
  if [[ -e $postgres_dir/data/postmaster.pid ]]; then
    run_postgres pg_ctl --pgdata "$postgres_dir/data" --mode immediate --silent stop || true
  fi
  rm -rf "$postgres_dir"
  postgres_dir=""
}

# Runs one of PostgreSQL's programs, which refuse to work for root.
run_postgres() {
  local program
  program=$(postgres_bin)/$1
  shift
  if (($(id -u) == 0)); then
    (cd / && runuser -u postgres -- "$program" "$@")
  else
    "$program" "$@"
  fi
}

fail_postgres() {
  cat "$postgres_dir/log" "$postgres_dir/data/server.log" >&2 2>/dev/null || true
  fail "PostgreSQL did not start; its log is above"
}
