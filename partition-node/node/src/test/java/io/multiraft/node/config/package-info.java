/** Tables of configuration files, good and bad, and what is read from them or said of them. */
package io.multiraft.node.config;
