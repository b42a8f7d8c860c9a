/**
 * The operator: declared clusters and sessions become real ones.
 *
 * <p>Observe, plan, execute, report: {@code observe} knows what the nodes say, {@code plan}
 * decides, {@code resources} builds, {@code reconcile} acts, {@code api} is what people write and
 * read. Here are the way in ({@link io.multiraft.operator.OperatorMain}), the configuration, and
 * the one class that puts the parts together ({@link io.multiraft.operator.MultiRaftOperator}).
 */
package io.multiraft.operator;
