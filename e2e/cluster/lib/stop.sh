# shellcheck shell=bash
# Ends a cluster, or clears away what a dead one left. The one process that is ended takes all others with it.

# Leaves the run directory itself, empty but for its mark.
cluster_stop() {
    local pid name
    if pid=$(cluster_pid); then
        say "stopping the cluster in $RUN_DIR (at most 30 s)"
        kill -KILL "$pid" 2>/dev/null || true
        poll 30 process_ended "$pid" || fail "process $pid does not end" "See /proc/$pid/stack for what holds it."
    fi
    for name in $(claimed_names); do remove_traces "$name"; done
    find "$RUN_DIR" -xdev -mindepth 1 ! -name "$RUN_DIR_MARK" -delete
}

process_ended() { [[ ! -e /proc/$1 || $(awk '{print $3}' "/proc/$1/stat") == Z ]]; }

# The names of the clusters of this run directory: from its record, and from the links, which outlive the record when
# somebody deletes the directory.
claimed_names() {
    local link
    {
        [[ ! -e $RUN_DIR/layout ]] || sed -n 's/^CLUSTER=//p' "$RUN_DIR/layout"
        for link in /sys/class/net/multiraft*; do
            ! link_is_ours "${link##*/}" || printf '%s\n' "${link##*/}"
        done
    } | sort -u
}

# The kernel has removed processes and mounts. The control groups are left, and the link for as long as the kernel
# still has data to send to nodes that are gone. By now the slot may serve another cluster, which keeps what it has.
remove_traces() {
    ! link_is_ours "$1" || ip link delete "$1" 2>/dev/null || true
    [[ -e /sys/class/net/$1 ]] || cgroups_remove "$1"
}

link_is_ours() { [[ $(cat "/sys/class/net/$1/ifalias" 2>/dev/null) == "$RUN_DIR" ]]; }
