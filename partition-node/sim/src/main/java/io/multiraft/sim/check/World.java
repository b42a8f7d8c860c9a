package io.multiraft.sim.check;

import io.multiraft.fsm.Limits;
import io.multiraft.sim.client.SimClient;
import io.multiraft.sim.log.SimLog;
import io.multiraft.sim.replica.SimNode;
import java.util.List;

/**
 * The whole run, when it has settled.
 *
 * @param clients that live
 */
public record World(SimLog log, List<SimNode> nodes, List<SimClient> clients, Limits limits) {}
