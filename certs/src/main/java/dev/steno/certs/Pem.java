package dev.steno.certs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The textual encoding of keys and certificates (RFC 7468). Immutable.
 *
 * <p>The parser is lax, as permitted by RFC 7468, 3: it skips text outside the blocks, and so accepts the commented
 * output of {@code openssl}.
 *
 * @param label the type of the block, such as {@code CERTIFICATE}
 * @param headers whether the block begins with RFC 1421 headers; only encrypted keys in OpenSSL's traditional format
 *     have them
 * @param der the decoded content; empty if {@code headers} is set
 */
record Pem(String label, boolean headers, byte[] der) {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*(?:-(?!----)[^-]*)*)-----END \\1-----");

    /**
     * All blocks of a text, in order.
     *
     * @throws IllegalArgumentException if a block is not base64
     */
    static List<Pem> parse(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String content = matcher.group(2);
            boolean headers = content.indexOf(':') >= 0;
            byte[] der = headers
                    ? new byte[0]
                    : Base64.getMimeDecoder().decode(content.strip().getBytes(StandardCharsets.ISO_8859_1));
            blocks.add(new Pem(matcher.group(1), headers, der));
        }
        return blocks;
    }

    /** One block with lines of 64 characters, each ended by LF. */
    static byte[] encode(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        String text = "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
