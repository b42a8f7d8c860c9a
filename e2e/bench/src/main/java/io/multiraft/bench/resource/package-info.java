/** What processes use: processor time, memory, disk, allocation. Linux only. */
package io.multiraft.bench.resource;
