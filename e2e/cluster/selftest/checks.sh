# shellcheck shell=bash
# The words that the self test is written in.

CHECKS=0

# check SENTENCE COMMAND...: the command must succeed.
check() {
    local sentence=$1 output
    shift
    CHECKS=$((CHECKS + 1))
    output=$("$@" 2>&1) || fail "not true: $sentence" "$*" "$output"
    say "ok $CHECKS: $sentence"
}

# equal EXPECTED COMMAND...: the command's output, in one line.
equal() {
    local expected=$1 output
    shift
    output=$("$@" | tr '\n' ' ')
    [[ ${output% } == "$expected" ]] || fail "was '${output% }', expected '$expected'"
}

# fails_saying PATTERN COMMAND...
fails_saying() {
    local pattern=$1 output
    shift
    ! output=$("$@" 2>&1) || fail "it succeeded, and said: $output"
    grep -q -e "$pattern" <<<"$output" || fail "it failed, but said: $output"
}

# cluster SCRIPT ARGUMENTS...: one of the scripts, on the cluster in RUN_DIR.
cluster() {
    local script=$1
    shift
    "$CLUSTER_HOME/$script.sh" --run-dir "$RUN_DIR" "$@"
}

in_pod() {
    local pod=$1
    shift
    timeout 20 kubectl exec "$pod" -- "$@"
}

# forward POD EXPECTED: what the pod serves, through a forwarded port.
forward() {
    local log port forwarder
    log=$(mktemp -p "$FOLDER")
    timeout 20 kubectl port-forward "pod/$1" :8080 >"$log" &
    forwarder=$!
    poll 10 grep -q Forwarding "$log" || fail "no port was forwarded"
    port=$(sed -n 's/.*127.0.0.1:\([0-9]*\).*/\1/p' "$log")
    equal "$2" timeout 5 busybox wget -qO- "http://127.0.0.1:$port/"
    kill "$forwarder"
}

field() { kubectl get "$1" -o "jsonpath={$2}"; }

node_condition() { kubectl wait "node/$1" --for "condition=Ready=$2" --timeout "$3s"; }
