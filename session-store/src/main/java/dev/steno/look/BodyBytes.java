package dev.steno.look;

import dev.steno.content.ContentCodingException;
import dev.steno.content.DecodedStream;
import dev.steno.store.BodyReader;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a body as far as they can be decoded. Stateless. */
public final class BodyBytes {
    private BodyBytes() {}

    /**
     * Opens a body without its codings; as it was transferred if it is not coded as it says. The caller closes the
     * stream.
     *
     * @throws IOException if the session cannot be read
     */
    public static InputStream open(BodyReader reader, FlowBody body) throws IOException {
        return isDecodable(reader, body) ? DecodedBodies.open(reader, body) : reader.body(body.body());
    }

    /** Returns whether at least one byte of a body can be decoded, or it is empty. */
    public static boolean isDecodable(BodyReader reader, FlowBody body) throws IOException {
        if (body.codings().isEmpty()) {
            return false;
        }
        try (DecodedStream decoded = DecodedBodies.open(reader, body)) {
            return decoded.read() >= 0 || decoded.problem() == null;
        } catch (ContentCodingException unknown) {
            return false;
        }
    }
}
