package io.multiraft.fsm.collection;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Walks a tree in the order of its keys. */
final class NodeIterator<K, V> implements Iterator<V> {

    /** Nodes whose left side is done, the next one on top. */
    private final ArrayDeque<Node<K, V>> path = new ArrayDeque<>();

    NodeIterator(Node<K, V> root) {
        descend(root);
    }

    @Override
    public boolean hasNext() {
        return !path.isEmpty();
    }

    @Override
    public V next() {
        if (path.isEmpty()) {
            throw new NoSuchElementException();
        }
        Node<K, V> node = path.pop();
        descend(node.right);
        return node.value;
    }

    private void descend(Node<K, V> from) {
        for (Node<K, V> node = from; node != null; node = node.left) {
            path.push(node);
        }
    }
}
