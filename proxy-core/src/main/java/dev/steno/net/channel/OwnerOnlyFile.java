package dev.steno.net.channel;

import dev.steno.certs.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log files that only their owner may read: the trace and the key log. An existing file that other users may read is restricted to
 * its owner, and a message says so. Blocks; called while the product starts, not on an event loop.
 */
public final class OwnerOnlyFile {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnlyFile.class);

    private OwnerOnlyFile() {}

    /**
     * Opens a file for appending, and creates it if it does not exist. A named pipe is opened even if it has no reader yet.
     *
     * @param setting the option or variable that names the file, for messages
     */
    public static FileChannel append(Path path, String setting) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
            // for reading as well: the system lets a program that only writes to a pipe wait for a reader
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        FileChannel file = PrivateFiles.append(path);
        if (Files.isRegularFile(path) && PrivateFiles.isExposed(path)) {
            restrict(path, setting);
        }
        return file;
    }

    private static void restrict(Path path, String setting) throws IOException {
        String before = PrivateFiles.mode(path);
        try {
            PrivateFiles.restrict(path);
            LOG.info(
                    "{} had mode {} and has mode 0600 now; other users may have read what it already contains",
                    path,
                    before);
        } catch (IOException e) {
            LOG.warn(
                    "{} ({}) has mode {}, with which other users may read it, and the mode cannot be changed: {};"
                            + " run 'chmod 600' on it, or name another file",
                    path,
                    setting,
                    before,
                    Failures.text(e));
        }
    }
}
