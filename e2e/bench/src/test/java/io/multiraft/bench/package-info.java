/** The benchmark itself, on a Multiraft and an echo. */
package io.multiraft.bench;
