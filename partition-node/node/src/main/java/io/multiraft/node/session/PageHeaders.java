package io.multiraft.node.session;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Carries page tokens beside the messages, which have no place for them. */
final class PageHeaders implements ServerInterceptor {

    /** Of a request: where to go on; absent: from the first. */
    static final Metadata.Key<String> TOKEN = key("multiraft-page-token");

    /** Trailer of an answer: the token of the next page; absent: this was the last. */
    static final Metadata.Key<String> NEXT = key("multiraft-next-page-token");

    private static final Context.Key<Pages> PAGES = Context.key("pages");

    /** The tokens of one call. */
    static final class Pages {

        private final String token;
        private volatile String next;

        private Pages(String token) {
            this.token = token;
        }

        /** Null where the call begins with the first page. */
        String token() {
            return token;
        }

        /** There is a page after the one that is about to be sent. */
        void next(PageToken following) {
            next = following.encode();
        }
    }

    /** Those of the call that is being begun on this thread. */
    static Pages current() {
        return PAGES.get();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> handler) {
        Pages pages = new Pages(headers.get(TOKEN));
        ServerCall<Q, R> paged =
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        if (pages.next != null) {
                            trailers.put(NEXT, pages.next);
                        }
                        super.close(status, trailers);
                    }
                };
        return Contexts.interceptCall(
                Context.current().withValue(PAGES, pages), paged, headers, handler);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
