/** Tests of the public API, against nodes in this process that fail as they are told. */
package io.multiraft.client;
