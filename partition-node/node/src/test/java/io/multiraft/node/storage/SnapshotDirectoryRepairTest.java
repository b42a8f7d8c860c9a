package io.multiraft.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDirectoryRepairTest {

    @TempDir private Path group;

    @Test
    void movesBackWhatWasMovedAsideAndNotReplaced() throws IOException {
        snapshot("sm.tmp2026-01-01", "old");
        snapshot("sm.tmp2026-02-02", "latest");

        SnapshotDirectoryRepair.repair(group);

        assertThat(group.resolve("sm/snapshot")).hasContent("latest");
        assertThat(group).isDirectoryNotContaining("glob:**sm.tmp*");
    }

    @Test
    void deletesWhatWasMovedAsideAndReplaced() throws IOException {
        snapshot("sm", "new");
        snapshot("sm.tmp2026-01-01", "old");

        SnapshotDirectoryRepair.repair(group);

        assertThat(group.resolve("sm/snapshot")).hasContent("new");
        assertThat(group).isDirectoryNotContaining("glob:**sm.tmp*");
    }

    private void snapshot(String directory, String content) throws IOException {
        Path created = Files.createDirectories(group.resolve(directory));
        Files.writeString(created.resolve("snapshot"), content);
    }
}
