package dev.steno.rule.cookie;

import dev.steno.certs.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cookies in a file of the format that curl and wget read ("Netscape"), which only its owner may read. Blocking; for one
 * thread at a time.
 */
final class CookieFile {
    private static final String HEADER = "# Netscape HTTP Cookie File\n";
    private static final String HTTP_ONLY = "#HttpOnly_";

    private final Path file;

    CookieFile(Path file) {
        this.file = file;
    }

    /**
     * Returns the cookies; none if there is no file. Lines that are not valid are skipped.
     *
     * @throws IOException if the file cannot be read, or has neither a cookie nor the first line of such files
     */
    List<Cookie> read() throws IOException {
        List<Cookie> cookies = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not in UTF-8", e);
        }
        for (String line : lines) {
            Cookie cookie = parse(line.startsWith(HTTP_ONLY) ? line.substring(HTTP_ONLY.length()) : line);
            if (cookie != null) {
                cookies.add(cookie);
            }
        }
        if (cookies.isEmpty()
                && !lines.stream().allMatch(String::isBlank)
                && !lines.get(0).contains("HTTP Cookie File")) {
            throw new IOException("it is not a file of cookies");
        }
        return cookies;
    }

    private static @Nullable Cookie parse(String line) {
        String[] parts = line.split("\t", -1);
        if (line.startsWith("#") || parts.length != 7 || !parts[4].matches("\\d{1,18}") || parts[5].isEmpty()) {
            return null;
        }
        long expires = Long.parseLong(parts[4]);
        return new Cookie(
                parts[5],
                parts[6],
                parts[0].startsWith(".") ? parts[0].substring(1) : parts[0],
                !parts[1].equals("TRUE"),
                parts[2],
                parts[3].equals("TRUE"),
                expires == 0 ? Long.MAX_VALUE : expires);
    }

    /** Writes all cookies in place of those in the file. */
    void write(List<Cookie> cookies) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (Cookie cookie : cookies) {
            text.append(String.join(
                            "\t",
                            (cookie.hostOnly() ? "" : ".") + cookie.domain(),
                            cookie.hostOnly() ? "FALSE" : "TRUE",
                            cookie.path(),
                            cookie.secure() ? "TRUE" : "FALSE",
                            cookie.expires() == Long.MAX_VALUE ? "0" : Long.toString(cookie.expires()),
                            cookie.name(),
                            cookie.value()))
                    .append('\n');
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel out = PrivateFiles.append(fresh)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
