package io.multiraft.node.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The validated configuration of one node.
 *
 * @param cluster name of the cluster
 * @param name this node's name, one of the members
 * @param dataDirectory exists and can be written
 * @param members all nodes of the cluster, in order
 * @param partitions all partitions of the cluster, ids 1..N in order; this node hosts those whose
 *     members name it
 * @param ports what this node listens on
 */
public record NodeConfig(
        String cluster,
        String name,
        Path dataDirectory,
        List<Member> members,
        List<Partition> partitions,
        Raft raft,
        Session session,
        Logging logging,
        Ports ports) {

    public NodeConfig {
        members = List.copyOf(members);
        partitions = List.copyOf(partitions);
    }

    /** This node among the members. */
    public Member self() {
        return member(name);
    }

    /** The member of that name, which must exist. */
    public Member member(String memberName) {
        return members.stream()
                .filter(member -> member.name().equals(memberName))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(memberName + " is not in " + members));
    }

    /** The number by which {@code Partition.Watch} calls a member: its position, from 1. */
    public int number(String memberName) {
        return members.indexOf(member(memberName)) + 1;
    }

    /** One node of the cluster and the ports on which the others reach it. */
    public record Member(String name, String host, Ports ports) {

        /** Where clients reach it, as host:port. */
        public String apiAddress() {
            return host + ":" + ports.api();
        }
    }

    /**
     * One Raft group.
     *
     * @param bootstrap the group may be formatted where the disk does not have it
     */
    public record Partition(int id, List<String> members, boolean bootstrap) {
        public Partition {
            members = List.copyOf(members);
        }
    }

    /** How patient and how chatty Raft is. */
    public record Raft(
            Duration electionTimeoutMin, Duration electionTimeoutMax, long snapshotEntries) {

        /** A leader that is gone is replaced in some 2 s, and a busy machine loses none. */
        public static final Raft DEFAULT =
                new Raft(Duration.ofMillis(600), Duration.ofMillis(1_200), 100_000);
    }

    /** Bounds of the timeout a session may ask for. */
    public record Session(Duration defaultTimeout, Duration minTimeout, Duration maxTimeout) {

        /** The same in every cluster that does not say otherwise. */
        public static final Session DEFAULT =
                new Session(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1));
    }

    /** What the log looks like. */
    public record Logging(Format format, Level level) {

        /** For people who read it in a terminal. */
        public static final Logging DEFAULT = new Logging(Format.TEXT, Level.INFO);

        /** One line of text, or one JSON object, per event. */
        public enum Format {
            TEXT,
            JSON
        }

        /** The least severe event that is written. */
        public enum Level {
            TRACE,
            DEBUG,
            INFO,
            WARN,
            ERROR
        }
    }

    /** TCP ports of a node. */
    public record Ports(int api, int peer, int admin, int http) {

        /** The ports of the container. */
        public static final Ports DEFAULT = new Ports(5678, 5679, 5680, 9090);
    }
}
