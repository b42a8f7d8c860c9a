# shellcheck shell=bash
# What every script here shares: messages, and waiting that ends.

say() { printf 'cluster: %s\n' "$*"; }

# fail MESSAGE [DETAIL...]
fail() {
    printf 'cluster: error: %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '%s\n' "$@" | sed 's/^/    /' >&2
    exit 1
}

# poll SECONDS COMMAND...: until the command succeeds; fails when the time is up.
poll() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}
