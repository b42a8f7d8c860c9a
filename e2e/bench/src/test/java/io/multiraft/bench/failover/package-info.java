/** Tests of the package of the same name. */
package io.multiraft.bench.failover;
