package io.multiraft.e2e.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiraft.e2e.history.ObjectClient.NamedTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check itself, from the clients to the picture, against counters that do wrong on purpose. */
@Order(0)
class PlantedErrorsIT {

    private static final int CLIENTS = 4;
    private static final int OPERATIONS = 60;

    /** Once in so many operations a planted error happens. */
    private static final int RARELY = 40;

    private static final String PASSES = "counter planted: linearizable";
    private static final Executor THREADS = task -> new Thread(task).start();

    private static Checker checker;

    @TempDir private Path directory;

    @BeforeAll
    static void build() {
        checker = Checker.build();
        assumeTrue(checker.obstacle().isEmpty(), checker.obstacle());
    }

    /** A counter of this process. */
    private static class Correct implements Target {

        final AtomicLong value = new AtomicLong();
        final AtomicInteger operations = new AtomicInteger();

        @Override
        public Answer perform(String operation, Values input) {
            long number = input.number();
            return switch (operation) {
                case "get" -> answer(value.get());
                case "increment" -> answer(value.addAndGet(number));
                case "decrement" -> answer(value.addAndGet(-number));
                case "set" -> set(number);
                case "compare-and-set" ->
                        value.compareAndSet(input.compare(), number)
                                ? Answer.ok(Values.NONE)
                                : Answer.refused("conflict", "");
                default -> throw new IllegalArgumentException(operation);
            };
        }

        private Answer set(long number) {
            value.set(number);
            return answer(number);
        }

        Answer answer(long number) {
            return Answer.ok(Values.number(number));
        }

        boolean rarely() {
            return operations.incrementAndGet() % RARELY == 0;
        }
    }

    /** Now and then answers with what was some operations ago, as a deposed leader does. */
    private static final class Stale extends Correct {

        private long before;

        @Override
        public Answer perform(String operation, Values input) {
            boolean stale = rarely() && operation.equals("get");
            if (operations.get() % RARELY == RARELY / 2) {
                before = value.get();
            }
            return stale ? answer(before) : super.perform(operation, input);
        }
    }

    /** Now and then acknowledges an increment and forgets it. */
    private static final class Forgetful extends Correct {

        @Override
        public Answer perform(String operation, Values input) {
            Answer answer = super.perform(operation, input);
            if (operation.equals("increment") && rarely()) {
                value.addAndGet(-input.number());
            }
            return answer;
        }
    }

    /** Now and then says that nothing has happened when it has. */
    private static final class Denying extends Correct {

        @Override
        public Answer perform(String operation, Values input) {
            Answer answer = super.perform(operation, input);
            return operation.equals("increment") && rarely()
                    ? Answer.failed(new IllegalStateException("planted"))
                    : answer;
        }
    }

    /** Says of some that their fate is unknown, which is no error. */
    private static final class Unsure extends Correct {

        @Override
        public Answer perform(String operation, Values input) {
            Answer answer = super.perform(operation, input);
            return rarely() ? Answer.unknown(new IllegalStateException("planted")) : answer;
        }
    }

    @Test
    void counterThatKeepsItsWordPasses() throws Exception {
        assertThat(check(new Correct(), PlantedErrorsIT::atOnce)).contains(PASSES);
        assertThat(check(new Unsure(), PlantedErrorsIT::atOnce)).contains(PASSES);
    }

    @Test
    void staleReadIsFound() {
        assertIsFound(new Stale());
    }

    @Test
    void lostIncrementIsFound() {
        assertIsFound(new Forgetful());
    }

    @Test
    void failureThatWasNoneIsFound() {
        assertIsFound(new Denying());
    }

    private void assertIsFound(Correct target) {
        assertThatThrownBy(() -> check(target, PlantedErrorsIT::inTurns))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("counter planted: NOT LINEARIZABLE");
        assertThat(directory.resolve("pictures/counter-planted.html")).isNotEmptyFile();
    }

    private String check(Target target, Consumer<List<Client>> schedule) throws Exception {
        History history = new History();
        CountDownLatch never = new CountDownLatch(1);
        List<NamedTarget> targets =
                List.of(new NamedTarget(ObjectClient.COUNTER, "planted", target));
        schedule.accept(
                IntStream.range(0, CLIENTS)
                        .<Client>mapToObj(i -> new ObjectClient(i, history, i, never, targets))
                        .toList());
        Path file = directory.resolve("history.jsonl");
        history.write(file);
        return checker.check(file, directory.resolve("pictures"));
    }

    /** One operation at a time: what is wrong is wrong in each run, and no other hides it. */
    private static void inTurns(List<Client> clients) {
        for (int i = 0; i < OPERATIONS; i++) {
            clients.forEach(Client::step);
        }
    }

    private static void atOnce(List<Client> clients) {
        CompletableFuture.allOf(
                        clients.stream()
                                .map(List::of)
                                .map(one -> CompletableFuture.runAsync(() -> inTurns(one), THREADS))
                                .toArray(CompletableFuture[]::new))
                .join();
    }
}
