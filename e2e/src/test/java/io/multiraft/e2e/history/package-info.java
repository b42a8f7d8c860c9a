/**
 * Histories: three node processes, clients that write down every operation with its beginning and
 * end, faults meanwhile, and a check that all of it could have happened one after the other. Needs
 * no Kubernetes.
 *
 * <p>{@code case}: {@link io.multiraft.e2e.history.Case} runs a {@link
 * io.multiraft.e2e.history.Fault} on a {@link io.multiraft.e2e.history.NodeCluster} under a {@link
 * io.multiraft.e2e.history.Workload}, and gives the {@link io.multiraft.e2e.history.History} to the
 * {@link io.multiraft.e2e.history.Checker}.
 */
package io.multiraft.e2e.history;
