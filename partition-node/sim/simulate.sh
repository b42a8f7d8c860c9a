#!/usr/bin/env bash
# Runs seeds of the simulator: `simulate.sh FIRST COUNT`, or `simulate.sh SEED` for one. Prints how far it is; at a seed
# that fails it stops and prints the seed, what was violated, the last events and the command that shows it again.
# Exit codes: 0 all held, 1 an invariant was violated, 2 something threw, 64 wrong arguments, else it did not build.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mvn --batch-mode --quiet -Dfast --projects partition-node/sim --also-make process-classes
exec java -XX:+UseSerialGC -Xmx512m \
    -cp "partition-node/sim/target/classes:$(cat partition-node/sim/target/classpath.txt)" \
    io.multiraft.sim.SimulateMain "$@"
