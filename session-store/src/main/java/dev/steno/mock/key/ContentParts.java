package dev.steno.mock.key;

import dev.steno.compare.JsonValue;
import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.flow.Headers;
import dev.steno.mock.key.RequestParts.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The content of a request as parts: the values of JSON by their paths, the fields of a form, the parts of a multipart body
 * without their boundary, the messages of gRPC; of anything else, its bytes. For one thread.
 */
final class ContentParts {
    /** Upper bound on the bytes that a request's coded body decodes to; one with more is compared as sent. */
    private static final int MOST_DECODED = 64 << 20;

    /** The longest text that is a value by itself; of longer ones, the value is a hash. */
    private static final int LONGEST_TEXT = 1024;

    /** Length of the prefix of a gRPC message: a flag and the length of what follows. */
    private static final int GRPC_PREFIX = 5;

    private static final String CONTENT = "content";

    private final List<Part> parts;
    private final MatchRules rules;

    /** @param parts receives the parts */
    ContentParts(List<Part> parts, MatchRules rules) {
        this.parts = parts;
        this.rules = rules;
    }

    void add(Headers headers, byte[] sent) {
        if (rules.content() == ContentRule.EXACT) {
            parts.add(new Part(CONTENT, bytes(sent, 0, sent.length)));
            return;
        }
        byte[] body = decoded(headers, sent);
        ContentType type = ContentType.parse(headers.get("Content-Type"));
        if (type.isJson()) {
            addJson(body, type);
        } else if (type.type().equals("application/x-www-form-urlencoded")) {
            addForm(text(body, type));
        } else if (type.type().startsWith("multipart/")) {
            addMultipart(body, type);
        } else if (type.type().startsWith("application/grpc")) {
            addMessages(body, "gzip".equals(headers.get("grpc-encoding")));
        } else if (type.type().equals("application/graphql")) {
            parts.add(new Part(CONTENT, GraphQlText.normal(text(body, type))));
        } else {
            parts.add(new Part(CONTENT, bytes(body, 0, body.length)));
        }
    }

    private static byte[] decoded(Headers headers, byte[] sent) {
        if (!headers.contains("Content-Encoding")) {
            return sent;
        }
        try {
            return ContentDecoder.strict(MOST_DECODED).decode(sent, headers);
        } catch (ContentCodingException damaged) {
            return sent;
        }
    }

    private static String text(byte[] body, ContentType type) {
        Charset charset = type.charset();
        return new String(body, charset == null ? StandardCharsets.UTF_8 : charset);
    }

    private void addJson(byte[] body, ContentType type) {
        String text = text(body, type);
        JsonValue value = JsonValue.parse(text, rules.ignoresJson());
        if (value == null) {
            parts.add(new Part(CONTENT, bytes(body, 0, body.length)));
            return;
        }
        value.forEachLeaf((path, leaf) -> {
            String normal = path.endsWith(".query") ? GraphQlText.ofJson(leaf) : leaf;
            parts.add(new Part(CONTENT + " " + path, shortened(normal)));
        });
    }

    private void addForm(String text) {
        for (String pair : text.strip().split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = FormNames.decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!rules.ignoredFields().contains(name)) {
                String value = equals < 0 ? "" : FormNames.decode(pair.substring(equals + 1));
                parts.add(new Part(CONTENT + " field " + name, shortened(value)));
            }
        }
    }

    private void addMultipart(byte[] body, ContentType type) {
        String boundary = type.parameters().get("boundary");
        List<MultipartBody.Part> found = boundary == null ? List.of() : MultipartBody.parts(body, boundary);
        if (found.isEmpty()) {
            parts.add(new Part(CONTENT, bytes(body, 0, body.length)));
            return;
        }
        int number = 1;
        for (MultipartBody.Part part : found) {
            if (!rules.ignoredFields().contains(part.name())) {
                String where = CONTENT + " part " + (part.name().isEmpty() ? Integer.toString(number) : part.name());
                parts.add(new Part(where + " head", shortened(part.head())));
                parts.add(new Part(where, bytes(body, part.from(), part.to())));
            }
            number++;
        }
    }

    private void addMessages(byte[] body, boolean gzip) {
        int at = 0;
        int number = 1;
        while (body.length - at >= GRPC_PREFIX) {
            long length = (body[at + 1] & 0xFFL) << 24
                    | (body[at + 2] & 0xFF) << 16
                    | (body[at + 3] & 0xFF) << 8
                    | body[at + 4] & 0xFF;
            int from = at + GRPC_PREFIX;
            int to = (int) Math.min(body.length, from + length);
            byte[] message = Arrays.copyOfRange(body, from, to);
            byte[] plain = gzip && (body[at] & 1) != 0 ? inflated(message) : message;
            parts.add(new Part(CONTENT + " message " + number++, bytes(plain, 0, plain.length)));
            at = to;
        }
        if (at < body.length) {
            parts.add(new Part(CONTENT + " rest", bytes(body, at, body.length)));
        }
    }

    private static byte[] inflated(byte[] message) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(message))) {
            byte[] plain = in.readNBytes(MOST_DECODED);
            return in.read() < 0 ? plain : message;
        } catch (IOException damaged) {
            return message;
        }
    }

    private static String shortened(String text) {
        byte[] all = text.length() <= LONGEST_TEXT ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        return all.length == 0 ? text : hash(all, 0, all.length);
    }

    /** Returns bytes as a value: text if they are short and printable, otherwise their number and hash. */
    private static String bytes(byte[] body, int from, int to) {
        if (to - from > LONGEST_TEXT) {
            return hash(body, from, to);
        }
        for (int i = from; i < to; i++) {
            if (body[i] < ' ' && body[i] != '\n' && body[i] != '\r' && body[i] != '\t') {
                return hash(body, from, to);
            }
        }
        return new String(body, from, to - from, StandardCharsets.US_ASCII);
    }

    private static String hash(byte[] body, int from, int to) {
        MessageDigest sha = RequestParts.sha256();
        sha.update(body, from, to - from);
        return hashed(to - from, sha);
    }

    /** Returns bytes as a value: their number and their hash. */
    static String hashed(long size, MessageDigest hash) {
        return size + " bytes, SHA-256 " + HexFormat.of().formatHex(hash.digest());
    }
}
