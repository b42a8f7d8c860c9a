package io.multiraft.fsm.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiraft.fsm.Effect;
import io.multiraft.fsm.SessionSelection;
import io.multiraft.fsm.Status;
import io.multiraft.fsm.script.Lines;
import io.multiraft.fsm.testing.SmallLimits;
import io.multiraft.fsm.testing.TestPartition;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything a handler refuses, one row each, on one partition: session 1 is named n and opened
 * with nonce a, is attached to map 2 and counter 3, and has acknowledged up to command 1; session 4
 * is closed, its nonce was gone. A refusal changes nothing but the index.
 */
class RefusalsTest {

    private static final List<String> SETUP =
            List.of(
                    "open-session name=n nonce=a",
                    "create session=1 map m",
                    "create session=1 seq=1 counter c",
                    "open-session name=gone nonce=gone",
                    "close-session session=4",
                    "keep-alive session=1 last=1",
                    "map session=1 service=2 put k v");

    private final TestPartition partition = new TestPartition(SmallLimits.get());

    @BeforeEach
    void setUp() {
        SETUP.forEach(line -> partition.apply(Lines.proposal(line)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    open-session timeout=999ms             | INVALID        | timeout is 999 ms; it must be 1000 to 8000 ms
                    open-session timeout=9s                | INVALID        | timeout is 9000 ms; it must be 1000 to 8000 ms
                    open-session nonce=12345678901234567   | INVALID        | nonce has 17 bytes; it must have 16 at most
                    open-session kind=muchmuchtoolongmuchmuchtoolongmuchmuchtoolongmuchmuchtoolongmuchmuchtoolongmuchmuchtoolongmuchmuchtoolong | INVALID | it must have 180 at most
                    open-session name=n                    | ALREADY_EXISTS | session "n" is open as 1 with another nonce
                    open-session name=n nonce=b            | ALREADY_EXISTS | session "n" is open as 1 with another nonce
                    open-session nonce=gone                | NOT_FOUND      | session 4, which this nonce has opened, was closed at index 5
                    open-session name=gone attach          | NOT_FOUND      | session "gone" was closed at index 5
                    open-session name=never attach         | NOT_FOUND      | session "never" is not open
                    open-session attach                    | INVALID        | only a named session can be taken over
                    open-session name=n timeout=1ms attach | INVALID        | timeout is 1 ms
                    """)
    void openSession(String line, Status status, String message) {
        check(line, status, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    keep-alive session=4                  | NOT_FOUND | session 4 was closed at index 5
                    keep-alive session=0                  | NOT_FOUND | session 0 was never opened
                    keep-alive session=99                 | NOT_FOUND | session 99 was never opened
                    keep-alive session=3                  | NOT_FOUND | session 3 is not open: it never was
                    keep-alive session=18446744073709551615 | NOT_FOUND | session 18446744073709551615 was never opened
                    keep-alive session=1 epoch=2          | FORBIDDEN | session 1 is in epoch 1, not in 2
                    keep-alive session=1 filter={}        | INVALID   | pending_commands_filter: at byte 1
                    keep-alive session=1 last=9223372036854775808 | INVALID | last_command_sequence_num is 9223372036854775808; it must be below 2^63
                    close-session session=4               | NOT_FOUND | session 4 was closed at index 5
                    close-session session=99              | NOT_FOUND | session 99 was never opened
                    close-session session=1 epoch=2       | FORBIDDEN | session 1 is in epoch 1, not in 2
                    """)
    void keepAliveAndCloseSession(String line, Status status, String message) {
        check(line, status, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    create session=4 counter x                | NOT_FOUND      | session 4 was closed at index 5
                    create session=1 epoch=2 counter x        | FORBIDDEN      | session 1 is in epoch 1, not in 2
                    create session=1 seq=1 counter x          | CANCELED       | command 1 was acknowledged before
                    create session=1 seq=9223372036854775808 counter x | INVALID | command_sequence_num is 9223372036854775808; it must be below 2^63
                    create session=1 map c                    | ALREADY_EXISTS | service c exists with type atomix.multiraft.counter.v1.Counter, not "atomix.multiraft.map.v1.Map"
                    create session=1 Lock x                   | NOT_SUPPORTED  | service type "Lock" is not known; known are atomix.multiraft.counter.v1.Counter, atomix.multiraft.map.v1.Map
                    create session=1 counter                  | INVALID        | name is empty
                    create session=1 counter 12345678901234567 | INVALID       | name has 17 bytes; it must have 16 at most
                    create session=1 counter 12345678901234567/x | INVALID     | namespace has 17 bytes; it must have 16 at most
                    close-service session=1 service=9         | NOT_FOUND      | session 1 is not attached to service 9, which does not exist
                    close-service session=4 service=2         | NOT_FOUND      | session 4 was closed
                    counter session=1 service=9 set 1         | NOT_FOUND      | session 1 is not attached to service 9, which does not exist
                    counter session=4 service=3 set 1         | NOT_FOUND      | session 4 was closed
                    counter session=1 epoch=9 service=3 set 1 | FORBIDDEN      | session 1 is in epoch 1, not in 9
                    map session=1 service=3 clear             | NOT_SUPPORTED  | a counter's commands are Set, CompareAndSet, Increment, Decrement
                    counter session=1 service=3 get           | NOT_SUPPORTED  | this is GET
                    counter session=1 service=3 compare-and-set 1 2 | CONFLICT | the value is 0, not 1 as expected
                    """)
    void sessionInput(String line, Status status, String message) {
        check(line, status, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    map session=1 service=2 put 123456789 v       | INVALID        | key has 9 bytes; it must have 8 at most
                    map session=1 service=2 put x 12345678901234567 | INVALID      | value has 17 bytes; it must have 16 at most
                    map session=1 service=2 insert 123456789 v    | INVALID        | key has 9 bytes
                    map session=1 service=2 update 123456789 v    | INVALID        | key has 9 bytes
                    map session=1 service=2 remove 123456789      | INVALID        | key has 9 bytes
                    map session=1 service=2 events 123456789      | INVALID        | key has 9 bytes
                    map session=1 service=2 put k v version=1     | CONFLICT       | key "k" is at version 7, not at version 1 as expected
                    map session=1 service=2 put x v version=1     | CONFLICT       | key "x" is not in the map, not at version 1 as expected
                    map session=1 service=2 insert k v            | ALREADY_EXISTS | key "k" is in the map at version 7
                    map session=1 service=2 update x v            | NOT_FOUND      | key "x" is not in the map
                    map session=1 service=2 update k v version=1  | CONFLICT       | key "k" is at version 7
                    map session=1 service=2 remove x              | NOT_FOUND      | key "x" is not in the map
                    map session=1 service=2 remove k version=1    | CONFLICT       | key "k" is at version 7
                    map session=1 service=2 entries               | NOT_SUPPORTED  | a map's commands are Put, Insert, Update, Remove, Clear, Events; this is ENTRIES
                    """)
    void mapCommands(String line, Status status, String message) {
        check(line, status, message);
    }

    private void check(String line, Status status, String message) {
        List<?> sessions = sessions();
        Effect.Output output = partition.applyOne(Lines.proposal(line));

        assertThat(output.status()).isEqualTo(status);
        assertThat(output.message()).contains(message);
        assertThat(output.output().hasSessionOutput()).isFalse();
        assertThat(sessions()).isEqualTo(sessions);
        assertThat(
                        partition
                                .query(
                                        1,
                                        2,
                                        io.multiraft.fsm.testing.MapInputs.size().toByteString())
                                .index())
                .isEqualTo(SETUP.size() + 1);
    }

    private List<?> sessions() {
        return partition.machine().sessions(SessionSelection.all(), 100);
    }
}
