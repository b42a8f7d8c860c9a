package io.multiraft.operator.observe;

/** Which cluster is meant. */
public record ClusterKey(String namespace, String name) {

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
