/** Tests of the session stream, with replicas that do what they are told. */
package io.multiraft.node.stream;
