/**
 * The children of a cluster: spec in, Kubernetes object out. One class per kind, pure and boring.
 *
 * <p>May import the API classes and the Kubernetes model; no client, no clock, no state.
 */
package io.multiraft.operator.resources;
