/**
 * What a user sees, on a real Kubernetes with real pods: one file per behaviour. They share one
 * cluster, and each begins with it whole and leaves it so.
 */
package io.multiraft.e2e;
