/**
 * Several systems under the same load on one machine, in turns: what to run, and how it is
 * compared.
 */
package io.multiraft.bench;
