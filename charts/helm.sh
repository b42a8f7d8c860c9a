#!/usr/bin/env bash
# Prints the path of the Helm that the tests use: the one of the local cluster, so that its version is the same everywhere.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=../e2e/cluster/lib/all.sh
source e2e/cluster/lib/all.sh
tools_ensure >&2
printf '%s/helm\n' "$(tools_folder helm helm.sh/helm/v3/cmd/helm)"
