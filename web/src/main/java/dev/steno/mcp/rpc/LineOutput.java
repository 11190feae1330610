package dev.steno.mcp.rpc;

import dev.steno.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes messages, each in a line of its own. Any thread. */
final class LineOutput {
    private final OutputStream out;
    private volatile boolean gone;

    LineOutput(OutputStream out) {
        this.out = out;
    }

    /** Writes a message; drops it if the client no longer reads. */
    void write(@Nullable Object message) {
        byte[] text = Json.bytes(json -> Json.value(json, message)); // it has no line feed: they are escaped in texts
        synchronized (this) {
            try {
                out.write(text);
                out.write('\n');
                out.flush();
            } catch (IOException e) {
                gone = true;
            }
        }
    }

    /** Whether the client no longer reads. */
    boolean isGone() {
        return gone;
    }
}
