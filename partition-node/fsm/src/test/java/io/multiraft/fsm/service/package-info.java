/** Tests of what all primitives have in common. */
package io.multiraft.fsm.service;
