package io.multiraft.fsm.service;

/** By which callers find a service; unique in a partition, whatever its type. */
public record ServiceName(String namespace, String name) {

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
