#!/usr/bin/env bash
# Gives container images, as tar files, to every node. Usage: load.sh [--run-dir DIR] TAR...
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

run_dir_from "$@"
((${#ARGUMENTS[@]})) || fail "no image was named" "Usage: load.sh [--run-dir DIR] TAR..."
running_cluster
for tar in "${ARGUMENTS[@]}"; do
    [[ -r $tar ]] || fail "cannot read $tar" "Accepted: a tar file as 'docker save' or jib's buildTar write it."
done
for tar in "${ARGUMENTS[@]}"; do
    started=$SECONDS
    imports=()
    for node in "${NODES[@]}"; do
        in_node "$node" env CONTAINERD_SNAPSHOTTER="$(<"$RUN_DIR/$node/snapshotter")" ctr --namespace k8s.io images import - <"$tar" >"$RUN_DIR/$node/import.log" 2>&1 &
        imports+=("$!")
    done
    for index in "${!NODES[@]}"; do
        wait "${imports[index]}" || fail "${NODES[index]} did not take $tar:" "$(tail -n 5 "$RUN_DIR/${NODES[index]}/import.log")"
    done
    say "loaded $(sed -n 's/^unpacking \([^ ]*\).*/\1/p' "$RUN_DIR/${NODES[0]}/import.log" | tr '\n' ' ')into ${NODES[*]} in $((SECONDS - started)) s"
done
