#!/usr/bin/env bash
# Histories under random faults, for as long as you like; prints the seed, and for each failed case its own and where its
# history and its picture are. Usage: e2e/histories/run.sh [MINUTES [SEED [FAULT,FAULT...]]]     default 10, a new seed, all
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
minutes=${1:-10}
seed=${2:-}
faults=${3:-}
if [[ ! $minutes =~ ^[0-9]+$ || ! $seed =~ ^-?[0-9]*$ || ! $faults =~ ^[A-Z_,]*$ ]]; then
    echo "histories: error: got '$*'. Usage: run.sh [MINUTES [SEED [FAULT,FAULT...]]]" >&2
    exit 2
fi

cd "$project"
e2e/histories/build.sh >/dev/null
echo "histories: building the node, then $minutes minutes of faults"
exec mvn --quiet --batch-mode verify -Dfast --projects e2e --also-make -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=RandomFaults -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dhistories.minutes="$minutes" -Dhistories.seed="$seed" -Dhistories.faults="$faults"
