package io.multiraft.node.config;

import io.multiraft.node.config.NodeConfig.Logging;
import io.multiraft.node.config.NodeConfig.Member;
import io.multiraft.node.config.NodeConfig.Partition;
import io.multiraft.node.config.NodeConfig.Ports;
import io.multiraft.node.config.NodeConfig.Raft;
import io.multiraft.node.config.NodeConfig.Session;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the configuration of a node, and names everything that is wrong with it. */
public final class ConfigLoader {

    private final List<String> mistakes = new ArrayList<>();

    private ConfigLoader() {}

    /**
     * Loads a file with settings from outside on top.
     *
     * @throws ConfigException with all mistakes when there is any
     */
    public static NodeConfig load(Path file, Overrides overrides) throws ConfigException {
        ConfigLoader loader = new ConfigLoader();
        Map<?, ?> values = loader.parse(file);
        NodeConfig config =
                loader.mistakes.isEmpty()
                        ? loader.read(new Section("", values, overrides, loader.mistakes))
                        : null;
        if (!loader.mistakes.isEmpty()) {
            throw new ConfigException(
                    loader.mistakes.stream().map(line -> file + ": " + line).toList());
        }
        return config;
    }

    private Map<?, ?> parse(Path file) {
        try {
            Object value =
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            if (value instanceof Map<?, ?> map) {
                return map;
            }
            mistakes.add("is not a mapping of keys to values");
        } catch (MarkedYamlEngineException e) {
            String where =
                    e.getProblemMark()
                            .map(m -> " at line " + (m.getLine() + 1) + ", column " + m.getColumn())
                            .orElse("");
            mistakes.add("is not YAML: " + e.getProblem() + where);
        } catch (YamlEngineException e) {
            mistakes.add("is not YAML: " + e.getMessage().lines().findFirst().orElse(""));
        } catch (MalformedInputException e) {
            mistakes.add("is not YAML: it is not UTF-8 text");
        } catch (IOException e) {
            String why = Files.exists(file) ? e.toString() : "there is no such file";
            mistakes.add("cannot be read: " + why + "; name the file with --config");
        }
        return Map.of();
    }

    private NodeConfig read(Section top) {
        String cluster = top.label("cluster", "the name of the cluster");
        String name = top.label("name", "this node's name by --name or MULTIRAFT_NAME");
        Path dataDirectory = dataDirectory(top);
        List<Member> members = members(top);
        Optional<Member> self = members.stream().filter(one -> one.name().equals(name)).findFirst();
        if (!name.isEmpty() && !members.isEmpty() && self.isEmpty()) {
            top.mistake("name", name + " is not a member; members are " + names(members));
        }
        List<Partition> partitions = partitions(top, members);
        Raft raft = raft(top.section("raft"));
        Session session = session(top.section("session"));
        Logging logging = logging(top.section("logging"));
        Ports ports = ports(top, self.map(Member::ports).orElse(Ports.DEFAULT));
        top.end();
        return new NodeConfig(
                cluster, name, dataDirectory, members, partitions, raft, session, logging, ports);
    }

    private static Path dataDirectory(Section top) {
        String text = top.required("dataDirectory", "the directory for the node's data");
        Path directory = Path.of(text);
        if (text.isEmpty()) {
            return directory;
        }
        if (!Files.exists(directory)) {
            top.mistake(
                    "dataDirectory",
                    directory + " does not exist; create it, or mount a volume there");
        } else if (!Files.isDirectory(directory)) {
            top.mistake("dataDirectory", directory + " is not a directory");
        } else if (!Files.isWritable(directory)) {
            top.mistake(
                    "dataDirectory",
                    directory
                            + " cannot be written by user "
                            + System.getProperty("user.name")
                            + "; change its owner, or fsGroup of the pod");
        }
        return directory;
    }

    private static List<Member> members(Section top) {
        List<Member> members = new ArrayList<>();
        for (Section section : top.sections("members", "the nodes of the cluster")) {
            Member member =
                    new Member(
                            section.label("name", "the name of the node"),
                            section.required("host", "the host on which the others reach it"),
                            new Ports(
                                    section.port("apiPort", Ports.DEFAULT.api()),
                                    section.port("peerPort", Ports.DEFAULT.peer()),
                                    section.port("adminPort", Ports.DEFAULT.admin()),
                                    Ports.DEFAULT.http()));
            section.end();
            for (Member other : members) {
                rejectClash(section, member, other);
            }
            members.add(member);
        }
        return members;
    }

