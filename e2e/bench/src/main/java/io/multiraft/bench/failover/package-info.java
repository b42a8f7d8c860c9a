/** Leaders that are killed under clients that write: how long nobody could, and what was lost. */
package io.multiraft.bench.failover;
