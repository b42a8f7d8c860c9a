/** Tests of the map. */
package io.multiraft.fsm.map;
