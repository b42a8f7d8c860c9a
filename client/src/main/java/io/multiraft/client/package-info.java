/**
 * The Java client. {@link io.multiraft.client.MultiRaftClient} opens sessions, and a session hands
 * out counters and maps; {@link io.multiraft.client.PartitionClient} is the partition protocol
 * itself, for programs that manage sessions, such as the operator.
 *
 * <p>What is to be done next (sequence numbers, acknowledgements, retries, routes) is decided in
 * {@link io.multiraft.client.core}, without I/O; {@link io.multiraft.client.grpc} does it. Start
 * reading at {@link io.multiraft.client.Session}.
 */
package io.multiraft.client;
