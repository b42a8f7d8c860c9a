#!/usr/bin/env bash
# Many writes to three nodes: what memory and disk they take then, and whether that grows.
# Usage: e2e/bench/soak.sh [OPTION...]      such as --single-calls --writes 1000000 --more 5000000; --help lists them
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$PROJECT/e2e/run/prerequisites.sh" java
build "$PROJECT" bench-build.log partition-node/node,e2e/bench
run io.multiraft.bench.SoakMain --node "$PROJECT" "$@"
