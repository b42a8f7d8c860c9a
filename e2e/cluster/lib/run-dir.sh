# shellcheck shell=bash
# The run directory: the one place where a cluster keeps everything, and the record of what runs there.

# Present in every run directory, so that nothing else is ever deleted as one. Also its lock.
RUN_DIR_MARK=.multiraft-cluster

# Sets RUN_DIR, from --run-dir DIR or the environment or the default, and ARGUMENTS, all that follows the options.
run_dir_from() {
    RUN_DIR=${MULTIRAFT_CLUSTER_RUN_DIR:-$CLUSTER_HOME/../../.run/cluster}
    while [[ ${1:-} == -* ]]; do
        [[ $1 == --run-dir ]] || fail "unknown option $1" "Accepted: --run-dir DIR"
        [[ -n ${2:-} ]] || fail "--run-dir needs a directory"
        RUN_DIR=$2
        shift 2
    done
    # shellcheck disable=SC2034
    ARGUMENTS=("$@")
    RUN_DIR=$(realpath -m "$RUN_DIR")
    # These folders are private in each node, so what the host has there cannot be seen from within.
    case $RUN_DIR/ in
        /run/* | /var/log/* | /var/lib/kubelet/* | /var/lib/cni/* | /proc/* | /sys/* | /)
            fail "the run directory cannot be $RUN_DIR" "Accepted: a folder outside /run, /var/log, /var/lib/kubelet and /var/lib/cni." ;;
    esac
    export RUN_DIR
}

# Makes the directory when it is not there and keeps other scripts out of it until this one ends.
run_dir_lock() {
    while :; do
        # It holds keys: nobody else's to read.
        mkdir -p "$(dirname "$RUN_DIR")"
        mkdir -m 700 "$RUN_DIR" 2>/dev/null || [[ -d $RUN_DIR ]] || fail "cannot make the directory $RUN_DIR"
        [[ -e $RUN_DIR/$RUN_DIR_MARK || -z $(ls -A "$RUN_DIR") ]] \
            || fail "$RUN_DIR is not empty and is no run directory of a cluster" "Accepted: a new or an empty directory."
        exec 8>"$RUN_DIR/$RUN_DIR_MARK"
        flock --nonblock 8 || say "waiting (at most 300 s) for another script that works in $RUN_DIR"
        flock --timeout 300 8 || fail "another script works in $RUN_DIR for too long"
        # The one before may have deleted the directory, and the lock with it.
        [[ $RUN_DIR/$RUN_DIR_MARK -ef /proc/self/fd/8 ]] && return
    done
}

# Writes who this process is, in the numbers of the /proc that is mounted now: pid and start time.
process_record() {
    local -a stat
    read -r -a stat </proc/self/stat
    printf '%s %s\n' "${stat[0]}" "${stat[21]}" >"$1.new"
    mv "$1.new" "$1"
}

# Prints the pid in a record if that very process still lives. A pid alone may long belong to another.
process_alive() {
    local pid started
    local -a stat
    read -r pid started 2>/dev/null <"$1" || return 1
    read -r -a stat 2>/dev/null <"/proc/$pid/stat" || return 1
    [[ ${stat[21]} == "$started" && ${stat[2]} != Z ]] || return 1
    grep -qzxF "$RUN_DIR" "/proc/$pid/cmdline" || return 1
    printf '%s\n' "$pid"
}

cluster_pid() { process_alive "$RUN_DIR/cluster.pid"; }

# Loads the addresses of a running cluster; for scripts that need one.
running_cluster() {
    cluster_pid >/dev/null || fail "no cluster runs in $RUN_DIR" "Start one: e2e/cluster/up.sh --run-dir $RUN_DIR"
    [[ -e $RUN_DIR/layout ]] || fail "the cluster in $RUN_DIR has only just been started" "Wait for e2e/cluster/up.sh to end."
    # shellcheck source=/dev/null
    source "$RUN_DIR/layout"
}

# kubectl as the cluster's administrator, for requests that are answered at once.
admin() { "$RUN_DIR/bin/kubectl" --kubeconfig "$RUN_DIR/kubeconfig" --request-timeout 5s "$@"; }

# in_cluster COMMAND...: within the cluster's namespaces, where the control plane lives.
in_cluster() { nsenter --target "$(cluster_pid)" --mount --pid --net -- "$@"; }

# in_node NODE COMMAND...: within a node.
in_node() {
    local pid
    read -r pid _ <"$RUN_DIR/$1/pid"
    shift
    in_cluster nsenter --target "$pid" --mount --pid --net -- "$@"
}

# Fails unless $1 is a node's name.
require_node() {
    [[ " ${NODES[*]} " == *" $1 "* ]] || fail "there is no node '$1'" "Accepted: ${NODES[*]}"
}
