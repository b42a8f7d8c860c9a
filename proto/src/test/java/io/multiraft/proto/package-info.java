/**
 * Holds the wire contract still: every compiled fact against the tables in {@code contract/}, bytes
 * written out by hand against the generated code, and buf's lint and breaking-change rules.
 *
 * <p>Start at {@link io.multiraft.proto.WireContractTest}. Nothing here may import anything but the
 * generated code, protobuf and the test libraries: the contract has to be checkable before anything
 * that uses it exists.
 */
package io.multiraft.proto;
