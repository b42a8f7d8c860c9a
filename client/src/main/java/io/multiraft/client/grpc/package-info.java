/**
 * The gRPC shell: channels, calls and timers. Decides nothing; that is {@code
 * io.multiraft.client.core}'s. May import gRPC, {@code core} and {@code errors}.
 */
package io.multiraft.client.grpc;
