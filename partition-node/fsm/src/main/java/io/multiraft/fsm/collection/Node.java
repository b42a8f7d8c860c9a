package io.multiraft.fsm.collection;

/** A node of a {@link CopyOnWriteMap}; immutable for every generation but its own. */
final class Node<K, V> {

    final K key;
    V value;
    Node<K, V> left;
    Node<K, V> right;

    private final long generation;
    private int height = 1;

    Node(K key, V value, long generation) {
        this.key = key;
        this.value = value;
        this.generation = generation;
    }

    /** Whether it may be changed in this generation. */
    boolean isOwnedBy(long currentGeneration) {
        return generation == currentGeneration;
    }

    /** This node, or a copy of it, that may be changed in this generation. */
    Node<K, V> ownedBy(long currentGeneration) {
        if (isOwnedBy(currentGeneration)) {
            return this;
        }
        Node<K, V> copy = new Node<>(key, value, currentGeneration);
        copy.left = left;
        copy.right = right;
        copy.height = height;
        return copy;
    }

    void measure() {
        height = 1 + Math.max(height(left), height(right));
    }

    static int height(Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }
}
