package dev.steno.cli.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import dev.steno.testing.process.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A Node script in a separate process, with the packages of {@code src/test/node}. It reports on its standard output.
 */
final class Node implements AutoCloseable {

    private final Process process;
    private final Path out;

    private Node(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /** Skips the test with the reason if Node or one of these packages is missing. */
    static void need(String... packages) {
        Program.need("node");
        for (String name : packages) {
            boolean installed =
                    Files.isDirectory(folder().resolve("node_modules").resolve(name));
            if (!installed) {
                System.out.println("skipped: Node has no package " + name
                        + " here; .ci/run installs it, or: npm --prefix cli/src/test/node ci");
            }
            assumeTrue(installed, "the Node package " + name + " is not installed");
        }
    }

    /** Starts a script of {@code src/test/node}; its output goes to a file in the folder. */
    static Node start(Path folder, String script, Object... arguments) throws IOException {
        return startWith(Map.of(), folder, script, arguments);
    }

    /** Starts a script with further environment variables. */
    static Node startWith(Map<String, String> environment, Path folder, String script, Object... arguments)
            throws IOException {
        Path out = Files.createTempFile(folder, script, ".out");
        List<String> words = Program.need("node").words(folder().resolve(script));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        ProcessBuilder call = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        call.environment().putAll(environment);
        return new Node(call.start(), out);
    }

    private static Path folder() {
        return Checkout.file("cli/src/test/node");
    }

    /** The output so far. */
    String output() {
        try {
            return Files.readString(out, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line with this beginning; returns the rest of that line. */
    String await(String beginning) {
        String[] found = new String[1];
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> {
                    if (!process.isAlive() && rest(beginning) == null) {
                        throw new AssertionError("it ended: " + output());
                    }
                })
                .until(() -> (found[0] = rest(beginning)) != null);
        return found[0];
    }

    private String rest(String beginning) {
        String text = output();
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()).strip())
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        Program.end(process.toHandle());
    }
}
