# shellcheck shell=bash
# Loads every part, for the scripts of this folder.

CLUSTER_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# shellcheck source=lib/common.sh
source "$CLUSTER_HOME/lib/common.sh"
# shellcheck source=lib/run-dir.sh
source "$CLUSTER_HOME/lib/run-dir.sh"
# shellcheck source=lib/layout.sh
source "$CLUSTER_HOME/lib/layout.sh"
# shellcheck source=lib/cgroups.sh
source "$CLUSTER_HOME/lib/cgroups.sh"
# shellcheck source=lib/packages.sh
source "$CLUSTER_HOME/lib/packages.sh"
# shellcheck source=lib/tools.sh
source "$CLUSTER_HOME/lib/tools.sh"
# shellcheck source=lib/requirements.sh
source "$CLUSTER_HOME/lib/requirements.sh"
# shellcheck source=lib/certificates.sh
source "$CLUSTER_HOME/lib/certificates.sh"
# shellcheck source=lib/image.sh
source "$CLUSTER_HOME/lib/image.sh"
# shellcheck source=lib/supervise.sh
source "$CLUSTER_HOME/lib/supervise.sh"
# shellcheck source=lib/control-plane.sh
source "$CLUSTER_HOME/lib/control-plane.sh"
# shellcheck source=lib/node-config.sh
source "$CLUSTER_HOME/lib/node-config.sh"
# shellcheck source=lib/stop.sh
source "$CLUSTER_HOME/lib/stop.sh"
