/** The admin service against fake replicas. */
package io.multiraft.node.admin;
