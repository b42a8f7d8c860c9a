# shellcheck shell=bash
# Names and addresses. Several clusters live side by side; all that must differ between them follows from a slot.
#
# A slot is claimed by making its network link: only one process can, and the kernel removes the link together with
# the cluster that it belongs to. So no claim outlives its cluster, however that ended.

CLUSTERS_AT_MOST=16

# A proxy that the environment names is for the world outside.
export NO_PROXY=198.19.0.0/16${NO_PROXY:+,$NO_PROXY}

# Writes the variables of a slot, as shell. CLUSTER names both the link and the control group.
layout_of() {
    local slot=$1 base=$(($1 * 16))
    cat <<EOF
CLUSTER=multiraft$slot
NODES=(node1 node2 node3)
NETWORK=198.19.$base.0/20
MACHINES=198.19.$base
API_ADDRESS=198.19.$base.1
POD_NETWORK=198.19.$((base + 4)).0/22
FIRST_POD_NETWORK=$((base + 4))
SERVICE_NETWORK=198.19.$((base + 8)).0/22
API_SERVICE=198.19.$((base + 8)).1
HOST_ADDRESS=198.19.$((base + 15)).1
GATEWAY=198.19.$((base + 15)).2
EOF
}

# A node's number, its own address, and the network of its pods.
node_number() { printf '%s' "${1#node}"; }
node_address() { printf '%s.1%s' "$MACHINES" "$(node_number "$1")"; }
node_pods() { printf '198.19.%s.0/24' "$((FIRST_POD_NETWORK + $(node_number "$1") - 1))"; }
node_zone() { printf 'zone-%s' "$(node_number "$1" | tr 123 abc)"; }

# layout_claim PID: takes the first free slot for the cluster whose first process is PID, and records it.
# The range, 198.18.0.0/15, is set aside for test networks, so it is nobody's office or VPN.
layout_claim() {
    local pid=$1 slot
    for ((slot = 0; slot < CLUSTERS_AT_MOST; slot++)); do
        eval "$(layout_of "$slot")"
        [[ -z $(ip -4 route show root "$NETWORK") ]] || continue
        if ip link add "$CLUSTER" type veth peer name host netns "$pid" 2>/dev/null; then
            ip link set "$CLUSTER" alias "$RUN_DIR"
            ip address add "$HOST_ADDRESS/30" dev "$CLUSTER"
            ip link set "$CLUSTER" up
            ip route add "$NETWORK" via "$GATEWAY" dev "$CLUSTER"
            layout_of "$slot" >"$RUN_DIR/layout.new"
            mv "$RUN_DIR/layout.new" "$RUN_DIR/layout"
            return
        fi
    done
    fail "all $CLUSTERS_AT_MOST places for a cluster on this machine are taken" \
        "$(ip -o link show type veth | grep -o 'multiraft[0-9]*.*alias.*' || true)" "End one: e2e/cluster/down.sh --run-dir DIR"
}
