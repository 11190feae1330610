package dev.steno.mock.answer;

import dev.steno.flow.Body;
import java.io.IOException;
import java.io.InputStream;

/** Opens recorded bodies, as transferred. Called on threads that may block. */
@FunctionalInterface
public interface BodySupply {
    /** Returns a body's bytes; the caller closes the stream. */
    InputStream open(Body body) throws IOException;
}
