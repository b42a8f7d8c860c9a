#!/usr/bin/env bash
# Ends a cluster and removes everything it had, its run directory included. Usage: down.sh [--run-dir DIR]
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

run_dir_from "$@"
((${#ARGUMENTS[@]} == 0)) || fail "unexpected: ${ARGUMENTS[*]}" "Usage: down.sh [--run-dir DIR]"
if [[ ! -e $RUN_DIR ]]; then
    say "nothing in $RUN_DIR"
    exit 0
fi
run_dir_lock
cluster_stop
rm -rf --one-file-system "$RUN_DIR"
say "nothing is left of the cluster in $RUN_DIR"
