#!/usr/bin/env bash
# Runs a command within a node, among its processes and in its network. Usage: enter.sh [--run-dir DIR] NODE [COMMAND...]
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

run_dir_from "$@"
((${#ARGUMENTS[@]})) || fail "a node is needed" "Usage: enter.sh [--run-dir DIR] NODE [COMMAND...]"
running_cluster
require_node "${ARGUMENTS[0]}"
command=("${ARGUMENTS[@]:1}")
in_node "${ARGUMENTS[0]}" "${command[@]:-bash}"
