package io.multiraft.fsm.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyOnWriteMapTest {

    private final CopyOnWriteMap<Integer, String> map = new CopyOnWriteMap<>();

    @Test
    void isEmptyAtFirst() {
        assertThat(map.isEmpty()).isTrue();
        assertThat(map.get(1)).isNull();
        assertThat(map.lastKey()).isNull();
        assertThat(map.values()).isEmpty();
        Iterator<String> none = map.freeze().iterator();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void doesWhatATreeMapDoesAndItsViewsNeverChange(long seed) throws Exception {
        Random random = new Random(seed);
        TreeMap<Integer, String> model = new TreeMap<>();
        List<CopyOnWriteMap.View<Integer, String>> views = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(seed % 2 == 0 ? 20 : 4_000);
            int action = random.nextInt(1_000);
            if (action < 550) {
                map.put(key, "v" + i);
                model.put(key, "v" + i);
            } else if (action < 990) {
                map.remove(key);
                model.remove(key);
            } else if (action < 999) {
                views.add(map.freeze());
                expected.add(List.copyOf(model.values()));
            } else if (random.nextInt(4) == 0) {
                map.clear();
                model.clear();
            }
            int other = random.nextInt(4_000);
            assertThat(map.get(key)).isEqualTo(model.get(key));
            assertThat(map.get(other)).isEqualTo(model.get(other));
            assertThat(map.size()).isEqualTo(model.size());
            assertThat(map.isEmpty()).isEqualTo(model.isEmpty());
            assertThat(heightOfBalanced(root())).isEqualTo(map.height());
            assertThat(map.lastKey()).isEqualTo(model.isEmpty() ? null : model.lastKey());
        }
        assertThat(map.values()).containsExactlyElementsOf(model.values());
        for (int i = 0; i < views.size(); i++) {
            assertThat(views.get(i)).containsExactlyElementsOf(expected.get(i));
            assertThat(views.get(i).size()).isEqualTo(expected.get(i).size());
        }
    }

    /** Of one hash, as whoever wants to be slow to serve would choose them. */
    private record Collider(int number) implements Comparable<Collider> {

        @Override
        public int compareTo(Collider other) {
            return Integer.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Collider collider && number == collider.number;
        }

        @Override
        public int hashCode() {
            return 7;
        }
    }

    @Test
    void findsKeysOfOneHashAsWell() {
        CopyOnWriteMap<Collider, Integer> colliders = new CopyOnWriteMap<>();
        for (int key = 0; key < 2_000; key++) {
            colliders.put(new Collider(key), key);
        }
        colliders.freeze();
        for (int key = 0; key < 2_000; key += 2) {
            colliders.put(new Collider(key), -key);
            colliders.remove(new Collider(key + 1));
        }

        for (int key = 0; key < 2_000; key += 2) {
            assertThat(colliders.get(new Collider(key))).isEqualTo(-key);
            assertThat(colliders.get(new Collider(key + 1))).isNull();
        }
    }

    @Test
    void anotherThreadReadsAViewWhileTheMapChanges() throws Exception {
        for (int key = 0; key < 10_000; key++) {
            map.put(key, "old");
        }
        CopyOnWriteMap.View<Integer, String> view = map.freeze();
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Callable<Boolean> allOld =
                    () -> {
                        int seen = 0;
                        for (int round = 0; round < 20; round++) {
                            for (String value : view) {
                                seen += value.equals("old") ? 1 : 0;
                            }
                        }
                        return seen == 20 * 10_000;
                    };
            Future<Boolean> result = reader.submit(allOld);
            for (int round = 0; !result.isDone(); round++) {
                map.put(round % 10_000, "new");
                map.remove((round * 7) % 10_000);
            }
            assertThat(result.get(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            reader.shutdownNow();
        }
    }

    @Test
    void staysShallowWhateverTheOrderOfItsKeys() {
        for (int key = 0; key < 1 << 14; key++) {
            map.put(key, "v");
        }
        for (int key = 0; key < 1 << 13; key++) {
            map.remove(key * 2);
        }
        // 1.44 times the logarithm of the size is the worst there can be.
        assertThat(map.height()).isLessThanOrEqualTo(19);
    }

    /** The top of the tree, which nobody but this test looks at. */
    private Node<?, ?> root() throws ReflectiveOperationException {
        Field root = CopyOnWriteMap.class.getDeclaredField("root");
        root.setAccessible(true);
        return (Node<?, ?>) root.get(map);
    }

    /** The height of a tree, in which no two siblings may differ by more than one. */
    private static int heightOfBalanced(Node<?, ?> node) {
        if (node == null) {
            return 0;
        }
        int left = heightOfBalanced(node.left);
        int right = heightOfBalanced(node.right);
        if (Math.abs(left - right) > 1) {
            throw new AssertionError(left + " and " + right + " below key " + node.key);
        }
        return 1 + Math.max(left, right);
    }
}
