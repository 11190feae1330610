package dev.steno.sqlite.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognizes recordings of other programs by their first bytes, for the message that refuses them. Stateless. */
final class ForeignFile {
    private static final int LOOKED_AT = 512;

    /** mitmproxy writes tnetstrings: a length, a colon, and for a flow a dictionary whose first key is a netstring. */
    private static final Pattern FLOWS = Pattern.compile("^[0-9]{1,9}:[0-9]{1,4}:[a-z_]+[;,].*", Pattern.DOTALL);

    private static final Pattern HAR = Pattern.compile("^\\uFEFF?\\s*\\{\\s*\"log\"\\s*:.*", Pattern.DOTALL);

    private ForeignFile() {}

    /** What a file is, as the end of a sentence about it; empty if its first bytes do not tell. */
    static Optional<String> kind(Path file) {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LOOKED_AT);
        } catch (IOException e) {
            return Optional.empty(); // another message says that the file cannot be read
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (FLOWS.matcher(text).matches()) {
            return Optional.of("it looks like a flow file of mitmproxy: steno import FILE -o SESSION reads it");
        }
        if (HAR.matcher(new String(start, StandardCharsets.UTF_8)).matches()) {
            return Optional.of("it looks like a HAR file: steno import FILE -o SESSION reads it");
        }
        if (text.startsWith("\u001f\u008b") || text.startsWith("PK\u0003\u0004") || text.startsWith("(\u00b5/\u00fd")) {
            return Optional.of("it is compressed: steno import FILE -o SESSION reads those of known formats");
        }
        if (text.startsWith("\n\r\r\n") || text.startsWith("\u00d4\u00c3\u00b2\u00a1")) {
            return Optional.of("it is a packet capture, which is not read");
        }
        return Optional.empty();
    }
}
