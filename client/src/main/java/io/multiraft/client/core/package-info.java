/**
 * The client's decisions, sans-IO: no clock, no thread, no network, no randomness. What happened
 * goes in, with the time where it matters; what to do next comes out. So the same code runs in
 * production and, step by step, in a simulator. Not thread-safe: the shell serializes. May import
 * protobuf's {@code ByteString} and nothing else outside the JDK's {@code java.lang} and {@code
 * java.util}.
 */
package io.multiraft.client.core;
