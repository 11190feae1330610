package dev.steno.mcp.rpc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines of bytes. For one thread. */
final class LineInput {
    /** Upper bound on the bytes of a line; the rest of a longer one is skipped. */
    static final int LONGEST = 4 << 20;

    private final InputStream in;

    LineInput(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /**
     * A line.
     *
     * @param bytes without the line end; fewer than the line has if it is too long
     */
    record Line(byte[] bytes, boolean isTooLong) {
        boolean isBlank() {
            for (byte each : bytes) {
                if (each != ' ' && each != '\t' && each != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    /** Returns the next line, the last of which may lack its end; null at the end of the input. */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean tooLong = false;
        int each = in.read();
        if (each < 0) {
            return null;
        }
        for (; each >= 0 && each != '\n'; each = in.read()) {
            if (line.size() < LONGEST) {
                line.write(each);
            } else {
                tooLong = true;
            }
        }
        return new Line(line.toByteArray(), tooLong);
    }
}
