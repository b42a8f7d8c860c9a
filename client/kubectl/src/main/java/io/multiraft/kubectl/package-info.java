/**
 * {@code kubectl multiraft}: the command line as a whole. It knows a cluster as any other client
 * does, by its API and its nodes' admin service; of Kubernetes it knows what {@code kubectl} says.
 */
package io.multiraft.kubectl;
