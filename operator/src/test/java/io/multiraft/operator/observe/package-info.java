/** Tests of the observation of nodes, with servers in this process. */
package io.multiraft.operator.observe;
