/**
 * The bed that end-to-end tests lie in: the local cluster, the tools, the faults. Knows Kubernetes
 * and the client; asserts nothing about behaviour.
 */
package io.multiraft.e2e.support;
