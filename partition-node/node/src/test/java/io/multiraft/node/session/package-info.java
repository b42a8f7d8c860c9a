/** Tests of the doors to sessions, with replicas that do what a test tells them. */
package io.multiraft.node.session;
