package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.multiraft.client.errors.InvalidException;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TypedMapTest {

    private static final Codec<UUID, String> IDS = Codec.of(UUID::toString, UUID::fromString);

    private final FakeCluster cluster = new FakeCluster(3);
    private MultiRaftClient client;
    private Session session;

    @BeforeEach
    void start() throws IOException {
        client = FakeCluster.client(cluster.node()).build();
        session = client.openSession(SessionOptions.unnamed());
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void writesAndReadsTheTypesOfTheProgram() {
        VersionedMap<UUID, Long> stock = session.map("stock", IDS, Codec.int64());
        UUID screws = new UUID(1, 2);
        UUID nails = new UUID(3, 4);
        long version = stock.put(screws, -40L);
        stock.put(nails, Long.MAX_VALUE);
        assertThat(stock.get(screws)).contains(new Versioned<>(-40L, version));
        assertThat(stock.entries().keySet()).containsExactly(screws, nails);
        assertThat(stock.size()).isEqualTo(2);
        assertThat(session.map("stock").get(screws.toString()))
                .as("what others see")
                .map(found -> found.value().size())
                .contains(8);
    }

    @Test
    void writesTextsAndMessages() {
        VersionedMap<String, String> texts = session.map("texts", Codec.identity(), Codec.utf8());
        texts.put("greeting", "Grüße, 世界");
        assertThat(texts.get("greeting")).map(Versioned::value).contains("Grüße, 世界");
        VersionedMap<String, Duration> messages =
                session.map("messages", Codec.identity(), Codec.message(Duration.parser()));
        Duration minute = Duration.newBuilder().setSeconds(60).build();
        messages.put("wait", minute);
        assertThat(messages.get("wait")).map(Versioned::value).contains(minute);
    }

    @Test
    void saysWhichEntryCannotBeRead() {
        long version = session.map("stock").put("a", ByteString.copyFromUtf8("many"));
        VersionedMap<String, Long> stock = session.map("stock", Codec.identity(), Codec.int64());
        String message =
                "the value of key 'a' at version %d cannot be decoded: expected 8 bytes, got 4"
                        .formatted(version);
        assertThatThrownBy(() -> stock.get("a"))
                .isInstanceOf(InvalidException.class)
                .hasMessage(message);
        assertThatThrownBy(stock::entries).isInstanceOf(InvalidException.class).hasMessage(message);
        session.map("stock").put("b", ByteString.copyFrom(new byte[] {(byte) 0xff}));
        VersionedMap<String, String> texts = session.map("stock", Codec.identity(), Codec.utf8());
        assertThatThrownBy(() -> texts.get("b")).hasMessageContaining("expected UTF-8");
        VersionedMap<String, Duration> messages =
                session.map("stock", Codec.identity(), Codec.message(Duration.parser()));
        assertThatThrownBy(() -> messages.get("b")).hasMessageContaining("cannot be decoded");
        VersionedMap<UUID, ByteString> ids = session.map("stock", IDS, Codec.identity());
        assertThatThrownBy(ids::entries).hasMessageContaining("key 'a' cannot be decoded");
    }

    @Test
    void refusesWhatCannotBeWritten() {
        VersionedMap<String, String> map = session.map("stock", Codec.identity(), Codec.utf8());
        assertThatThrownBy(() -> map.get(null))
                .isInstanceOf(InvalidException.class)
                .hasMessage("key 'null': expected one that is not null");
        assertThatThrownBy(() -> map.get(""))
                .isInstanceOf(InvalidException.class)
                .hasMessage("key '': expected at least one character");
        assertThatThrownBy(() -> map.put("a", null))
                .isInstanceOf(InvalidException.class)
                .hasMessage("the value for key 'a': expected one that is not null");
        assertThatThrownBy(() -> map.put("a", "b", java.time.Duration.ZERO))
                .isInstanceOf(InvalidException.class)
                .hasMessage(
                        "time to live PT0S for key 'a': expected at least 1 ms; without one it"
                                + " stays");
        Codec<String, ByteString> careless = Codec.of(text -> null, ByteString::toStringUtf8);
        assertThatThrownBy(() -> session.map("stock", Codec.identity(), careless).put("a", "b"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("the value for key 'a' cannot be encoded: the codec returned null");
        assertThatThrownBy(() -> session.map("stock", null, Codec.utf8()))
                .isInstanceOf(InvalidException.class)
                .hasMessage("codec null: expected one for keys and one for values");
        assertThat(session.map("stock").entries()).isEqualTo(Map.of());
    }
}
