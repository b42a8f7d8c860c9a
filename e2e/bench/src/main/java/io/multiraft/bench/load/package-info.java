/** The load generator: knows operations and clocks, no system. */
package io.multiraft.bench.load;
