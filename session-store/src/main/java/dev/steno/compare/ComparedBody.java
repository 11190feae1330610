package dev.steno.compare;

import dev.steno.content.ContentType;
import dev.steno.flow.Body;
import dev.steno.look.BodyBytes;
import dev.steno.look.FlowBody;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * A body that is compared with others.
 *
 * @param reader reads its session
 */
record ComparedBody(SessionReader reader, FlowBody body) {
    private static final int BLOCK = 64 << 10;

    /** Opens it without its codings. The caller closes the stream. */
    InputStream open() throws IOException {
        return BodyBytes.open(reader, body);
    }

    String mediaType() {
        return ContentType.parse(body.type()).type();
    }

    List<String> codings() {
        return body.codings();
    }

    /** Whether all of it is recorded. */
    boolean isWhole() {
        return body.body().size() == body.body().trueSize();
    }

    /** Returns how much of it is recorded. */
    String recorded() {
        long size = body.body().size();
        return isWhole()
                ? "whole"
                : Quantity.bytes(size) + " of " + Quantity.bytes(body.body().trueSize());
    }

    /** Whether two bodies have the same bytes as transferred, in the same codings. Reads no more than their first difference. */
    boolean hasSameBytes(ComparedBody other) throws IOException {
        Body mine = body.body();
        Body its = other.body.body();
        if (mine.size() != its.size()
                || mine.trueSize() != its.trueSize()
                || !codings().equals(other.codings())) {
            return false;
        }
        if (mine instanceof Body.Inline one && its instanceof Body.Inline two) {
            return Arrays.equals(one.bytes(), two.bytes());
        }
        try (InputStream one = reader.body(mine);
                InputStream two = other.reader.body(its)) {
            while (true) {
                byte[] block = one.readNBytes(BLOCK);
                if (!Arrays.equals(block, two.readNBytes(BLOCK))) {
                    return false;
                }
                if (block.length < BLOCK) {
                    return true;
                }
            }
        }
    }
}
