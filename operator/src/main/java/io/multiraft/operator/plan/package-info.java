/**
 * Decisions, as pure functions: from objects and observations to statuses and actions.
 *
 * <p>No client, no clock, no thread, no state: what time it is comes in as an argument. May import
 * the API classes, the records of {@code observe} and of {@code resources}. Every rule has a line
 * in a table test.
 */
package io.multiraft.operator.plan;
