package io.multiraft.fsm;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * What a read found.
 *
 * @param index proposals applied when the query ran
 * @param status OK, or why it was refused
 * @param message empty when OK, else what came and what would be accepted
 * @param outputs the service's own outputs, in order; none when the status is not OK
 */
public record QueryResult(long index, Status status, String message, List<ByteString> outputs) {}
