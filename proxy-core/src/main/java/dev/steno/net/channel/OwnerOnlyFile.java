package dev.steno.net.channel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that grow with what passes and that only their owner may read. Opened at the start, not on an event loop. */
public final class OwnerOnlyFile {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnlyFile.class);
    private static final String MODE = "rw-------";

    private OwnerOnlyFile() {}

    /**
     * Opens a file to append to, or makes it.
     *
     * @param setting the option or variable that names the file, for messages
     */
    public static FileChannel append(Path path, String setting) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE))}
                : new FileAttribute<?>[0];
        FileChannel file =
                FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ownerOnly);
        if (posix && Files.isRegularFile(path)) {
            tighten(path, setting);
        }
        return file;
    }

    /** A file that was there keeps the mode that another program gave it, unless it is taken away. */
    private static void tighten(Path path, String setting) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
        Set<PosixFilePermission> ours = EnumSet.copyOf(PosixFilePermissions.fromString(MODE));
        if (ours.containsAll(before)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(path, ours);
            LOG.info(
                    "{} was open to others ({}) and is its owner's alone now; what is in it already may have been read",
                    path,
                    PosixFilePermissions.toString(before));
        } catch (IOException e) {
            LOG.warn(
                    "{} ({}) is open to others ({}), which cannot be changed: {}. Run 'chmod 600' on it, or name another file",
                    path,
                    setting,
                    PosixFilePermissions.toString(before),
                    Failures.text(e));
        }
    }
}
