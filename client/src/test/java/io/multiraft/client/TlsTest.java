package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.TlsServerCredentials;
import io.grpc.testing.TlsTesting;
import io.multiraft.client.errors.InvalidException;
import io.multiraft.client.errors.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    /** One that the server's certificate has. */
    private static final String NAME = "sample.test.google.fr";

    @TempDir private Path directory;

    private final FakeCluster cluster = new FakeCluster(1);
    private Path authorities;
    private Path certificate;
    private Path key;
    private int port;

    @BeforeEach
    void start() throws IOException {
        authorities = file("ca.pem");
        certificate = file("client.pem");
        key = file("client.key");
        port = serve(TlsServerCredentials.ClientAuth.REQUIRE);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void knowsTheServerByItsAuthorityAndIsKnownByItsCertificate() {
        TlsOptions tls =
                TlsOptions.trusting(authorities).presenting(certificate, key).withAuthority(NAME);
        assertThat(increment(tls)).isEqualTo(1);
    }

    @Test
    void theNameOfAServiceIsThatOfItsNodes() {
        NameLookups lookups =
                new NameLookups(
                        name ->
                                new java.net.InetAddress[] {
                                    java.net.InetAddress.getLoopbackAddress()
                                },
                        Runnable::run,
                        System::nanoTime);
        try (MultiRaftClient client =
                new MultiRaftClientBuilder(lookups)
                        .service(NAME, port)
                        .deadline(TestPatience.LONG)
                        .tls(TlsOptions.trusting(authorities).presenting(certificate, key))
                        .build()) {
            assertThat(increment(client)).isEqualTo(1);
        }
    }

    @Test
    void believesNobodyElse() {
        TlsOptions otherName = TlsOptions.trusting(authorities).presenting(certificate, key);
        assertUnavailable(otherName);
        TlsOptions otherAuthority =
                TlsOptions.trustingTheJvm().presenting(certificate, key).withAuthority(NAME);
        assertUnavailable(otherAuthority);
    }

    @Test
    void isRefusedWithoutACertificateWhereOneIsNeeded() throws IOException {
        TlsOptions nobody = TlsOptions.trusting(authorities).withAuthority(NAME);
        assertUnavailable(nobody);
        port = serve(TlsServerCredentials.ClientAuth.NONE);
        assertThat(increment(nobody)).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongWithItsFilesWhenItIsBuilt() throws IOException {
        Path missing = directory.resolve("missing");
        assertRefused(
                TlsOptions.trusting(missing),
                "TLS authorities file " + missing + ": expected a file that can be read");
        assertRefused(
                TlsOptions.trusting(authorities).presenting(certificate, missing),
                "TLS key file " + missing);
        Path text = Files.writeString(directory.resolve("text"), "no certificate");
        assertRefused(TlsOptions.trusting(text), "TLS files " + text + ": expected certificates");
        assertRefused(
                TlsOptions.trusting(authorities).presenting(certificate, text),
                "expected certificates and a PKCS#8 key in PEM");
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> TlsOptions.trusting(null))
                .isInstanceOf(InvalidException.class)
                .hasMessage("TLS authorities file null: expected a path");
        assertThatThrownBy(() -> TlsOptions.trustingTheJvm().presenting(certificate, null))
                .hasMessage("TLS key file null: expected a path");
        assertThatThrownBy(() -> TlsOptions.trustingTheJvm().withAuthority(" "))
                .hasMessage("authority ' ': expected a name");
        assertThatThrownBy(
                        () ->
                                MultiRaftClient.builder()
                                        .endpoints("localhost:1")
                                        .tls(TlsOptions.trustingTheJvm())
                                        .channels(address -> null)
                                        .build())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("tls and channels: expected one of them");
        assertThatThrownBy(() -> MultiRaftClient.builder().tls(null))
                .isInstanceOf(InvalidException.class)
                .hasMessage("tls null: expected a value, or the default");
    }

    private static void assertRefused(TlsOptions tls, String message) {
        assertThatThrownBy(
                        () -> MultiRaftClient.builder().endpoints("localhost:1").tls(tls).build())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(message);
    }

    private int serve(TlsServerCredentials.ClientAuth clients) throws IOException {
        try (InputStream chain = TlsTesting.loadCert("server1.pem");
                InputStream privateKey = TlsTesting.loadCert("server1.key");
                InputStream trusted = TlsTesting.loadCert("ca.pem")) {
            return cluster.start(
                            new FakeNode(cluster, "node"),
                            Grpc.newServerBuilderForPort(
                                    0,
                                    TlsServerCredentials.newBuilder()
                                            .keyManager(chain, privateKey)
                                            .trustManager(trusted)
                                            .clientAuth(clients)
                                            .build()))
                    .getPort();
        }
    }

    private void assertUnavailable(TlsOptions tls) {
        assertThatThrownBy(() -> increment(tls, Duration.ofSeconds(3)))
                .isInstanceOf(UnavailableException.class);
    }

    private long increment(TlsOptions tls) {
        return increment(tls, TestPatience.LONG);
    }

    private long increment(TlsOptions tls, Duration deadline) {
        try (MultiRaftClient client =
                MultiRaftClient.builder()
                        .endpoints("127.0.0.1:" + port)
                        .deadline(deadline)
                        .tls(tls)
                        .build()) {
            return increment(client);
        }
    }

    private static long increment(MultiRaftClient client) {
        try (Session session = client.openSession(SessionOptions.unnamed())) {
            return session.counter("orders").increment(1);
        }
    }

    private Path file(String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream content = TlsTesting.loadCert(name)) {
            Files.copy(content, file);
        }
        return file;
    }
}
