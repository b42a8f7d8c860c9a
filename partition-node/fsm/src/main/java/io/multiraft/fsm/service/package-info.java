/**
 * Services: the instances of primitives in a partition, and what a primitive must be able to do
 * ({@link io.multiraft.fsm.service.PrimitiveService}). Knows nothing of sessions but their ids, and
 * of no primitive. Imports {@code io.multiraft.fsm} and {@code snapshot}.
 */
package io.multiraft.fsm.service;
