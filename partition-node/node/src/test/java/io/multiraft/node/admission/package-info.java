/** Tests of what a node lets in. */
package io.multiraft.node.admission;
