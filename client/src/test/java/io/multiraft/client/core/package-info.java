/** Tests of the decisions, without I/O, clocks or threads. */
package io.multiraft.client.core;
