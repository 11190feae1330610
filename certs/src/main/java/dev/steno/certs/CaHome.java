package dev.steno.certs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Where an installation keeps its CA: {@code ca.pem}, the certificate, and {@code ca-key.pem}, its PKCS#8 key. Disk; any
 * thread.
 *
 * <p>Both files are written aside and renamed, the key first and the certificate last, so whoever sees the certificate
 * finds the key. Creators take {@code ca.lock} in turn, so that two processes which start on an empty home end up with
 * the same CA. A creator that died between the two renames left {@code ca.pem.new}; the next one finishes its work.
 *
 * @param directory the home directory
 */
record CaHome(Path directory) {
    private static final long RETRY_NANOS = 5_000_000;

    Path certificateFile() {
        return directory.resolve("ca.pem");
    }

    Path keyFile() {
        return directory.resolve("ca-key.pem");
    }

    private Path stagedCertificate() {
        return directory.resolve("ca.pem.new");
    }

    private Path stagedKey() {
        return directory.resolve("ca-key.pem.new");
    }

    /** Whether a whole CA is there. */
    boolean isComplete() {
        return Files.exists(certificateFile()) && Files.exists(keyFile());
    }

    /**
     * Makes sure that a CA is there.
     *
     * @return whether this call made it
     * @throws CaRefusedException if one of the two files is missing and cannot be made again
     */
    boolean createIfMissing(KeyType type) throws IOException {
        if (isComplete()) {
            return false;
        }
        OwnerOnly.createDirectory(directory);
        try (FileChannel channel = OwnerOnly.open(directory.resolve("ca.lock"), StandardOpenOption.CREATE);
                FileLock lock = lock(channel)) {
            return lock.isValid() && createLocked(type);
        }
    }

    private boolean createLocked(KeyType type) throws IOException {
        if (isComplete()) {
            return false;
        }
        if (Files.exists(keyFile())) {
            if (!Files.exists(stagedCertificate())) {
                throw half(keyFile(), certificateFile());
            }
            rename(stagedCertificate(), certificateFile());
            return true;
        }
        if (Files.exists(certificateFile())) {
            throw half(certificateFile(), keyFile());
        }
        Files.deleteIfExists(stagedKey());
        Files.deleteIfExists(stagedCertificate());
        RootCertificate root = RootCertificate.create(type);
        OwnerOnly.write(stagedKey(), Pem.encode(Pem.PRIVATE_KEY, root.key()));
        OwnerOnly.write(stagedCertificate(), Pem.encode(Pem.CERTIFICATE, root.certificate()));
        rename(stagedKey(), keyFile());
        rename(stagedCertificate(), certificateFile());
        return true;
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static CaRefusedException half(Path there, Path missing) {
        return new CaRefusedException(
                "The CA is incomplete: " + there + " is there, but " + missing + " is missing. Restore it, or delete "
                        + there + " to have a new CA made, which clients must then trust.");
    }

    /**
     * Waits for the lock. Between processes the system waits; within one JVM an overlapping lock is refused instead, also
     * across class loaders, so that case is tried again. Creation takes a fraction of a second and happens once.
     */
    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("interrupted while another thread was creating the CA", e);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
