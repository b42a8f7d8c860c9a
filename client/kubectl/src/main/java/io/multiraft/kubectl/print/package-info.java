/** Rows as a table, as JSON or as YAML. Knows nothing of what the rows mean. */
package io.multiraft.kubectl.print;
