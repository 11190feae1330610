package dev.steno.tui.action;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Runs a command that a person has typed, with a body as its input; its output goes to the terminal. The body is never a part
 * of the command. Stateless; blocks.
 */
final class BodyPipe {
    /**
     * Runs its first argument, and waits for Enter, so that the output can be read, if there is a terminal. Ctrl-C ends the
     * command alone.
     */
    private static final String POSIX = "trap : INT; sh -c \"$1\"; code=$?; "
            + "{ { printf '\\n[exit code %s; press Enter] ' $code; read answer; } </dev/tty >/dev/tty; } 2>/dev/null; "
            + "exit $code";

    private static final int PIECE = 1 << 16;

    private BodyPipe() {}

    /** @throws IOException if there is no shell */
    static void run(String command, InputStream body) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        Process process = new ProcessBuilder(
                        windows
                                ? List.of("cmd", "/c", command + " & pause")
                                : List.of("sh", "-c", POSIX, "sh", command))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        feed(process, body);
        process.waitFor();
    }

    private static void feed(Process process, InputStream body) throws IOException {
        byte[] piece = new byte[PIECE];
        try (ProgramInput to = new ProgramInput(process.getOutputStream())) {
            for (int read = body.read(piece); read >= 0 && to.write(piece, read); read = body.read(piece)) {
                // until the body ends, or the command has read as much as it wants
            }
        }
    }

    /** The input of a command, which may end at any time. */
    private record ProgramInput(OutputStream input) implements AutoCloseable {
        /** Returns false if the command reads no more. */
        boolean write(byte[] piece, int length) {
            try {
                input.write(piece, 0, length);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() {
            try {
                input.close();
            } catch (IOException e) {
                // the command has ended
            }
        }
    }
}
