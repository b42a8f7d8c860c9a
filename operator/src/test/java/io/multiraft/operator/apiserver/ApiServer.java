package io.multiraft.operator.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.multiraft.operator.api.CustomResourceDefinitions;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** etcd and kube-apiserver with our definitions, for as long as it is not closed. */
public final class ApiServer implements AutoCloseable {

    private static final String TOKEN = "test";

    /** Long, for it asserts nothing about speed: a busy machine gets the time it takes. */
    private static final Duration START_MAX = Duration.ofSeconds(180);

    private static final int FIRST_PORT = 20_000;
    private static final int END_PORT = 32_000;
    private static int nextPort =
            FIRST_PORT + (int) (ProcessHandle.current().pid() * 101 % (END_PORT - FIRST_PORT));

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final int port;
    private final Config config;

    private ApiServer(Path directory) throws IOException {
        this.directory = directory;
        this.port = freePort();
        this.config =
                new ConfigBuilder()
                        .withMasterUrl("https://127.0.0.1:" + port)
                        .withTrustCerts(true)
                        .withOauthToken(TOKEN)
                        .withNamespace("default")
                        .withRequestRetryBackoffLimit(0)
                        .build();
    }

    /** Starts the server, with our definitions applied and established. */
    public static ApiServer start() throws IOException {
        ApiServer server = new ApiServer(Files.createTempDirectory("apiserver"));
        try {
            server.run();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public Config config() {
        return config;
    }

    public KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /**
     * Output of kubectl, errors included.
     *
     * @throws IllegalStateException when it fails
     */
    public String kubectl(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Programs.find("kubectl").toString(),
                                "--server=" + config.getMasterUrl(),
                                "--token=" + TOKEN,
                                "--insecure-skip-tls-verify",
                                "--kubeconfig=/dev/null",
                                "--cache-dir=" + directory.resolve("kubectl")));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + ": " + output);
        }
        return output;
    }

    private void run() throws IOException {
        int etcdPort = freePort();
        String etcd = "http://127.0.0.1:" + etcdPort;
        String peer = "http://127.0.0.1:" + freePort();
        execute(
                Programs.find("etcd"),
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + etcd,
                "--advertise-client-urls=" + etcd,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--unsafe-no-fsync");
        writeCredentials();
        execute(
                Programs.find("kube-apiserver"),
                "--etcd-servers=" + etcd,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + directory.resolve("certificates"),
                "--token-auth-file=" + directory.resolve("tokens.csv"),
                "--authorization-mode=AlwaysAllow",
                "--disable-admission-plugins=ServiceAccount",
                "--service-cluster-ip-range=10.254.0.0/16",
                "--service-account-issuer=https://127.0.0.1",
                "--service-account-signing-key-file=" + directory.resolve("accounts.key"),
                "--service-account-key-file=" + directory.resolve("accounts.pub"));
        try (KubernetesClient client = client()) {
            await().until(() -> ready(client));
            for (String definition : CustomResourceDefinitions.files().values()) {
                client.load(new java.io.ByteArrayInputStream(definition.getBytes())).create();
            }
            await().until(
                            () ->
                                    client
                                            .apiextensions()
                                            .v1()
                                            .customResourceDefinitions()
                                            .list()
                                            .getItems()
                                            .stream()
                                            .allMatch(ApiServer::established));
        }
    }

    private static boolean established(
            io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition one) {
        return one.getStatus() != null
                && one.getStatus().getConditions().stream()
                        .anyMatch(
                                condition ->
                                        condition.getType().equals("Established")
                                                && condition.getStatus().equals("True"));
    }

    private org.awaitility.core.ConditionFactory await() {
        return Awaitility.await()
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(100))
                .failFast(
                        "a process has ended; see the logs in " + directory,
                        () -> processes.stream().anyMatch(process -> !process.isAlive()));
    }

    private static boolean ready(KubernetesClient client) {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private void execute(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path log = directory.resolve(program.getFileName() + ".log");
        processes.add(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
    }

    private void writeCredentials() throws IOException {
        Files.writeString(
                directory.resolve("tokens.csv"), TOKEN + ",test,test,\"system:masters\"\n");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            Files.writeString(
                    directory.resolve("accounts.key"), pem("PRIVATE KEY", keys.getPrivate()));
            Files.writeString(
                    directory.resolve("accounts.pub"), pem("PUBLIC KEY", keys.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String type, Key key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
    }

    /**
     * One below those that the kernel gives to outgoing connections: one of these could get it
     * before the program does. Processes begin in different places, so that they do not race.
     */
    private static int freePort() throws IOException {
        for (int tried = FIRST_PORT; tried < END_PORT; tried++) {
            nextPort = nextPort + 1 < END_PORT ? nextPort + 1 : FIRST_PORT;
            try (ServerSocket socket = new ServerSocket(nextPort)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue;
            }
        }
        throw new IOException("no port from %d to %d is free".formatted(FIRST_PORT, END_PORT - 1));
    }

    @Override
    public void close() throws IOException {
        for (int i = processes.size() - 1; i >= 0; i--) {
            Process process = processes.get(i);
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
