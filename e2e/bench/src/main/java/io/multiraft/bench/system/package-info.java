/** The systems under test: their processes, and their calls as operations. */
package io.multiraft.bench.system;
