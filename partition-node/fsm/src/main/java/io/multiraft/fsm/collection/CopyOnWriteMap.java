package io.multiraft.fsm.collection;

import java.util.Iterator;

/**
 * A sorted map that can be frozen in constant time.
 *
 * <p>It is an AVL tree whose nodes carry the generation in which they were made. Freezing hands out
 * the root and begins a new generation; a change copies the nodes of older generations on its way
 * and changes those of its own in place. So a frozen view never changes and may be read by another
 * thread, a change after a freeze copies one path, and without a freeze nothing is copied.
 *
 * @param <K> key, ordered by its natural order
 * @param <V> value, never null, never changed once it is in here
 */
public final class CopyOnWriteMap<K extends Comparable<? super K>, V> {

    private final FoundNodes<K, V> found = new FoundNodes<>();
    private Node<K, V> root;
    private int size;
    private long generation;

    /**
     * A state of the map that no longer changes. Iterates the values in the order of their keys.
     */
    public static final class View<K extends Comparable<? super K>, V> implements Iterable<V> {

        private static final View<?, ?> EMPTY = new View<>(null, 0);

        private final Node<K, V> root;
        private final int size;

        private View(Node<K, V> root, int size) {
            this.root = root;
            this.size = size;
        }

        /** The view of a map that has nothing in it. */
        @SuppressWarnings("unchecked") // There is nothing in it that could be of another type.
        public static <K extends Comparable<? super K>, V> View<K, V> empty() {
            return (View<K, V>) EMPTY;
        }

        public int size() {
            return size;
        }

        @Override
        public Iterator<V> iterator() {
            return new NodeIterator<>(root);
        }
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The value of a key, or null. */
    public V get(K key) {
        Node<K, V> node = find(key);
        return node == null ? null : node.value;
    }

    private Node<K, V> find(K key) {
        Node<K, V> known = found.find(key);
        if (known != null) {
            return known;
        }
        Node<K, V> node = root;
        while (node != null) {
            int compared = key.compareTo(node.key);
            if (compared == 0) {
                found.add(node);
                return node;
            }
            node = compared < 0 ? node.left : node.right;
        }
        return null;
    }

    /** The greatest key, or null when there is none. */
    public K lastKey() {
        Node<K, V> node = root;
        while (node != null && node.right != null) {
            node = node.right;
        }
        return node == null ? null : node.key;
    }

    public void put(K key, V value) {
        Node<K, V> known = found.find(key);
        if (known != null && known.isOwnedBy(generation)) {
            known.value = value;
        } else {
            root = put(root, key, value);
        }
    }

    /** Removes a key, which may be absent. */
    public void remove(K key) {
        Node<K, V> node = find(key);
        if (node != null) {
            found.replace(node, null);
            root = remove(root, key);
            size--;
            found.fit(size);
        }
    }

    public void clear() {
        root = null;
        size = 0;
        found.fit(0);
    }

    /** The map as it is now, for good. */
    public View<K, V> freeze() {
        if (size == 0) {
            return View.empty();
        }
        generation++;
        return new View<>(root, size);
    }

    /** The map as it is now, until it is changed next; cheaper than a freeze for what follows. */
    public Iterable<V> values() {
        return () -> new NodeIterator<>(root);
    }

    /** Nodes on the longest way down. */
    int height() {
        return Node.height(root);
    }

    /** The node, or a copy in its place that may be changed. */
    private Node<K, V> own(Node<K, V> node) {
        Node<K, V> own = node.ownedBy(generation);
        if (own != node) {
            found.replace(node, own);
        }
        return own;
    }

    private Node<K, V> put(Node<K, V> node, K key, V value) {
        if (node == null) {
            size++;
            found.fit(size);
            Node<K, V> added = new Node<>(key, value, generation);
            found.add(added);
            return added;
        }
        int compared = key.compareTo(node.key);
        Node<K, V> own = own(node);
        if (compared == 0) {
            own.value = value;
            return own;
        }
        if (compared < 0) {
            own.left = put(own.left, key, value);
        } else {
            own.right = put(own.right, key, value);
        }
        return balance(own);
    }

    private Node<K, V> remove(Node<K, V> node, K key) {
        int compared = key.compareTo(node.key);
        if (compared == 0) {
            return withoutTop(node);
        }
        Node<K, V> own = own(node);
        if (compared < 0) {
            own.left = remove(own.left, key);
        } else {
            own.right = remove(own.right, key);
        }
        return balance(own);
    }

    private Node<K, V> withoutTop(Node<K, V> node) {
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<K, V> next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        Node<K, V> top = new Node<>(next.key, next.value, generation);
        found.replace(next, top);
        top.left = node.left;
        top.right = withoutFirst(node.right);
        return balance(top);
    }

    private Node<K, V> withoutFirst(Node<K, V> node) {
        if (node.left == null) {
            return node.right;
        }
        Node<K, V> own = own(node);
        own.left = withoutFirst(own.left);
        return balance(own);
    }

    /** Restores that the heights of siblings differ by one at most; {@code node} is our own. */
    private Node<K, V> balance(Node<K, V> node) {
        int lean = Node.height(node.left) - Node.height(node.right);
        if (lean > 1) {
            if (Node.height(node.left.left) < Node.height(node.left.right)) {
                node.left = rotateLeft(own(node.left));
            }
            return rotateRight(node);
        }
        if (lean < -1) {
            if (Node.height(node.right.right) < Node.height(node.right.left)) {
                node.right = rotateRight(own(node.right));
            }
            return rotateLeft(node);
        }
        node.measure();
        return node;
    }

    private Node<K, V> rotateRight(Node<K, V> node) {
        Node<K, V> top = own(node.left);
        node.left = top.right;
        top.right = node;
        node.measure();
        top.measure();
        return top;
    }

    private Node<K, V> rotateLeft(Node<K, V> node) {
        Node<K, V> top = own(node.right);
        node.right = top.left;
        top.left = node;
        node.measure();
        top.measure();
        return top;
    }
}
