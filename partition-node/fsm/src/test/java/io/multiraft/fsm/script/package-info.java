/**
 * Stories: text files in {@code src/test/testdata} that say what is done to a partition, and every
 * effect of it. {@code -Drewrite=true} writes down what happens now; the reader of the diff decides
 * whether it should. Start at {@link io.multiraft.fsm.script.ScriptTest}.
 */
package io.multiraft.fsm.script;
