# shellcheck shell=bash
# What a cluster could leave on a machine, and how to see it.

# All processes below a pid, itself included: pid and start time.
process_tree() {
    local child
    local -a children
    printf '%s %s\n' "$1" "$(process_start "$1")"
    read -r -d '' -a children < <(cat "/proc/$1/task/"*/children 2>/dev/null) || true
    for child in "${children[@]}"; do process_tree "$child"; done
}

process_start() { awk '$3 != "Z" {print $22}' "/proc/$1/stat" 2>/dev/null; }

# Of the processes in a file, those that still live.
still_alive() {
    local pid started
    while read -r pid started; do
        [[ $(process_start "$pid") != "$started" ]] || printf '%s %s\n' "$pid" "$(tr '\0' ' ' <"/proc/$pid/cmdline")"
    done <"$1"
}

# Control groups and links by the name that a slot gives to both.
slot_traces() {
    local tree
    for tree in $(cgroup_trees); do [[ ! -e $tree/$1 ]] || printf '%s\n' "$tree/$1"; done
    ip -o link show "$1" 2>/dev/null || true
}

# What must be the same before and after. Clusters in other folders may come and go meanwhile.
machine_state() {
    echo "mounts:"
    awk '{print $5, $9}' /proc/self/mountinfo
    echo "routes:"
    ip route show | grep -v multiraft || true
    echo "rules:"
    iptables-save | grep -v '^[#:]' || true
    echo "named network namespaces:"
    ls /run/netns 2>/dev/null || true
    echo "sockets:"
    ls /run/containerd/s 2>/dev/null || true
    echo "kernel settings:"
    sysctl vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys net.ipv4.ip_forward
}
