/**
 * What the tests of all packages use: inputs in one line, and a partition that is easy to drive.
 */
package io.multiraft.fsm.testing;
