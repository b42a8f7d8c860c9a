package io.multiraft.e2e.support;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the bed with the first test, hands it to each, and stops it after the last. */
final class TestBedExtension
        implements BeforeEachCallback, AfterTestExecutionCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(TestBedExtension.class);

    /** Holds a bed, or why there is none: a bed that does not start is not tried again. */
    private static final class Holder implements AutoCloseable {

        private TestBed bed;
        private Throwable failure;

        private Holder() {
            try {
                bed = TestBed.start();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        private TestBed get() {
            if (bed == null) {
                throw new IllegalStateException("there is no bed for the tests", failure);
            }
            return bed;
        }

        @Override
        public void close() {
            if (bed != null) {
                bed.close();
            }
        }
    }

    private static TestBed bed(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Holder.class, key -> new Holder(), Holder.class)
                .get();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Progress.say(name(context));
        bed(context).awaitWell();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            bed(context).dump(name(context));
        }
    }

    private static String name(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName()
                + "."
                + context.getRequiredTestMethod().getName();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBed.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return bed(context);
    }
}
