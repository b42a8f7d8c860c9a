/**
 * The children of clusters, pods and sessions: spec in, Kubernetes object out. One class per kind,
 * pure and boring.
 *
 * <p>May import the API classes and the Kubernetes model; no client, no clock, no state.
 */
package io.multiraft.operator.resources;
