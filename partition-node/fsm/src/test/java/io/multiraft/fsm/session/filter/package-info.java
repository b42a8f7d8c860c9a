/** Tests of the package. */
package io.multiraft.fsm.session.filter;
