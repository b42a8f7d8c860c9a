/**
 * A real API server for tests: etcd and kube-apiserver as processes, and nodes that are only talk.
 *
 * <p>A mock knows neither the rules in a schema nor what server-side apply does.
 */
package io.multiraft.operator.apiserver;
