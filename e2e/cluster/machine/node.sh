#!/usr/bin/env bash
# The first process of a node: a machine of its own as far as network, processes, mounts and control groups go.
#
# Usage (by cluster.sh only): node.sh RUN_DIR NODE, with file descriptor 5 on the cluster's network namespace.
set -euo pipefail

RUN_DIR=$1
NODE=$2
HERE=$RUN_DIR/$NODE
# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib/all.sh"

# The folders that programs have agreed on, private to this node.
mount_folders() {
    mount -t proc proc /proc
    mount -t tmpfs -o mode=755 tmpfs /run
    mkdir -p /var/lib/kubelet /var/lib/cni "$HERE/kubelet" "$HERE/cni-cache" "$HERE/log"
    mount --bind "$HERE/kubelet" /var/lib/kubelet
    mount --bind "$HERE/cni-cache" /var/lib/cni
    mount --bind "$HERE/log" /var/log
}

# A kubelet sets these, for the whole machine. Here it finds them set, and writes to a file of its own.
shield_kernel_settings() {
    local name value file
    while read -r name value; do
        [[ -e /proc/sys/$name ]] || continue
        file=$HERE/kernel/${name//\//.}
        mkdir -p "$HERE/kernel"
        printf '%s\n' "$value" >"$file"
        mount --bind "$file" "/proc/sys/$name"
    done <<<"vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000"
}

# A link to the cluster's bridge, and routes to the pods of the other nodes.
network_node() {
    local other
    ip link add eth0 type veth peer name "$NODE" netns /proc/self/fd/5
    nsenter --net=/proc/self/fd/5 ip link set "$NODE" master machines up
    exec 5<&-
    ip link set lo up
    ip address add "$(node_address "$NODE")/24" dev eth0
    ip link set eth0 up
    ip route add default via "$API_ADDRESS"
    for other in "${NODES[@]}"; do
        [[ $other == "$NODE" ]] || ip route add "$(node_pods "$other")" via "$(node_address "$other")"
    done
    echo 1 >/proc/sys/net/ipv4/ip_forward
}

run_kubelet() {
    supervise "$NODE-kubelet" kubelet --config "$HERE/kubelet.yaml" --kubeconfig "$RUN_DIR/pki/$NODE.kubeconfig" \
        --hostname-override "$NODE" --node-ip "$(node_address "$NODE")" \
        --node-labels "topology.kubernetes.io/zone=$(node_zone "$NODE"),topology.kubernetes.io/region=local"
}

process_record "$HERE/pid"
mount_folders
shield_kernel_settings
# shellcheck source=/dev/null
source "$RUN_DIR/layout"
network_node
# Read by ctr, too.
CONTAINERD_SNAPSHOTTER=$(snapshotter)
export CONTAINERD_SNAPSHOTTER
printf '%s\n' "$CONTAINERD_SNAPSHOTTER" >"$HERE/snapshotter"
configure_containerd
configure_pod_network
configure_kubelet
supervise "$NODE-containerd" containerd --config "$HERE/containerd.toml"
# A kubelet that finds no runtime gives up.
poll 60 ctr version || fail "containerd did not answer in 60 s" "See $RUN_DIR/logs/$NODE-containerd.log"
poll 60 test -e "$RUN_DIR/busybox.tar"
ctr --namespace k8s.io images import "$RUN_DIR/busybox.tar"
poll 120 test -e "$RUN_DIR/api-ready" || fail "the API server was not ready in 120 s"
run_kubelet
run_proxy "$NODE" "$HERE"
wait
