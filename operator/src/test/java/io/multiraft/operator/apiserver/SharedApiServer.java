package io.multiraft.operator.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts one server with the first test that asks for it, and stops it after the last of all. */
public final class SharedApiServer implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedApiServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ApiServer.class;
    }

    @Override
    public ApiServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(ApiServer.class, key -> start(), ApiServer.class);
    }

    private static ApiServer start() {
        try {
            return ApiServer.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
