/** The pages that probes read. */
package io.multiraft.node.http;
