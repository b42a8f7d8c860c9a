/**
 * The state machine that every replica of a partition runs. Same entries in the same order give the
 * same state, the same effects and the same snapshot bytes, on every machine and in every run.
 *
 * <p>It knows no clock, no thread, no network and no file: time comes with the entries, callers are
 * numbers, and what the node must do comes back as {@link io.multiraft.fsm.Effect}s. It may import
 * {@code java.util}, protobuf and the messages of {@code io.multiraft.proto}, nothing else. Start
 * at {@link io.multiraft.fsm.PartitionStateMachine}.
 */
package io.multiraft.fsm;
