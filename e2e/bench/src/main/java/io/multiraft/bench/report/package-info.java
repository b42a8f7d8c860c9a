/** Medians, ratios and their spread; tables and pictures of them. */
package io.multiraft.bench.report;
