package dev.steno.mcp.rpc;

import dev.steno.json.JsonInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Serves one client on two streams until its input ends. At the end, requests under way get a little time, since the input of a
 * program may end before it has read all answers; then they are cancelled.
 */
public final class RpcServer {
    private static final long GRACE_MILLIS = 2_000;

    private final RpcConnection connection;
    private final LineInput in;
    private final LineOutput out;

    public RpcServer(RpcMethods methods, InputStream in, OutputStream out) {
        this.connection = new RpcConnection(methods);
        this.in = new LineInput(in);
        this.out = new LineOutput(out);
    }

    /**
     * Reads requests until the input ends or the client no longer reads. Blocks.
     *
     * @return whether all work has ended; if not, it waits for the disk and cannot be interrupted
     * @throws IOException if the input cannot be read
     */
    public boolean serve() throws IOException {
        try {
            for (LineInput.Line line = in.next(); line != null && !out.isGone(); line = in.next()) {
                if (!line.isBlank()) {
                    take(line);
                }
            }
        } catch (IOException e) {
            connection.end(0);
            throw e;
        }
        return connection.end(out.isGone() ? 0 : GRACE_MILLIS);
    }

    private void take(LineInput.Line line) {
        Object message;
        try {
            if (line.isTooLong()) {
                throw new IOException("it is longer than " + (LineInput.LONGEST >> 20) + " MiB");
            }
            message = JsonInput.whole(line.bytes());
        } catch (IOException e) {
            out.write(RpcConnection.unreadable("a line cannot be read: " + e.getMessage()));
            return;
        }
        connection.take(message, out::write, this::answer);
    }

    private void answer(@Nullable Object answer) {
        if (answer != null) {
            out.write(answer);
        }
    }
}
