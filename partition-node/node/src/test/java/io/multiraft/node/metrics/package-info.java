/** Names, labels and values as Prometheus reads them. */
package io.multiraft.node.metrics;
