package dev.steno.cli.acceptance;

import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.Head;
import dev.steno.testing.tls.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A server of large bodies that keeps none: it sends {@code /N} as N made-up bytes, and answers an upload with its SHA-256.
 * Both directions begin, and then go on when the other side has seen the beginning, as far as a {@link Pace} says.
 */
final class LargeOrigin implements AnsweringOrigin.Answers {
    /** What goes ahead of the rest. */
    static final int BEGINNING = 64 * 1024;

    private final Bytes bytes = new Bytes(4711);
    private final Pace pace;

    /** Holds a transfer back. */
    interface Pace {
        /** The beginning of a download was sent. */
        void sentBeginning() throws InterruptedException;

        /** The first bytes of an upload arrived. */
        void receivedBeginning();
    }

    LargeOrigin(Pace pace) {
        this.pace = pace;
    }

    @Override
    public void answer(Head request, InputStream body, OutputStream out) throws IOException, InterruptedException {
        if (request.start().startsWith("GET /sha256/")) {
            long size = Long.parseLong(request.target().substring("/sha256/".length()));
            AnsweringOrigin.ok(out, "text/plain", text(bytes.sha256(size)));
        } else if (request.start().startsWith("GET ")) {
            long size = Long.parseLong(request.target().substring(1));
            out.write(text("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + size
                    + "\r\n\r\n"));
            bytes.write(0, BEGINNING, out);
            pace.sentBeginning();
            bytes.write(BEGINNING, size, out);
        } else {
            if (request.value("Expect").equals("100-continue")) {
                out.write(text("HTTP/1.1 100 Continue\r\n\r\n"));
                out.flush();
            }
            AnsweringOrigin.ok(out, "text/plain", text(Bytes.sha256(new Watched(body))));
        }
    }

    /** Says when the first bytes of an upload are there. */
    private final class Watched extends InputStream {
        private final InputStream in;
        private boolean begun;

        Watched(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = in.read(to, offset, length);
            if (!begun) {
                begun = true;
                pace.receivedBeginning();
            }
            return count;
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Serves under TLS until it is killed, with a CA that it makes in a folder; prints its port. For scripts. */
    public static void main(String[] arguments) throws Exception {
        Identity identity = Identity.make(Path.of(arguments[0]), "localhost");
        AnsweringOrigin origin = AnsweringOrigin.secure(identity.server(), new LargeOrigin(new Pace() {
            @Override
            public void sentBeginning() {
                // goes on at once
            }

            @Override
            public void receivedBeginning() {
                // nobody waits for it
            }
        }));
        System.out.println(origin.port());
        Thread.currentThread().join();
    }
}
