/**
 * Tests of the process: exit codes and messages in this JVM, the rest with real processes of which
 * only the wire, the output and the exit code are seen.
 */
package io.multiraft.node;
