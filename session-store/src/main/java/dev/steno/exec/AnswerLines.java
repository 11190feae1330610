package dev.steno.exec;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of bytes of a bounded length. For one thread. */
final class AnswerLines {
    private final InputStream in;
    private final int longest;

    AnswerLines(InputStream in, int longest) {
        this.in = new BufferedInputStream(in);
        this.longest = longest;
    }

    /**
     * Returns the next line without its end; null at the end.
     *
     * @throws IOException if it is too long
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int read;
        while ((read = in.read()) >= 0) {
            if (read == '\n') {
                return line.toByteArray();
            }
            if (line.size() == longest) {
                throw new IOException("a line is longer than " + longest + " bytes");
            }
            line.write(read);
        }
        return line.size() == 0 ? null : line.toByteArray();
    }
}
