#!/usr/bin/env bash
# Shows what runs; fails when no cluster does. Usage: status.sh [--run-dir DIR]
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

run_dir_from "$@"
running_cluster
say "$CLUSTER, process $(cluster_pid), addresses $NETWORK, run directory $RUN_DIR"
for node in "${NODES[@]}"; do
    state=connected
    in_cluster ip -o link show "$node" | grep -q '[<,]UP[,>]' || state='cut off'
    say "$node: $(node_address "$node"), pods $(node_pods "$node"), $(node_zone "$node"), $state"
done
if [[ -e $RUN_DIR/logs/ended.log ]]; then
    say "programs that ended and were started again, the last 5 of $RUN_DIR/logs/ended.log:"
    tail -n 5 "$RUN_DIR/logs/ended.log"
fi
admin get nodes
