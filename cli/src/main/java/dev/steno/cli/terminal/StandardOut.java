package dev.steno.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Standard output that keeps the exception of a failed write, which {@link java.io.PrintStream} drops. Any thread. */
public final class StandardOut extends OutputStream {
    private final OutputStream to;
    private volatile @Nullable IOException failure;

    StandardOut(OutputStream to) {
        this.to = to;
    }

    /** Thrown if standard output can no longer be written. */
    public static final class Gone extends IOException {
        private static final long serialVersionUID = 1L;

        Gone(IOException cause) {
            super("cannot write the output: " + cause.getMessage(), cause);
        }

        /** Whether the reader closed its end of the pipe, as {@code head} does; this is not an error. */
        public boolean readerLeft() {
            String why = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
            return why.contains("pipe") || why.contains("closed");
        }
    }

    void check() throws Gone {
        IOException why = failure;
        if (why != null) {
            throw new Gone(why);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] data, int from, int length) throws IOException {
        check();
        try {
            to.write(data, from, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }
}
