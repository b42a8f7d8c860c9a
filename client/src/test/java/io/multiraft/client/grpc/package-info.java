/** What the client's shell does, step by step. */
package io.multiraft.client.grpc;
