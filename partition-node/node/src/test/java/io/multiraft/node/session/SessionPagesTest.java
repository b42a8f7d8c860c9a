package io.multiraft.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.node.session.SessionPages.Page;
import io.multiraft.proto.runtime.v1.ListSessionsResponse;
import io.multiraft.proto.runtime.v1.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionPagesTest {

    private static Session session(int number, int labelCharacters) {
        Session.Builder session = Session.newBuilder();
        session.getMetaBuilder().getIdBuilder().setName("%06d".formatted(number));
        session.getMetaBuilder().putLabels("k", "v".repeat(labelCharacters));
        return session.build();
    }

    private static List<Session> sessions(int count, int labelCharacters) {
        return IntStream.range(0, count).mapToObj(i -> session(i, labelCharacters)).toList();
    }

    private static List<Session> read(List<Page> pages) throws Exception {
        List<Session> all = new ArrayList<>();
        for (Page page : pages) {
            all.addAll(ListSessionsResponse.parseFrom(page.response()).getSessionsList());
        }
        return all;
    }

    @Test
    void makesOnePageOfNothing() throws Exception {
        List<Page> pages = SessionPages.cut(List.of());

        assertThat(pages).hasSize(1);
        assertThat(read(pages)).isEmpty();
    }

    @Test
    void putsAThousandOnAPage() throws Exception {
        List<Session> sessions = sessions(2_001, 1);

        List<Page> pages = SessionPages.cut(sessions);

        assertThat(SessionPages.cut(sessions(1_000, 1))).hasSize(1);
        assertThat(pages).extracting(Page::lastName).containsExactly("000999", "001999", "002000");
        assertThat(read(pages)).isEqualTo(sessions);
    }

    @Test
    void keepsAPageBelowTheLimitOfMessages() throws Exception {
        List<Session> sessions = sessions(130, 60_000);

        List<Page> pages = SessionPages.cut(sessions);

        assertThat(pages).hasSize(3);
        assertThat(pages)
                .allSatisfy(
                        page ->
                                assertThat(page.response().size())
                                        .isLessThanOrEqualTo(SessionPages.MAX_BYTES));
        assertThat(read(pages)).isEqualTo(sessions);
    }

    @Test
    void putsASessionThatIsTooLargeOnAPageOfItsOwn() throws Exception {
        List<Session> sessions =
                List.of(session(1, 1), session(2, SessionPages.MAX_BYTES), session(3, 1));

        List<Page> pages = SessionPages.cut(sessions);

        assertThat(pages).hasSize(3);
        assertThat(read(pages)).isEqualTo(sessions);
    }
}
