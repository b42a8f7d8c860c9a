#!/usr/bin/env bash
# Builds the cluster's programs into the cache, when they are not there yet.
# Usage: tools.sh             all of them
#        tools.sh PROGRAM     only that one, and prints where it is
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

if (($# == 0)); then
    tools_ensure
    say "tools: all in $TOOLS_CACHE"
    exit
fi
all=$(awk '{print $1}' <<<"$TOOLS" | xargs)
TOOLS=$(awk -v name="$1" '$1 == name' <<<"$TOOLS")
[[ -n $TOOLS ]] || fail "no program '$1'" "Accepted: $all"
# Progress goes to the error stream: the path is all that goes to the other.
tools_ensure >&2
read -r name module package <<<"$TOOLS"
printf '%s/%s\n' "$(tools_folder "$module" "$package")" "$name"
