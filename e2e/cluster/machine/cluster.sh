#!/usr/bin/env bash
# The first process of a cluster, in process, mount and network namespaces of its own. Everything else is started from
# here, nodes included: when this one ends, the kernel ends all of them and takes their mounts and networks away.
#
# Usage (by up.sh only): cluster.sh RUN_DIR
set -euo pipefail

RUN_DIR=$1
# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib/all.sh"

# The network between the machines: a bridge with the control plane's address, a way to the host, routes to the pods.
network_machines() {
    local node
    ip link set lo up
    ip link add machines type bridge
    ip address add "$API_ADDRESS/24" dev machines
    ip link set machines up
    ip address add "$GATEWAY/30" dev host
    ip link set host up
    echo 1 >/proc/sys/net/ipv4/ip_forward
    # What nodes say to each other is none of this namespace's business.
    [[ ! -e /proc/sys/net/bridge/bridge-nf-call-iptables ]] || echo 0 >/proc/sys/net/bridge/bridge-nf-call-iptables
    for node in "${NODES[@]}"; do ip route add "$(node_pods "$node")" via "$(node_address "$node")"; done
}

start_nodes() {
    local node
    exec 5</proc/self/ns/net
    for node in "${NODES[@]}"; do
        mkdir -p "$RUN_DIR/$node"
        unshare --net --mount --pid --fork --kill-child \
            "$CLUSTER_HOME/machine/node.sh" "$RUN_DIR" "$node" >>"$RUN_DIR/logs/$node.log" 2>&1 &
    done
    exec 5<&-
}

api_server_ready() { kubectl --kubeconfig "$RUN_DIR/pki/admin.kubeconfig" get --raw /readyz; }

export PATH=$RUN_DIR/bin:/usr/sbin:/usr/bin:/sbin:/bin
process_record "$RUN_DIR/cluster.pid"
mount -t proc proc /proc
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$RUN_DIR/logs" "$RUN_DIR/proxy"

# The claim of a slot comes from outside. Should that never come, nothing stays.
poll 60 test -e "$RUN_DIR/layout" || fail "nobody gave this cluster its addresses"
# shellcheck source=/dev/null
source "$RUN_DIR/layout"
run_etcd
network_machines
cgroups_remove "$CLUSTER"
for node in "${NODES[@]}"; do cgroups_create "$CLUSTER/$node"; done
certificates_make
run_api_server
start_nodes
poll 120 api_server_ready || fail "the API server was not ready in 120 s" "See $RUN_DIR/logs/kube-apiserver.log"
run_controllers
run_name_server
run_proxy node1 "$RUN_DIR/proxy"
system_objects | kubectl --kubeconfig "$RUN_DIR/pki/admin.kubeconfig" create -f -
touch "$RUN_DIR/api-ready"
say "everything is started"
# Without its run directory nobody could stop the cluster any more, so then it stops itself.
own_record=$(<"$RUN_DIR/cluster.pid")
while [[ $(cat "$RUN_DIR/cluster.pid" 2>/dev/null) == "$own_record" ]]; do sleep 5; done
