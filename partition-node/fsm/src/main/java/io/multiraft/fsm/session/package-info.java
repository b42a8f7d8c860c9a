/**
 * Sessions, and the commands that run in them exactly once: one handler for each input of the
 * partition and of a session. Start at {@link io.multiraft.fsm.session.SessionTable} and {@link
 * io.multiraft.fsm.session.CommandHistory}. Imports {@code io.multiraft.fsm}, {@code collection},
 * {@code service}, {@code snapshot}, protobuf and the messages.
 */
package io.multiraft.fsm.session;
