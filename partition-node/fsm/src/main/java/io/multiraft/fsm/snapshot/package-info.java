/**
 * How a snapshot lies in a stream: a sequence of frames, each a length (4 bytes, big-endian), a
 * CRC32C of the bytes (4 bytes, big-endian) and the bytes, a serialized {@code SnapshotFrame}. What
 * is in the frames is known by the packages whose state it is. Imports protobuf and the messages.
 */
package io.multiraft.fsm.snapshot;
