package io.multiraft.node.raft;

import io.multiraft.fsm.PartitionStateMachine;
import io.multiraft.fsm.Snapshot;
import io.multiraft.node.storage.DurableFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/**
 * The snapshot files of one replica: {@code sm/snapshot.<term>_<index>} with its MD5 beside it,
 * which is where Ratis looks when a follower needs one.
 */
final class SnapshotStore implements StateMachineStorage {

    private static final Pattern NAME = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");
    private static final int BUFFER_BYTES = 1 << 16;

    /** Beside it are the directories of what is received from leaders. */
    private static final String WRITING = "writing";

    private volatile Path directory;
    private volatile Path temporary;
    private volatile SingleFileSnapshotInfo latest;

    @Override
    public void init(RaftStorage storage) throws IOException {
        temporary = storage.getStorageDir().getTmpDir().toPath();
        directory = storage.getStorageDir().getStateMachineDir().toPath();
        // What a stopped process left half written or half received.
        DurableFiles.deleteTree(temporary);
        Files.createDirectories(temporary);
        Files.createDirectories(directory);
    }

    /** The latest that is whole and on the disk, or null. */
    @Override
    public SingleFileSnapshotInfo getLatestSnapshot() {
        return latest;
    }

    @Override
    public void format() {
        // Ratis formats the directory itself.
    }

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) {
        // Done after each snapshot is written; this is called on the apply thread.
    }

    /** Writes a snapshot so that it is either there, whole and on the disk, or not at all. */
    void write(Snapshot view, TermIndex at) throws IOException {
        Path written = temporary.resolve(WRITING);
        MessageDigest digest = MD5FileUtil.newMD5();
        try (FileChannel channel =
                        FileChannel.open(
                                written,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                OutputStream out =
                        new BufferedOutputStream(
                                new DigestOutputStream(Channels.newOutputStream(channel), digest),
                                BUFFER_BYTES)) {
            view.writeTo(out);
            out.flush();
            channel.force(true);
        }
        Path file = directory.resolve("snapshot." + at.getTerm() + "_" + at.getIndex());
        MD5Hash hash = MD5Hash.newInstance(digest.digest());
        // Before the snapshot itself: one without its MD5 does not count.
        MD5FileUtil.saveMD5File(file.toFile(), hash);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncDirectory(directory);
        publish(new SingleFileSnapshotInfo(new FileInfo(file, hash), at));
        deleteOld();
    }

    private synchronized void publish(SingleFileSnapshotInfo snapshot) {
        if (latest == null || snapshot.getIndex() > latest.getIndex()) {
            latest = snapshot;
        }
    }

    /** Puts the latest snapshot in the place of the state; null if there is none. */
    TermIndex restoreLatest(PartitionStateMachine stateMachine) throws IOException {
        List<SingleFileSnapshotInfo> found = list();
        if (found.isEmpty()) {
            return null;
        }
        SingleFileSnapshotInfo snapshot = found.get(0);
        Path file = snapshot.getFile().getPath();
        MessageDigest digest = MD5FileUtil.newMD5();
        try (InputStream in =
                new BufferedInputStream(
                        new DigestInputStream(Files.newInputStream(file), digest), BUFFER_BYTES)) {
            stateMachine.restore(in);
            in.transferTo(OutputStream.nullOutputStream());
        }
        MD5Hash actual = MD5Hash.newInstance(digest.digest());
        MD5Hash expected = snapshot.getFile().getFileDigest();
        if (!actual.equals(expected)) {
            throw new IOException(
                    String.format(
                            "Snapshot %s is damaged: its MD5 is %s, written was %s",
                            file, actual, expected));
        }
        publish(snapshot);
        return snapshot.getTermIndex();
    }

    /**
     * Brings what was received of a leader's snapshot to the disk. Ratis does not, and drops the
     * log as soon as the files are in place.
     */
    void syncReceived() throws IOException {
        try (DirectoryStream<Path> received =
                Files.newDirectoryStream(
                        temporary, path -> !path.getFileName().toString().equals(WRITING))) {
            for (Path tree : received) {
                DurableFiles.syncTree(tree);
            }
        }
        DurableFiles.syncDirectory(temporary);
    }

    /** After Ratis has put a received snapshot in place. */
    void syncInstalled() throws IOException {
        DurableFiles.syncDirectory(directory);
        DurableFiles.syncDirectory(directory.getParent());
    }

    private void deleteOld() throws IOException {
        List<SingleFileSnapshotInfo> found = list();
        for (int i = RaftLimits.SNAPSHOTS_KEPT; i < found.size(); i++) {
            Path file = found.get(i).getFile().getPath();
            Files.deleteIfExists(file);
            Files.deleteIfExists(MD5FileUtil.getDigestFileForFile(file.toFile()).toPath());
        }
    }

    /** The latest first. */
    private List<SingleFileSnapshotInfo> list() throws IOException {
        List<SingleFileSnapshotInfo> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                MD5Hash hash =
                        name.matches() ? MD5FileUtil.readStoredMd5ForFile(file.toFile()) : null;
                if (hash != null) {
                    found.add(
                            new SingleFileSnapshotInfo(
                                    new FileInfo(file, hash),
                                    Long.parseLong(name.group(1)),
                                    Long.parseLong(name.group(2))));
                }
            }
        }
        found.sort(Comparator.comparingLong(SingleFileSnapshotInfo::getIndex).reversed());
        return found;
    }
}
