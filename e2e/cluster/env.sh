#!/usr/bin/env bash
# Prints how to reach a running cluster, as shell: eval "$(e2e/cluster/env.sh [--run-dir DIR])"
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

run_dir_from "$@"
running_cluster
addresses=()
for node in "${NODES[@]}"; do addresses+=("$node=$(node_address "$node")"); done

cat <<EOF
export MULTIRAFT_CLUSTER_RUN_DIR=$(printf %q "$RUN_DIR")
export KUBECONFIG=$(printf %q "$RUN_DIR/kubeconfig")
export PATH=$(printf %q "$RUN_DIR/bin"):\$PATH
export NO_PROXY=198.19.0.0/16\${NO_PROXY:+,\$NO_PROXY}
export MULTIRAFT_CLUSTER_NODES='${NODES[*]}'
export MULTIRAFT_CLUSTER_NODE_ADDRESSES='${addresses[*]}'
export MULTIRAFT_CLUSTER_API_SERVER=https://$API_ADDRESS:6443
export MULTIRAFT_CLUSTER_NAME_SERVER=$API_ADDRESS
export MULTIRAFT_CLUSTER_POD_NETWORK=$POD_NETWORK
export MULTIRAFT_CLUSTER_SERVICE_NETWORK=$SERVICE_NETWORK
EOF
