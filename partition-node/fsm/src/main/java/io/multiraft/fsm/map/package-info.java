/**
 * The map from strings to bytes: versions, times to live on the log's clock, and event streams.
 * Start at {@link io.multiraft.fsm.map.MapService}. Imports {@code io.multiraft.fsm}, {@code
 * collection}, {@code service} and the map's messages.
 */
package io.multiraft.fsm.map;
