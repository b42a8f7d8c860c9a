/**
 * The same log in processes that have as little in common as can be: other hash seeds, language,
 * time zone, character set, compiler and collector. Every index must have the same fingerprint and
 * the same effects in each of them, and every snapshot the same bytes.
 */
package io.multiraft.fsm.determinism;
