#!/usr/bin/env bash
# Ends what run.sh started: the local cluster, the kind cluster, the dev mode process. Nothing is left of them.
# What was installed into a cluster of your own stays there, and how to remove it is said.
set -euo pipefail

# shellcheck disable=SC2034
NAME=stop
# shellcheck source=lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

stop_dev() {
    local process
    process=$(cat "$PROJECT/.run/dev/pid" 2>/dev/null) || return 0
    if [[ -e /proc/$process ]] && grep -qzF io.multiraft.node.NodeMain "/proc/$process/cmdline" 2>/dev/null; then
        say "ending dev mode, process $process"
        kill "$process"
        wait_for 15 "it has ended" process_ended "$process" || kill -9 "$process"
    fi
    rm -rf "$PROJECT/.run/dev"
}

process_ended() { ! kill -0 "$1"; }

stop_dev
if [[ -e $PROJECT/.run/kind.kubeconfig ]]; then
    say "deleting the kind cluster multiraft"
    kind delete cluster --name multiraft
    rm -f "$PROJECT/.run/kind.kubeconfig"
fi
for cluster in cluster test; do
    if [[ -e $PROJECT/.run/$cluster ]]; then "$PROJECT/e2e/cluster/down.sh" --run-dir "$PROJECT/.run/$cluster"; fi
done
say "nothing of it runs any more"
