package dev.steno.mcp.tool;

import dev.steno.content.BodyText;
import dev.steno.content.view.ViewContent;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.look.BodyBytes;
import dev.steno.look.BodyLooks;
import dev.steno.look.DecodedBodies;
import dev.steno.look.FlowBody;
import dev.steno.mcp.record.McpRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Reads flows and their bodies for tools. Stateless. */
final class FlowReading {
    /** Bytes by which the kind of a body is told. */
    private static final int PROBED = 4096;

    private static final int HEX = 64;

    private FlowReading() {}

    /** @throws ToolFailure if there is no such flow */
    static Flow read(McpRecord record, long id) throws ToolFailure, IOException {
        return record.reader()
                .flow(id)
                .orElseThrow(() -> new ToolFailure(
                        "there is no flow " + FlowNumber.print(id) + "; flows_list shows which there are"));
    }

    /** A part of a body. Immutable. @param end whether nothing follows */
    record Part(byte[] bytes, boolean end, String problem) {}

    /** Whether a body can be read without its content codings. */
    static boolean isDecodable(McpRecord record, FlowBody body) throws IOException {
        return BodyBytes.isDecodable(record.reader(), body);
    }

    /** Reads a part of a body. */
    static Part part(McpRecord record, FlowBody body, boolean decoded, long offset, int length) throws IOException {
        if (decoded && isDecodable(record, body)) {
            DecodedBodies.Range range = record.decoded().read(record.reader(), body, offset, length);
            return new Part(
                    range.bytes(),
                    range.end(),
                    range.problem() == null
                            ? ""
                            : String.valueOf(range.problem().getMessage()));
        }
        try (InputStream in = record.reader().body(body.body(), offset)) {
            byte[] bytes = in.readNBytes(length);
            boolean end = bytes.length < length || in.read() < 0;
            return new Part(bytes, end, "");
        }
    }

    /** The charset by which a body is read, by its type and its first bytes. */
    static Charset charset(McpRecord record, FlowBody body, boolean decoded) throws IOException {
        Part start = part(record, body, decoded, 0, PROBED);
        return BodyLooks.charset(new ViewContent(start.bytes(), body.type(), start.end(), null));
    }

    /** Whether the beginning of a body is text for people. */
    static boolean isText(byte[] start, Charset charset) {
        if (BodyText.looksLikeText(start)) {
            return true;
        }
        // another charset is believed if its text has no control characters
        if (charset.equals(StandardCharsets.UTF_8)) {
            return isNearlyText(new String(start, charset));
        }
        return new String(start, charset)
                .codePoints()
                .noneMatch(point -> point == 0xfffd || point < ' ' && !Character.isWhitespace(point));
    }

    /** UTF-8 with some malformed bytes, such as one that is cut, is text; what has NUL or more than that is not. */
    private static boolean isNearlyText(String text) {
        long odd = text.codePoints()
                .filter(point -> point == 0xfffd || point < ' ' && !Character.isWhitespace(point))
                .count();
        return text.indexOf('\0') < 0 && odd * 20 <= text.length();
    }

    /** The first bytes as hexadecimal digits. */
    static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, HEX));
    }

    /** A header field or a line of the head: one char per byte, which is UTF-8 where it can be. */
    static String text(String bytes) {
        return BodyText.plain(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
