package io.multiraft.client.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides where a call to a partition goes.
 *
 * <p>Any node serves any partition, its leader just saves a hop. So a hint never costs a call: the
 * leader is used once a connection to it stands, and until then, or when the name that the nodes
 * know it by means nothing here, the call goes to an endpoint. An endpoint is kept while it works.
 */
public final class Router {

    private final Map<Integer, String> leaders = new TreeMap<>();
    private final Map<Integer, Long> terms = new TreeMap<>();
    private List<String> endpoints;
    private int current;

    public Router(List<String> endpoints) {
        endpoints(endpoints);
    }

    /** Replaces the endpoints; where nobody knows any, the old ones are as good. */
    public void endpoints(List<String> replacement) {
        if (!replacement.isEmpty()) {
            endpoints = List.copyOf(replacement);
        } else if (endpoints == null) {
            throw new IllegalArgumentException("no endpoints; expected at least one host:port");
        }
    }

    /** A node said that this one leads. */
    public void leaderHint(int partitionId, String address) {
        leaders.put(partitionId, address);
    }

    /** A node has seen this one elected; nodes that are behind tell of elections long past. */
    public void elected(int partitionId, long term, String address) {
        if (term >= terms.getOrDefault(partitionId, 0L)) {
            terms.put(partitionId, term);
            leaderHint(partitionId, address);
        }
    }

    /**
     * A call to {@code address} was not served: try another one, and trust no hint that led there.
     */
    public void failed(int partitionId, String address) {
        leaders.remove(partitionId, address);
        if (endpoints.get(Math.floorMod(current, endpoints.size())).equals(address)) {
            current++;
        }
    }

    /**
     * @param ready whether a connection stands; may begin to make one when it does not
     */
    public String route(int partitionId, Predicate<String> ready) {
        String leader = leaders.get(partitionId);
        if (leader != null && ready.test(leader)) {
            return leader;
        }
        for (int step = 0; step < endpoints.size(); step++) {
            int position = Math.floorMod(current + step, endpoints.size());
            if (ready.test(endpoints.get(position))) {
                current = position;
                return endpoints.get(position);
            }
        }
        return endpoints.get(Math.floorMod(current, endpoints.size()));
    }

    /** Every address worth a connection. */
    public Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>(endpoints);
        addresses.addAll(leaders.values());
        return addresses;
    }
}
