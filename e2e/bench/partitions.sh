#!/usr/bin/env bash
# Many partitions on three nodes: what they cost while idle, and whether writes spread over them are slower.
# Usage: e2e/bench/partitions.sh [OPTION...]      such as --partitions 64 --rounds 0; --help lists them
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$PROJECT/e2e/run/prerequisites.sh" java
# What a cluster that asks for 384Mi, as one with 64 partitions should, gives its nodes.
export MULTIRAFT_JAVA_FLAGS=${MULTIRAFT_JAVA_FLAGS:--Xmx256m -XX:MaxNewSize=56m}
build "$PROJECT" bench-build.log partition-node/node,e2e/bench
run io.multiraft.bench.PartitionsMain --node "$PROJECT" "$@"
