#!/usr/bin/env bash
# Three nodes that are offered twice what they can do: goodput, refusals, latency, memory, elections.
# Usage: e2e/bench/overload.sh [OPTION...]      such as --stream --seconds 120; --help lists them
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$PROJECT/e2e/run/prerequisites.sh" java
build "$PROJECT" bench-build.log partition-node/node,e2e/bench
run io.multiraft.bench.OverloadMain --node "$PROJECT" "$@"
