/**
 * Carries out what {@code plan} decided: the only package that works with a Kubernetes client, and
 * the only one that calls partitions.
 *
 * <p>Every reconciler does the same: look, plan, act, write the status if it changed. What cannot
 * be done is noted and the rest is done all the same. An unchanged object is never written.
 */
package io.multiraft.operator.reconcile;
