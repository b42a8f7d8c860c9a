#!/usr/bin/env bash
# Takes a node off the network, as if its cable were pulled. Usage: cut.sh [--run-dir DIR] NODE
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

run_dir_from "$@"
((${#ARGUMENTS[@]} == 1)) || fail "one node is needed" "Usage: cut.sh [--run-dir DIR] NODE"
running_cluster
require_node "${ARGUMENTS[0]}"
in_cluster ip link set "${ARGUMENTS[0]}" down
say "${ARGUMENTS[0]} is cut off"
