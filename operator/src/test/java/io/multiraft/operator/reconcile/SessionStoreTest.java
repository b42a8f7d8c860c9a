package io.multiraft.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.multiraft.operator.Objects;
import io.multiraft.operator.api.ObservedSession;
import io.multiraft.operator.api.Session;
import io.multiraft.operator.api.SessionState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionStoreTest {

    @Test
    void keepsAllButTheBookKeepingOfOthers() {
        Session session = Objects.session("n", "s", "{cluster: x, kind: Map}");
        session.getMetadata().setUid("uid");
        session.getMetadata().setResourceVersion("7");
        session.getMetadata().setGeneration(3L);
        session.getMetadata().setLabels(Map.of("app", "shop"));
        session.getMetadata().setAnnotations(Map.of("last-applied", "much"));
        session.getMetadata()
                .setManagedFields(
                        List.of(new ManagedFieldsEntryBuilder().withManager("kubectl").build()));
        session.setObserved(new ObservedSession(SessionState.OPENED, "1/1", List.of()));
        SessionStore store = new SessionStore();

        store.put("n/s", session);

        Session kept = store.get("n/s");
        assertThat(kept.getMetadata().getManagedFields()).isEmpty();
        assertThat(kept.getMetadata().getAnnotations()).isNullOrEmpty();
        session.getMetadata().setManagedFields(List.of());
        session.getMetadata().setAnnotations(kept.getMetadata().getAnnotations());
        assertThat(kept).isEqualTo(session);
    }
}
