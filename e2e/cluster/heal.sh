#!/usr/bin/env bash
# Puts a node that was cut off back on the network. Usage: heal.sh [--run-dir DIR] NODE
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

run_dir_from "$@"
((${#ARGUMENTS[@]} == 1)) || fail "one node is needed" "Usage: heal.sh [--run-dir DIR] NODE"
running_cluster
require_node "${ARGUMENTS[0]}"
in_cluster ip link set "${ARGUMENTS[0]}" up
say "${ARGUMENTS[0]} is back on the network"
