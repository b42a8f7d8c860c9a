package io.multiraft.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    /** The hashes are published ones: "" 0x811c9dc5, "a" 0xe40c292c, "foobar" 0xbf9cf968. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''     | 1    | 1
                    ''     | 1000 | 262
                    a      | 1000 | 221
                    foobar | 1000 | 721
                    foobar | 3    | 2
                    """)
    void picksByFnv1aModuloPartitions(String name, int partitions, int partition) {
        assertThat(Placement.partitionOf(name, partitions)).isEqualTo(partition);
    }
}
