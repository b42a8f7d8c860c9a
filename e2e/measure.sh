#!/usr/bin/env bash
# Measures how fast and how small Multiraft is, on a local cluster of its own, and prints a Markdown table.
# Usage: e2e/measure.sh [IDLE_SECONDS]      default 300
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
idle_seconds=${1:-300}
[[ $idle_seconds =~ ^[0-9]+$ ]] || {
    echo "measure: error: '$idle_seconds' is no number of seconds. Usage: measure.sh [IDLE_SECONDS]" >&2
    exit 2
}

cd "$project"
echo "measure: building the images, then about $((idle_seconds / 60 + 12)) minutes of measuring"
status=0
mvn --quiet --batch-mode verify -Pimage,e2e -Dfast -pl partition-node/node,operator,e2e -am \
    -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=Measure#everything -Dfailsafe.failIfNoSpecifiedTests=false \
    -De2e.measure.idleSeconds="$idle_seconds" || status=$?
[[ ! -e e2e/target/measurements.md ]] || echo "measure: the table is also in e2e/target/measurements.md"
exit "$status"
