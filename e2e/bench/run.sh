#!/usr/bin/env bash
# Multiraft, etcd and a bare gRPC echo under the same load in turns: tables and pictures of all workloads.
# Usage: e2e/bench/run.sh [OPTION...]      of the load generator, such as --workloads GET --rounds 7; --help lists them
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$PROJECT/e2e/run/prerequisites.sh" java
etcd=$("$PROJECT/e2e/cluster/tools.sh" etcd)
build "$PROJECT" bench-build.log partition-node/node,e2e/bench
generate --node multiraft="$PROJECT" --stream --etcd "$etcd" --echo \
    --about "Multiraft $(commit "$PROJECT"), $(basename "$(dirname "$etcd")")." "$@"
