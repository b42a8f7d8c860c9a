# shellcheck shell=bash
# Control groups: one per cluster with one per node in it, in version 1 (a tree per controller) and version 2 (one tree).

cgroup_is_unified() { [[ $(stat -f -c %T /sys/fs/cgroup) == cgroup2fs ]]; }

# The roots of all trees.
cgroup_trees() { awk '$3 == "cgroup" || $3 == "cgroup2" {print $2}' /proc/mounts; }

# cgroups_create PATH: makes the group, in all trees, with every controller usable below it.
cgroups_create() {
    local tree
    if cgroup_is_unified; then
        cgroup_create_unified /sys/fs/cgroup "$1"
    else
        for tree in $(cgroup_trees); do cgroup_create_legacy "$tree" "$1"; done
    fi
}

cgroup_create_unified() {
    local group=$1 part controller
    for part in ${2//\// } ''; do
        for controller in $(<"$group/cgroup.controllers"); do
            echo "+$controller" >"$group/cgroup.subtree_control" 2>/dev/null || true
        done
        [[ -z $part ]] || group+=/$part
        mkdir -p "$group"
    done
}

cgroup_create_legacy() {
    local group=$1 part file
    for part in ${2//\// }; do
        mkdir -p "$group/$part"
        # A new group of cpuset has no CPUs and no memory, so nothing could run in it.
        for file in cpuset.cpus cpuset.mems; do
            [[ ! -e $group/$file ]] || cat "$group/$file" >"$group/$part/$file"
        done
        group+=/$part
    done
}

# cgroups_remove PATH: removes the group and all below, which must be without processes.
cgroups_remove() {
    local tree
    for tree in $(cgroup_trees); do
        [[ ! -d $tree/$1 ]] || poll 10 cgroup_remove "$tree/$1" || fail "the control group $tree/$1 cannot be removed"
    done
}

# Some of the kernel's last steps for a dead process come a moment after its end, so this may need a few tries.
cgroup_remove() {
    find "$1" -depth -type d -exec rmdir {} + 2>/dev/null
    [[ ! -d $1 ]]
}
