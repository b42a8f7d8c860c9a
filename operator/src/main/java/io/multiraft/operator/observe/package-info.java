/**
 * What the nodes say of themselves: one status stream per node, kept in memory, with nobody asking
 * in a loop.
 *
 * <p>An observation lives as long as its stream does: a node that is cut off falls silent, and
 * after a few seconds nothing is known of it. May import the admin service's stubs; no Kubernetes
 * client, and nothing of {@code plan}, {@code resources} or {@code reconcile}.
 */
package io.multiraft.operator.observe;
