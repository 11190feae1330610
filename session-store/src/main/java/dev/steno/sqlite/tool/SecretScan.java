package dev.steno.sqlite.tool;

import dev.steno.redact.Secrets;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Searches all bytes of a file for secrets. Stateless. */
final class SecretScan {
    private static final int PIECE = 1 << 20;

    private SecretScan() {}

    /** @throws SessionException if a secret is in the file; the message does not show it */
    static void check(Path file, Secrets secrets, Progress progress) throws IOException {
        long found = count(file, secrets, progress);
        if (found > 0) {
            throw new SessionException(found + (found == 1 ? " value that was" : " values that were")
                    + " replaced would remain elsewhere in the session, such as in the name of a host or in a certificate; "
                    + "the session was not changed: redact with fewer rules, or remove those flows first");
        }
    }

    /** The number of places at which a secret is in a file. */
    static long count(Path file, Secrets secrets, Progress progress) throws IOException {
        long found = 0;
        if (secrets.count() == 0) {
            return found;
        }
        progress.beginStep("verifying", "bytes", Files.size(file));
        int overlap = secrets.longest() - 1;
        byte[] data = new byte[overlap + PIECE];
        int kept = 0;
        long read = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.readNBytes(data, 0, PIECE); count > 0; count = in.readNBytes(data, kept, PIECE)) {
                int length = kept + count;
                int from = 0;
                for (int at = secrets.indexIn(data, from, length); at >= 0; at = secrets.indexIn(data, from, length)) {
                    found++;
                    from = at + 1;
                }
                kept = Math.min(overlap, length - Math.min(from, length));
                System.arraycopy(data, length - kept, data, 0, kept);
                read += count;
                progress.at(read);
                progress.check();
            }
        }
        return found;
    }
}
