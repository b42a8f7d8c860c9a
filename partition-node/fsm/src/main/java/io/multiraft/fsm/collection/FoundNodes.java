package io.multiraft.fsm.collection;

/**
 * Nodes of a {@link CopyOnWriteMap} by the hash of their keys, for as many as there is room for: a
 * short cut, and what is not here is looked for in the tree.
 *
 * <p>On the way down a tree of ten thousand keys each step waits for memory, three times. Here it
 * is once for the place, and for the node that lies there.
 *
 * <p>A key has two places, side by side. Keys of one hash push each other out and are no slower
 * than without, so nobody gains by choosing them.
 */
final class FoundNodes<K, V> {

    /** Smaller trees stay in the processor's caches. */
    private static final int LEAST = 512;

    /** Places for a key. They are references, so that is some tenth of what a key takes anyway. */
    private static final int PLACES = 2;

    /** Spreads what hashes of similar keys have in common; the fraction of the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    /** Null while the tree is small. */
    private Node<K, V>[] places;

    private int shift;

    /** Adapts to the size of the tree. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
    void fit(int size) {
        if (size == 0) {
            places = null;
        } else if (size >= LEAST && (places == null || size * PLACES > places.length)) {
            int length = Integer.highestOneBit(size * PLACES) << 1;
            places = new Node[length];
            shift = Integer.numberOfLeadingZeros(length) + 1;
        }
    }

    /** The node of a key, or null where it is not known. */
    Node<K, V> find(K key) {
        if (places == null) {
            return null;
        }
        int place = place(key);
        Node<K, V> node = places[place];
        if (node != null && node.key.equals(key)) {
            return node;
        }
        node = places[place ^ 1];
        return node != null && node.key.equals(key) ? node : null;
    }

    /** Takes a node in whose key is not known, in the place of another if need be. */
    void add(Node<K, V> node) {
        if (places == null) {
            return;
        }
        int place = place(node.key);
        places[places[place] == null ? place : place ^ 1] = node;
    }

    /** Another node has taken the place of this one in the tree; null: it has no such key now. */
    void replace(Node<K, V> node, Node<K, V> other) {
        if (places == null) {
            return;
        }
        int place = place(node.key);
        if (places[place] == node) {
            places[place] = other;
        } else if (places[place ^ 1] == node) {
            places[place ^ 1] = other;
        }
    }

    private int place(K key) {
        return (key.hashCode() * SPREAD) >>> shift;
    }
}
