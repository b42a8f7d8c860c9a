/** Tests of what carries out the plans. */
package io.multiraft.operator.reconcile;
