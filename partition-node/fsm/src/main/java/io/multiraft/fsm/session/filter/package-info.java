/**
 * The filter of a keep-alive: the Bloom filter of the wire in which a client says which commands it
 * still waits for. Imports {@code io.multiraft.fsm} and protobuf's bytes.
 */
package io.multiraft.fsm.session.filter;
