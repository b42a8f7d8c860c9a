/** Ways from the user's machine to the nodes of a cluster, all of them made by {@code kubectl}. */
package io.multiraft.kubectl.connect;
