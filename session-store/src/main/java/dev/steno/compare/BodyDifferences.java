package dev.steno.compare;

import dev.steno.content.BodyText;
import dev.steno.content.ContentType;
import dev.steno.look.BodyBytes;
import dev.steno.look.FlowBody;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares bodies without their codings: JSON by path, forms by parameter, text by line, anything else by its first byte
 * that differs. Stateless.
 */
final class BodyDifferences {
    /** Upper bound on the bytes that are compared as JSON or text. */
    private static final int READ = 8 << 20;

    /** Upper bound on the bytes of which the first difference is looked for. */
    private static final long COMPARED = 256L << 20;

    private static final int SHOWN = 16;

    private BodyDifferences() {}

    /** @param bodies one for each flow; null if it has none */
    static List<ComparedRow> compare(SessionReader reader, List<@Nullable FlowBody> bodies) throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        for (FlowBody body : bodies) {
            try (InputStream in = body == null ? InputStream.nullInputStream() : BodyBytes.open(reader, body)) {
                bytes.add(in.readNBytes(READ + 1));
            }
        }
        if (bytes.stream().allMatch(each -> each.length == 0)) {
            return List.of();
        }
        if (bytes.stream().allMatch(each -> each.length <= READ)) {
            List<ComparedRow> rows = structured(bodies, bytes);
            if (rows != null) {
                return rows;
            }
        }
        return binary(reader, bodies);
    }

    private static @Nullable List<ComparedRow> structured(List<@Nullable FlowBody> bodies, List<byte[]> bytes) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            FlowBody body = bodies.get(i);
            byte[] each = bytes.get(i);
            String type = body == null ? null : body.type();
            if (!ContentType.parse(type).isText() && !BodyText.looksLikeText(each)) {
                return null;
            }
            texts.add(BodyText.of(each, type));
        }
        List<NamedValues> values = new ArrayList<>();
        boolean form = bodies.stream().allMatch(BodyDifferences::isForm);
        for (String text : texts) {
            NamedValues parsed = text.isBlank() ? new NamedValues() : form ? form(text) : json(text);
            if (parsed == null) {
                return LineDifferences.compare(texts);
            }
            values.add(parsed);
        }
        return NamedValues.compare(values);
    }

    private static boolean isForm(@Nullable FlowBody body) {
        return body == null || ContentType.parse(body.type()).type().equals("application/x-www-form-urlencoded");
    }

    private static @Nullable NamedValues json(String text) {
        char first = text.stripLeading().charAt(0);
        return first == '{' || first == '[' ? JsonPaths.parse(text) : null;
    }

    /** Returns the parameters of a form or a query, decoded. */
    static NamedValues form(String text) {
        NamedValues values = new NamedValues();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                values.add(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        decode(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static List<ComparedRow> binary(SessionReader reader, List<@Nullable FlowBody> bodies) throws IOException {
        List<ComparedRow> rows = new ArrayList<>();
        List<@Nullable String> types = new ArrayList<>();
        List<@Nullable String> sizes = new ArrayList<>();
        List<InputStream> streams = new ArrayList<>();
        try {
            for (FlowBody body : bodies) {
                types.add(body == null ? null : body.type());
                sizes.add(body == null ? null : Quantity.bytes(body.body().trueSize()));
                streams.add(body == null ? InputStream.nullInputStream() : BodyBytes.open(reader, body));
            }
            rows.add(ComparedRow.of("type", types));
            rows.add(ComparedRow.of("size as transferred", sizes));
            rows.add(firstDifference(streams));
        } finally {
            for (InputStream stream : streams) {
                stream.close();
            }
        }
        return rows;
    }

    private static ComparedRow firstDifference(List<InputStream> streams) throws IOException {
        byte[][] blocks = new byte[streams.size()][];
        for (long base = 0; base < COMPARED; base += blocks[0].length) {
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = streams.get(i).readNBytes(64 << 10);
            }
            int at = firstDifference(blocks);
            if (at >= 0) {
                List<@Nullable String> values = new ArrayList<>();
                for (byte[] block : blocks) {
                    int to = Math.min(block.length, at + SHOWN);
                    values.add(
                            at >= block.length
                                    ? null
                                    : HexFormat.ofDelimiter(" ").formatHex(block, at, to));
                }
                return ComparedRow.of(String.format(Locale.ROOT, "first difference, at byte %,d", base + at), values);
            }
            if (blocks[0].length == 0) {
                break;
            }
        }
        List<@Nullable String> equal = new ArrayList<>();
        streams.forEach(each -> equal.add("equal"));
        return ComparedRow.of("bytes", equal);
    }

    private static int firstDifference(byte[][] blocks) {
        int first = -1;
        for (int i = 1; i < blocks.length; i++) {
            int at = Arrays.mismatch(Objects.requireNonNull(blocks[0]), blocks[i]);
            first = at >= 0 && (first < 0 || at < first) ? at : first;
        }
        return first;
    }
}
