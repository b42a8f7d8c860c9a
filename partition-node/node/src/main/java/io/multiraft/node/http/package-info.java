/**
 * Plain HTTP for kubelets and Prometheus: {@code /livez}, {@code /readyz}, {@code /metrics}. Knows
 * nothing of gRPC or Raft; what it shows is handed in.
 */
package io.multiraft.node.http;
