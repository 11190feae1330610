package dev.steno.interop.message;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.interop.intake.BodyIntake;
import dev.steno.interop.intake.Intake;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body as it is stored. Immutable.
 *
 * @param trailers of its chunks; null if there are none
 * @param cut whether the limit of an import left bytes out
 */
public record RawBody(Body body, @Nullable Headers trailers, boolean cut) {
    /** No body. */
    public static final RawBody NONE = new RawBody(Body.NONE, null, false);

    private static final int BUFFER = 16 << 10;

    /**
     * Stores all further bytes of a stream. If the fields name chunks and the bytes are a whole body in chunks, the framing is
     * removed; otherwise, no byte is: converters remove the framing and leave the field, and broken framing is evidence.
     */
    public static RawBody read(InputStream in, Headers fields, Intake intake) throws IOException {
        return fields.hasToken("Transfer-Encoding", "chunked") ? readChunks(in, intake) : readAll(in, intake);
    }

    private static RawBody readAll(InputStream in, Intake intake) throws IOException {
        BodyIntake body = intake.body();
        in.transferTo(body);
        return new RawBody(body.finish(), null, body.isCut());
    }

    private static RawBody readChunks(InputStream in, Intake intake) throws IOException {
        try (BodySpool spool = new BodySpool()) {
            ChunkFraming framing = new ChunkFraming(null);
            byte[] buffer = new byte[BUFFER];
            int n = 0;
            while (!framing.isBroken() && (n = in.read(buffer)) >= 0) {
                framing.feed(buffer, 0, n);
                spool.write(buffer, 0, n);
            }
            BodyIntake body = intake.body();
            Headers trailers = null;
            try (InputStream again = spool.open()) {
                if (framing.isWhole()) {
                    trailers = unframed(again, body, buffer);
                } else {
                    again.transferTo(body);
                }
            }
            in.transferTo(body);
            return new RawBody(body.finish(), trailers, body.isCut());
        }
    }

    private static @Nullable Headers unframed(InputStream in, BodyIntake to, byte[] buffer) throws IOException {
        ChunkFraming framing = new ChunkFraming(to);
        int n;
        while ((n = in.read(buffer)) >= 0) {
            framing.feed(buffer, 0, n);
        }
        return framing.trailers();
    }
}
