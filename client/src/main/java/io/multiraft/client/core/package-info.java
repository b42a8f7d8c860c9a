/**
 * The client's decisions, sans-IO: no clock, no thread, no network, no randomness. What happened
 * goes in, with the time where it matters; what to do next comes out. So the same code runs in
 * production and, step by step, in a simulator. Not thread-safe: the shell serializes. May import
 * messages of the wire and nothing else outside the JDK's {@code java.lang} and {@code java.util}.
 *
 * <p>Start reading at {@link io.multiraft.client.core.ClientCore}, then {@link
 * io.multiraft.client.core.SessionCore}.
 */
package io.multiraft.client.core;
