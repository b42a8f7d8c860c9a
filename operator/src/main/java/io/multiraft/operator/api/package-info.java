/**
 * The Kubernetes objects, as classes. The custom resource definitions under {@code deploy/crds} are
 * generated from them, descriptions, defaults and rules included; a test fails when the two differ.
 *
 * <p>Defaults live in the schema only: the API server fills them in before anybody reads an object,
 * so these classes have none of their own. May import annotations and the Kubernetes model, no
 * client and nothing else of the operator.
 */
package io.multiraft.operator.api;
