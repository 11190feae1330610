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
 * The home folder's CA files: {@code ca.pem} (certificate) and {@code ca-key.pem} (PKCS#8 key). Blocking disk
 * access; any thread.
 *
 * <p>Both files are written under a temporary name and renamed, the key first and the certificate last, so a process
 * that sees the certificate always finds the key. Processes that create a CA serialise on {@code ca.lock}, so two
 * processes that start on an empty home use the same CA. If one dies between the two renames, {@code ca.pem.new}
 * remains, and the next one completes the rename.
 *
 * @param directory the home folder
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

    /** Whether both files exist. */
    boolean isComplete() {
        return Files.exists(certificateFile()) && Files.exists(keyFile());
    }

    /**
     * Creates the CA if it is missing.
     *
     * @return whether this call created it
     * @throws CaRefusedException if only one of the two files exists and the other cannot be recovered
     */
    boolean createIfMissing(KeyType type) throws IOException {
        if (isComplete()) {
            return false;
        }
        PrivateFiles.createDirectory(directory);
        try (FileChannel channel = PrivateFiles.open(directory.resolve("ca.lock"), StandardOpenOption.CREATE);
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
        PrivateFiles.write(stagedKey(), Pem.encode(Pem.PRIVATE_KEY, root.key()));
        PrivateFiles.write(stagedCertificate(), Pem.encode(Pem.CERTIFICATE, root.certificate()));
        rename(stagedKey(), keyFile());
        rename(stagedCertificate(), certificateFile());
        return true;
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static CaRefusedException half(Path there, Path missing) {
        return new CaRefusedException("the CA is incomplete: " + there + " exists, but " + missing
                + " is missing; restore the missing file, or delete " + there
                + " so that a new CA is created, which clients must then trust");
    }

    /**
     * Waits for the lock. If another process holds it, the operating system blocks the call. If another thread of this
     * JVM holds it, even under another class loader, the JDK throws instead, so this method polls; creating a CA takes
     * a fraction of a second and happens once.
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
