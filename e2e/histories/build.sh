#!/usr/bin/env bash
# Tests the checker, builds it once into a cache outside the tree, and prints where it is. The folder's name has a
# checksum of the sources, so a change builds anew. Ends with 3, and the reason, where there is no Go to build it with.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
# Files are named in one order wherever this runs.
export LC_ALL=C
sources=(go.mod go.sum ./*.go)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/multiraft/bin/histories-$({ sha256sum "${sources[@]}"; uname -m; } | sha256sum | cut -c1-12)
program=$folder/histories
if [[ ! -x $program ]]; then
    command -v go >/dev/null || { echo "no 'go' on the PATH, which builds the checker once" >&2; exit 3; }
    mkdir -p "$folder"
    export CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOWORK=off
    # On the error stream: the path is all that goes to the other.
    go vet ./... >&2
    go test ./... >&2
    go build -trimpath -o "$program.building.$$" .
    # Renamed only when it is whole: a build that was killed leaves nothing that looks like a program.
    mv "$program.building.$$" "$program"
fi
printf '%s\n' "$program"
