#!/usr/bin/env bash
# Tells whether a local cluster can run on this machine; fails, with the reasons, when it cannot. Usage: check.sh
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"

lacking=$(requirements_lacking)
[[ -z $lacking ]] || fail "a local cluster cannot run here:" "$lacking"
