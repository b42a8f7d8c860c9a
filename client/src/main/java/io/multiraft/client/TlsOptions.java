package io.multiraft.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.TlsChannelCredentials;
import io.multiraft.client.errors.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How connections are encrypted, and who is believed. Immutable. Files are read when the client is
 * built; a client that is to use others is built anew.
 *
 * <pre>{@code
 * MultiRaftClient client =
 *         MultiRaftClient.builder()
 *                 .endpoints("sample:5678")
 *                 .tls(
 *                         TlsOptions.trusting(Path.of("/tls/ca.crt"))
 *                                 .presenting(Path.of("/tls/tls.crt"), Path.of("/tls/tls.key")))
 *                 .build();
 * }</pre>
 */
public final class TlsOptions {

    private final Path authorities;
    private final Path certificate;
    private final Path key;
    private final String authority;

    private TlsOptions(Path authorities, Path certificate, Path key, String authority) {
        this.authorities = authorities;
        this.certificate = certificate;
        this.key = key;
        this.authority = authority;
    }

    /** Believes servers whose certificates are signed by an authority that the JVM trusts. */
    public static TlsOptions trustingTheJvm() {
        return new TlsOptions(null, null, null, null);
    }

    /**
     * Believes servers whose certificates are signed by one of these authorities, and no others.
     *
     * @param file certificates in PEM, as {@code ca.crt} of a Kubernetes TLS secret
     */
    public static TlsOptions trusting(Path file) {
        return new TlsOptions(given("authorities", file), null, null, null);
    }

    /**
     * Shows servers who this client is.
     *
     * @param certificateFile the certificate and those that it is signed by, in PEM, as {@code
     *     tls.crt}
     * @param keyFile its private key in PKCS#8 and PEM, without a password, as {@code tls.key}
     */
    public TlsOptions presenting(Path certificateFile, Path keyFile) {
        return new TlsOptions(
                authorities,
                given("certificate", certificateFile),
                given("key", keyFile),
                authority);
    }

    /**
     * The name that servers' certificates must have, instead of the one that was connected to: of
     * the Service, where clients know nodes by other names or addresses.
     */
    public TlsOptions withAuthority(String name) {
        if (name == null || name.isBlank()) {
            throw new InvalidException("authority '" + name + "': expected a name");
        }
        return new TlsOptions(authorities, certificate, key, name);
    }

    /** Null: the name that was connected to. */
    String authority() {
        return authority;
    }

    ChannelCredentials credentials() {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        try {
            if (authorities != null) {
                credentials.trustManager(readable("authorities", authorities).toFile());
            }
            if (certificate != null) {
                credentials.keyManager(
                        readable("certificate", certificate).toFile(),
                        readable("key", key).toFile());
            }
        } catch (IOException e) {
            throw new InvalidException("TLS files cannot be read: " + e.getMessage(), e);
        }
        return checked(credentials.build());
    }

    /** What is in the files is looked at when a connection is prepared: now, rather than later. */
    private ChannelCredentials checked(ChannelCredentials credentials) {
        try {
            Grpc.newChannelBuilder("localhost:1", credentials);
            return credentials;
        } catch (RuntimeException e) {
            String files =
                    certificate == null
                            ? String.valueOf(authorities)
                            : "%s, %s, %s".formatted(authorities, certificate, key);
            throw new InvalidException(
                    "TLS files "
                            + files
                            + ": expected certificates and a PKCS#8 key in PEM: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Path readable(String what, Path file) {
        if (!Files.isReadable(file)) {
            throw new InvalidException(
                    "TLS " + what + " file " + file + ": expected a file that can be read");
        }
        return file;
    }

    private static Path given(String what, Path file) {
        if (file == null) {
            throw new InvalidException("TLS " + what + " file null: expected a path");
        }
        return file;
    }
}
