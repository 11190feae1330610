package dev.steno.web.guard;

import dev.steno.certs.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret that a client presents, in a file of the home folder (mode 0600): {@code web-token} for the API, {@code
 * metrics-token} for metrics. It is kept
 * over restarts, so that pages that are open continue. Immutable; any thread.
 */
public final class WebToken {
    /** The name of the API's file in the home folder. */
    public static final String NAME = "web-token";

    /** The name of the file whose token opens {@link Guard#METRICS} alone. */
    public static final String METRICS = "metrics-token";

    private static final int BYTES = 32;
    /** The length of a token, and of a code. */
    static final int CHARACTERS = 43; // 32 bytes in base64url without padding (RFC 4648, 5)

    private final String name;
    private final byte[] text;

    private WebToken(String name, String text) {
        this.name = name;
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns 256 random bits as text for URLs and header fields. */
    static String random() {
        return random(BYTES);
    }

    /** Returns random bytes as text for URLs and header fields (base64url without padding, RFC 4648, 5). */
    public static String random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads the API's token of a home folder, and creates both if there is none.
     *
     * @throws IOException if the file cannot be read or written, other users may read it, or it holds no token
     */
    public static WebToken open(Path home) throws IOException {
        return open(home, NAME);
    }

    /**
     * Reads a token of a home folder, and creates it if there is none.
     *
     * @param name of its file
     * @throws IOException if the file cannot be read or written, other users may read it, or it holds no token
     */
    public static WebToken open(Path home, String name) throws IOException {
        try {
            return read(home, name);
        } catch (NoSuchFileException e) {
            Files.createDirectories(home);
            create(home.resolve(name));
            return read(home, name);
        }
    }

    /**
     * Makes a new token for a home folder, in place of the one that it may have. A process that runs keeps its token until
     * it reads the file again.
     *
     * @throws IOException if the file cannot be written
     */
    public static void renew(Path home) throws IOException {
        Path draft = home.resolve(NAME + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft);
        create(draft);
        Files.move(draft, home.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void create(Path file) throws IOException {
        try (FileChannel channel = PrivateFiles.append(file)) {
            channel.write(ByteBuffer.wrap((random() + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /**
     * Reads the API's token of a home folder.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if the file cannot be read, other users may read it, or it holds no token
     */
    public static WebToken read(Path home) throws IOException {
        return read(home, NAME);
    }

    private static WebToken read(Path home, String name) throws IOException {
        Path file = home.resolve(name);
        // of two processes that create the file at once, both append; the first line counts
        String text = Files.readString(file, StandardCharsets.US_ASCII)
                .lines()
                .findFirst()
                .orElse("");
        if (PrivateFiles.isExposed(file)) {
            throw new IOException(file + " can be read or changed by other users (" + PrivateFiles.mode(file)
                    + "): remove it, so that the next start makes a new one");
        }
        if (!text.matches("[A-Za-z0-9_-]{" + CHARACTERS + "}")) {
            throw new IOException(file + " holds no token: remove it, so that the next start makes a new one");
        }
        return new WebToken(name, text);
    }

    /** Returns the name of its file in the home folder. */
    String name() {
        return name;
    }

    /** Returns whether a client presented this token; takes the same time for any other of its length. */
    boolean isSame(String presented) {
        return MessageDigest.isEqual(text, presented.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the field value that presents this token (RFC 6750, 2.1). */
    public String authorization() {
        return "Bearer " + reveal();
    }

    /** Returns the token itself, for a client that has shown that it may know it. */
    public String reveal() {
        return new String(text, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "WebToken"; // never in a log
    }
}
