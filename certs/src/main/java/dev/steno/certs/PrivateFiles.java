package dev.steno.certs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * Creates and checks files that only their owner may read or change. Blocking disk access; any thread.
 *
 * <p>The call that creates a file also sets its permissions, so there is no moment at which other users can open it. On
 * file systems without POSIX permissions (Windows), the folder's access control list applies: a home below the
 * user's profile is accessible to that user only.
 */
public final class PrivateFiles {
    /** Mode bit S_ISVTX: in a folder with this bit, users can remove and rename only their own files. */
    private static final int STICKY = 01000;

    private static final String FILE_MODE = "rw-------";

    private PrivateFiles() {}

    /** Creates a folder and missing parents with mode 0700; an existing one is left unchanged. */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, attributes(directory, "rwx------"));
    }

    /** Opens a channel for writing; a new file gets mode 0600. */
    static FileChannel open(Path file, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(StandardOpenOption.WRITE);
        return FileChannel.open(file, all, attributes(file, FILE_MODE));
    }

    /** Opens a file for appending; a new file gets mode 0600, an existing one keeps its mode. */
    public static FileChannel append(Path file) throws IOException {
        return open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Writes a new file with mode 0600 and forces it to disk. */
    static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = open(file, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /**
     * Refuses a private key that every user may read, or that users other than its owner may replace. The file's group
     * may read it: in many deployments, a service has access to its key through a group.
     */
    static void requirePrivate(Path keyFile) throws IOException {
        if (!posix(keyFile)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(keyFile);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            throw new CaRefusedException("the CA key " + keyFile + " is readable by every user ("
                    + PosixFilePermissions.toString(permissions) + "); run 'chmod 600 " + keyFile
                    + "', and use a new CA if another user may have read it");
        }
        try {
            requireUnwritable(keyFile);
        } catch (IOException e) {
            throw new CaRefusedException(
                    "the CA key: " + e.getMessage() + "; if another user may have replaced it, use a new CA", e);
        }
    }

    /**
     * Refuses a file that users other than its owner may write or replace: the file itself, its folder, and any folder
     * above that every user may write. A sticky folder (mode 1777), in which users can remove only their own files, is
     * accepted. Symbolic links are followed.
     *
     * @throws IOException if another user may write or replace the file; the message names the file or folder, its mode
     *     and the command that corrects it
     */
    public static void requireUnwritable(Path file) throws IOException {
        if (!posix(file)) {
            return;
        }
        Path real = file.toRealPath();
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(file + " can be changed by users other than its owner ("
                    + PosixFilePermissions.toString(permissions) + "); run 'chmod go-w " + file + "'");
        }
        Path folder = real.getParent();
        for (Path at = folder; at != null; at = at.getParent()) {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(at);
            boolean open = mode.contains(PosixFilePermission.OTHERS_WRITE)
                    || at.equals(folder) && mode.contains(PosixFilePermission.GROUP_WRITE);
            if (open && !sticky(at)) {
                throw new IOException(
                        file + " can be replaced by users other than its owner, who may write to the folder " + at
                                + " (" + PosixFilePermissions.toString(mode) + "); run 'chmod go-w " + at + "'");
            }
        }
    }

    private static boolean sticky(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                && ((Integer) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
    }

    /**
     * Gives an existing file mode 0600.
     *
     * @throws IOException if its mode cannot be changed, for instance because another user owns it
     */
    public static void restrict(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(FILE_MODE));
    }

    /** The mode of a file, such as {@code rw-r--r--}; only for a file that {@link #isExposed}. */
    public static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Whether users other than the owner may read or change a file, according to its mode; false without POSIX permissions. */
    public static boolean isExposed(Path file) throws IOException {
        return posix(file)
                && Files.getPosixFilePermissions(file).stream()
                        .anyMatch(permission -> permission.name().matches("(GROUP|OTHERS)_(READ|WRITE)"));
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
