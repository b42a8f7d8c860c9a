/**
 * What a node counts and measures, in Prometheus' words. May import Micrometer and what partitions
 * say of themselves; nobody measures by himself.
 */
package io.multiraft.node.metrics;
