# shellcheck shell=bash
# What the scripts here share: where things are, messages, and waiting that says what for and ends.

PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
LOGS=$PROJECT/.run/logs

say() { printf '%s: %s\n' "${NAME:-run}" "$*"; }

# fail MESSAGE [DETAIL...]
fail() {
    printf '%s: error: %s\n' "${NAME:-run}" "$1" >&2
    shift
    (($# == 0)) || printf '%s\n' "$@" | sed 's/^/    /' >&2
    exit 1
}

# wait_for SECONDS STATEMENT COMMAND...: until the command succeeds, which makes the statement true. Says every 10 s that
# it still waits, with what progress() prints, if anything.
wait_for() {
    local bound=$1 statement=$2 started=$SECONDS next=$((SECONDS + 10))
    shift 2
    say "waiting until $statement (at most $bound s)"
    until "$@" >/dev/null 2>&1; do
        ((SECONDS - started < bound)) || return 1
        if ((SECONDS >= next)); then
            say "still waiting until $statement, $((SECONDS - started)) s$(progress 2>/dev/null || true)"
            next=$((SECONDS + 10))
        fi
        sleep 0.3
    done
    say "$statement, after $((SECONDS - started)) s"
}

# Overridden by who has something to tell while it waits.
progress() { :; }

# in_background LOG COMMAND...: starts it with its output in a log; $! is its process.
in_background() {
    local log=$LOGS/$1
    shift
    mkdir -p "$LOGS"
    "$@" >"$log" 2>&1 &
}

# await_background PID LOG WHAT: waits for it to end, shows the end of the log when it failed.
await_background() {
    local process=$1 log=$LOGS/$2 what=$3 started=$SECONDS next=$((SECONDS + 15))
    while kill -0 "$process" 2>/dev/null; do
        if ((SECONDS >= next)); then
            say "waiting for $what, $((SECONDS - started)) s: $(tail -n 1 "$log" | cut -c 1-100)"
            next=$((SECONDS + 15))
        fi
        sleep 0.3
    done
    wait "$process" || fail "$what failed; the end of $log:" "$(tail -n 25 "$log")"
}
