/**
 * What must hold of every log: replicas agree, a snapshot is the state, and the clever code does
 * what an obviously right twin does. Logs come from fixed seeds; a failure names its seed.
 */
package io.multiraft.fsm.property;
