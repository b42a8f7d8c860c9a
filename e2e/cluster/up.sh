#!/usr/bin/env bash
# Starts a Kubernetes of three nodes on this machine. Usage: up.sh [--run-dir DIR]
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

# wait_for SECONDS LOG[,LOG...] WHAT COMMAND...: until the command succeeds. If it never does, the logs should say why.
wait_for() {
    local seconds=$1 logs=$2 what=$3 started=$SECONDS
    shift 3
    say "waiting for $what (at most $seconds s)"
    while ! "$@" >/dev/null 2>&1; do
        cluster_pid >/dev/null || fail "the cluster ended while it started" "$(log_end cluster)"
        ((SECONDS - started < seconds)) || fail "waited $seconds s in vain for $what" "$(log_end "cluster,$logs")" \
            "All logs are in $RUN_DIR/logs."
        sleep 0.2
    done
}

log_end() {
    local name
    for name in ${1//,/ }; do
        [[ -s $RUN_DIR/logs/$name.log ]] || continue
        printf 'The end of %s:\n' "$RUN_DIR/logs/$name.log"
        tail -n 12 "$RUN_DIR/logs/$name.log"
    done
}

# Prints the nodes that take pods.
usable_nodes() {
    admin get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.spec.taints} {.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}' \
        | awk 'NF == 2 && $2 == "True" {print $1}'
}

node_ready() { usable_nodes | grep -qx "$1"; }

nodes_ready() { [[ $(usable_nodes | grep -c .) == "${#NODES[@]}" ]]; }

names_resolve() { busybox nslookup kubernetes.default.svc.cluster.local "$API_ADDRESS"; }

healthy() { admin get --raw /readyz && nodes_ready; }

# True if the cluster here is usable, which one that runs gets some time to become. Nodes that were cut off come back.
usable() {
    local node
    cluster_pid >/dev/null && [[ -e $RUN_DIR/complete ]] || return 1
    # shellcheck source=/dev/null
    source "$RUN_DIR/layout"
    ! healthy >/dev/null 2>&1 || return 0
    say "the cluster in $RUN_DIR runs but is not healthy; waiting for its nodes (at most 60 s)"
    for node in "${NODES[@]}"; do in_cluster ip link set "$node" up || return 1; done
    poll 60 healthy && return 0
    say "it does not recover and is started anew"
    return 1
}

start() {
    tools_link "$RUN_DIR/bin"
    mkdir -p "$RUN_DIR/logs"
    setsid unshare --net --mount --pid --fork --kill-child \
        "$CLUSTER_HOME/machine/cluster.sh" "$RUN_DIR" </dev/null >>"$RUN_DIR/logs/cluster.log" 2>&1 8>&- &
    poll 10 cluster_pid || fail "the first process did not start" "$(log_end cluster)"
    layout_claim "$(cluster_pid)"
    # shellcheck source=/dev/null
    source "$RUN_DIR/layout"
    say "$CLUSTER: addresses $NETWORK, everything in $RUN_DIR"
    image_busybox "$RUN_DIR/busybox.tar"
}

await() {
    local node
    wait_for 120 kube-apiserver "the API server" test -e "$RUN_DIR/api-ready"
    wait_for 60 coredns "the name server to know the cluster" names_resolve
    for node in "${NODES[@]}"; do wait_for 90 "$node,$node-containerd,$node-kubelet" "$node to be Ready" node_ready "$node"; done
    wait_for 60 kube-controller-manager "the controllers to serve a namespace" \
        admin get serviceaccount default --namespace default
    touch "$RUN_DIR/complete"
}

run_dir_from "$@"
((${#ARGUMENTS[@]} == 0)) || fail "unexpected: ${ARGUMENTS[*]}" "Usage: up.sh [--run-dir DIR]"
lacking=$(requirements_lacking)
[[ -z $lacking ]] || fail "a local cluster cannot run here:" "$lacking"
packages_ensure
tools_ensure
run_dir_lock
started=$SECONDS
if usable; then
    say "already up in $RUN_DIR"
    exit 0
fi
cluster_stop
start
await
say "up after $((SECONDS - started)) s. For kubectl and helm: eval \"\$($CLUSTER_HOME/env.sh --run-dir $RUN_DIR)\""
