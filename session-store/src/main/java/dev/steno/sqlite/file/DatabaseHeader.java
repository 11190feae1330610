package dev.steno.sqlite.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The first bytes of each SQLite database, and so of each session (https://www.sqlite.org/fileformat2.html, 1.3). */
public final class DatabaseHeader {
    /** The bytes as characters of ISO 8859-1. */
    public static final String MAGIC = "SQLite format 3\0";

    private DatabaseHeader() {}

    /** Returns whether a file begins as a database does; blocks. */
    public static boolean begins(Path file) throws IOException {
        byte[] magic = MAGIC.getBytes(StandardCharsets.ISO_8859_1);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(magic.length), magic);
        }
    }
}
