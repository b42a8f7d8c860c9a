# shellcheck shell=bash
# Keeps a program running. Its output goes to logs/NAME.log, its pid (as seen where it runs) to pids/NAME.

# supervise NAME COMMAND...
supervise() {
    local name=$1
    shift
    mkdir -p "$RUN_DIR/logs" "$RUN_DIR/pids"
    keep_running "$name" "$@" >>"$RUN_DIR/logs/$name.log" 2>&1 &
}

keep_running() {
    local name=$1 pid status
    shift
    while :; do
        "$@" &
        pid=$!
        printf '%s\n' "$pid" >"$RUN_DIR/pids/$name"
        status=0
        wait "$pid" || status=$?
        printf '%s: %s ended with status %s, started again\n' "$(date +%T)" "$name" "$status" >>"$RUN_DIR/logs/ended.log"
        sleep 1
    done
}
