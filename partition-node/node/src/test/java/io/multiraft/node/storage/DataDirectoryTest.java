package io.multiraft.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir private Path root;

    @Test
    void givesANewDirectoryAnIncarnationAndKeepsIt() throws IOException {
        String incarnation;
        try (DataDirectory data = DataDirectory.open(root, "sample", "sample-0")) {
            incarnation = data.incarnation();
        }

        try (DataDirectory again = DataDirectory.open(root, "sample", "sample-0")) {
            assertThat(again.incarnation()).isEqualTo(incarnation);
        }
        assertThat(UUID.fromString(incarnation)).isNotNull();
        assertThat(root.resolve("identity.json"))
                .content()
                .contains("\"cluster\": \"sample\"", "\"name\": \"sample-0\"", incarnation);
    }

    @Test
    void refusesTheDirectoryOfAnotherMemberAndSaysWhose() throws IOException {
        DataDirectory.open(root, "sample", "sample-0").close();

        assertThatThrownBy(() -> DataDirectory.open(root, "sample", "sample-1"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("belongs to member sample-0 of cluster sample")
                .hasMessageContaining("this is member sample-1 of cluster sample");
        assertThatThrownBy(() -> DataDirectory.open(root, "other", "sample-0"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("cluster other");
    }

    @Test
    void refusesADirectoryThatIsInUse() throws IOException {
        try (DataDirectory held = DataDirectory.open(root, "sample", "sample-0")) {
            assertThatThrownBy(() -> DataDirectory.open(root, "sample", "sample-0"))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("in use");
            assertThat(held.groupIds()).isEmpty();
        }
    }

    @Test
    void refusesADirectoryThatDoesNotExist() {
        assertThatThrownBy(() -> DataDirectory.open(root.resolve("missing"), "sample", "sample-0"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void refusesADamagedIdentity() throws IOException {
        Files.writeString(root.resolve("identity.json"), "{\"cluster\": \"sample\"");

        assertThatThrownBy(() -> DataDirectory.open(root, "sample", "sample-0"))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("identity.json is damaged")
                .hasMessageContaining("\"name\"");
    }

    @Test
    void refusesADiskThatIsFull() {
        assertThatThrownBy(() -> DataDirectory.checkFreeSpace(root, 1_000))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("1000 bytes free")
                .hasMessageContaining("" + DataDirectory.MIN_FREE_BYTES);
    }

    @Test
    void listsTheGroupsOnTheDisk() throws IOException {
        UUID group = UUID.nameUUIDFromBytes(new byte[] {1});
        try (DataDirectory data = DataDirectory.open(root, "sample", "sample-0")) {
            Files.createDirectories(data.groups().resolve(group.toString()));
            Files.createDirectories(data.groups().resolve("unfinished"));

            assertThat(data.groupIds()).containsExactly(group);
        }
    }
}