    private static void rejectClash(Section section, Member member, Member other) {
        if (!member.name().isEmpty() && member.name().equals(other.name())) {
            section.mistake("name", member.name() + " is there twice; names are unique");
        }
        if (!member.host().isEmpty()
                && member.host().equals(other.host())
                && member.ports().peer() == other.ports().peer()) {
            section.mistake(
                    "peerPort",
                    "%s:%d is also that of %s; members on one host need ports of their own"
                            .formatted(member.host(), member.ports().peer(), other.name()));
        }
    }

    private static List<Partition> partitions(Section top, List<Member> members) {
        List<Partition> partitions = new ArrayList<>();
        for (Section section : top.sections("partitions", "the partitions, ids from 1")) {
            int expected = partitions.size() + 1;
            int id =
                    (int)
                            section.integer(
                                    "id",
                                    expected,
                                    expected,
                                    expected,
                                    expected + "; ids count from 1 in order");
            List<String> names = section.texts("members", "the members that hold the partition");
            boolean bootstrap = section.bool("bootstrap", false);
            section.end();
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                if (members.stream().noneMatch(member -> member.name().equals(name))) {
                    String known = "; members are " + names(members);
                    section.mistake("members[" + i + "]", name + " is not a member" + known);
                } else if (names.indexOf(name) < i) {
                    section.mistake("members[" + i + "]", name + " is there twice");
                }
            }
            partitions.add(new Partition(id, names, bootstrap));
        }
        return partitions;
    }

    private static Raft raft(Section section) {
        Raft raft =
                new Raft(
                        section.duration("electionTimeoutMin", Raft.DEFAULT.electionTimeoutMin()),
                        section.duration("electionTimeoutMax", Raft.DEFAULT.electionTimeoutMax()),
                        section.integer(
                                "snapshotEntries",
                                Raft.DEFAULT.snapshotEntries(),
                                100,
                                1_000_000_000,
                                "a number of log entries, 100..1000000000"));
        section.end();
        if (raft.electionTimeoutMin().compareTo(Duration.ofMillis(100)) < 0) {
            section.mistake("electionTimeoutMin", "is under 100ms, the least that works");
        }
        if (raft.electionTimeoutMax().compareTo(raft.electionTimeoutMin()) <= 0) {
            section.mistake("electionTimeoutMax", "is not above electionTimeoutMin");
        }
        return raft;
    }

    private static Session session(Section section) {
        Session session =
                new Session(
                        section.duration("defaultTimeout", Session.DEFAULT.defaultTimeout()),
                        section.duration("minTimeout", Session.DEFAULT.minTimeout()),
                        section.duration("maxTimeout", Session.DEFAULT.maxTimeout()));
        section.end();
        if (session.minTimeout().isZero()) {
            section.mistake("minTimeout", "is zero; a session needs time to be kept alive");
        }
        if (session.maxTimeout().compareTo(Duration.ofDays(1)) > 0) {
            section.mistake("maxTimeout", "is above 24h, the most that a partition takes");
        }
        if (session.defaultTimeout().compareTo(session.minTimeout()) < 0
                || session.defaultTimeout().compareTo(session.maxTimeout()) > 0) {
            section.mistake("defaultTimeout", "is not between minTimeout and maxTimeout");
        }
        return session;
    }

    private static Logging logging(Section section) {
        Logging logging =
                new Logging(
                        section.choice("format", Logging.DEFAULT.format()),
                        section.choice("level", Logging.DEFAULT.level()));
        section.end();
        return logging;
    }

    private static Ports ports(Section top, Ports announced) {
        Ports ports =
                new Ports(
                        top.port("apiPort", announced.api()),
                        top.port("peerPort", announced.peer()),
                        top.port("adminPort", announced.admin()),
                        top.port("httpPort", announced.http()));
        List<String> keys = List.of("apiPort", "peerPort", "adminPort", "httpPort");
        List<Integer> values = List.of(ports.api(), ports.peer(), ports.admin(), ports.http());
        for (int i = 1; i < values.size(); i++) {
            int first = values.indexOf(values.get(i));
            if (first < i) {
                top.mistake(keys.get(i), values.get(i) + " is also the " + keys.get(first));
            }
        }
        return ports;
    }

    private static String names(List<Member> members) {
        return String.join(", ", members.stream().map(Member::name).toList());
    }
}
