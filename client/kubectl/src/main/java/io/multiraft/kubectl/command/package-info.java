/** One class for each command. */
package io.multiraft.kubectl.command;
