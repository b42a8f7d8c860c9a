#!/usr/bin/env bash
# Builds the cluster's programs into the cache, when they are not there yet.
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

tools_ensure
say "tools: all in $TOOLS_CACHE"
