/** Tests of the decisions: tables, one line per rule. */
package io.multiraft.operator.plan;
