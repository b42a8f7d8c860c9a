# shellcheck shell=bash
# Whether this machine can run the cluster at all, beyond what can be installed.

# Prints what is lacking, one line each; nothing when the cluster can run.
requirements_lacking() {
    local missing
    if [[ $(uname -s) != Linux ]]; then
        echo "the machine runs $(uname -s), not Linux"
        return
    fi
    if ((UID != 0)); then
        echo "the user is not root"
        return
    fi
    unshare --net --mount --pid --fork true 2>/dev/null || echo "namespaces cannot be made (an unprivileged container?)"
    [[ -w /sys/fs/cgroup && -n $(cgroup_trees) ]] || echo "control groups cannot be made in /sys/fs/cgroup"
    missing=$(packages_missing | tr '\n' ' ')
    [[ -z $missing ]] || command -v apt-get >/dev/null || echo "these programs are missing, by their Debian names: $missing"
    [[ -z $(tools_missing) ]] || command -v go >/dev/null || echo "Go, 1.25 or newer, is missing; it builds the cluster's programs once"
}
