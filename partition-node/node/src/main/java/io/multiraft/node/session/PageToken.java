package io.multiraft.node.session;

import io.multiraft.node.grpc.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/**
 * Where a list goes on.
 *
 * @param cluster that the list is of
 * @param type that the list was asked for
 * @param listing the list whose further pages a node may still hold
 * @param page number of the page to come, from 1
 * @param afterName name of the last session of the page before
 */
record PageToken(String cluster, String type, String listing, int page, String afterName) {

    String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(cluster);
            out.writeUTF(type);
            out.writeUTF(listing);
            out.writeInt(page);
            out.writeUTF(afterName);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    static PageToken decode(String text) throws InvalidRequestException {
        try (DataInputStream in =
                new DataInputStream(
                        new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
            return new PageToken(
                    in.readUTF(), in.readUTF(), in.readUTF(), in.readInt(), in.readUTF());
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "%s is \"%s\", which is no page token; accepted is the trailer %s of the page before"
                            .formatted(PageHeaders.TOKEN.name(), text, PageHeaders.NEXT.name()));
        }
    }

    /** Refuses a token that is of another list. */
    PageToken requireOf(String ownCluster, String ownType) throws InvalidRequestException {
        if (!cluster.equals(ownCluster)) {
            throw new InvalidRequestException(
                    "%s is of cluster %s, this is %s; begin without a token"
                            .formatted(PageHeaders.TOKEN.name(), cluster, ownCluster));
        }
        if (!type.equals(ownType)) {
            throw new InvalidRequestException(
                    "%s is of a list with type \"%s\", the request has \"%s\"; ask with the type that the list began with"
                            .formatted(PageHeaders.TOKEN.name(), type, ownType));
        }
        return this;
    }
}
