package dev.steno.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An external program. It inherits the environment of the tests, except for variables that name a proxy.
 *
 * @param file the executable file
 */
public record Program(Path file) {
    private static final long PATIENCE_SECONDS = 300;

    /**
     * The exit code and the output of a program.
     *
     * @param code its exit code
     * @param out its standard output
     * @param err its standard error
     */
    public record Outcome(int code, byte[] out, String err) {
        /** Standard output in latin-1: one character per byte. */
        public String text() {
            return new String(out, StandardCharsets.ISO_8859_1);
        }

        /** Standard error, then standard output. */
        public String said() {
            return err + text();
        }
    }

    /** Finds an installed program. If it is not installed, skips the test and prints the reason. */
    public static Program need(String name) {
        Optional<Program> found = find(name);
        if (found.isEmpty()) {
            System.out.println("skipped: there is no " + name + " here; .ci/run installs what the tests need");
        }
        assumeTrue(found.isPresent(), name + " is not installed");
        return found.get();
    }

    /** Finds an installed program, for a test that can run without it. */
    public static Optional<Program> find(String name) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Program::new);
    }

    /** The {@code java} that this test runs in. */
    public static Program java() {
        return new Program(Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** Runs the program without input and waits for its end. */
    public Outcome call(Object... arguments) {
        return callWith(Map.of(), arguments);
    }

    /** Runs the program with further environment variables and waits for its end. */
    public Outcome callWith(Map<String, String> environment, Object... arguments) {
        ProcessBuilder call = builder(arguments).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        call.environment().putAll(environment);
        return outcome(call, "");
    }

    /** Runs the program with this standard input and waits for its end. */
    public Outcome feed(String input, Object... arguments) {
        return outcome(builder(arguments), input);
    }

    /** A builder that starts the program with these arguments. */
    public ProcessBuilder builder(Object... arguments) {
        ProcessBuilder call = new ProcessBuilder(words(arguments));
        call.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        return call;
    }

    /** The complete command line. */
    public List<String> words(Object... arguments) {
        List<String> words = new ArrayList<>(List.of(file.toString()));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return words;
    }

    /** Ends a process that a test started: first with a normal request to terminate, then by force. */
    public static void end(ProcessHandle process) {
        process.destroy();
        process.onExit()
                .orTimeout(60, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    process.destroyForcibly();
                    return process;
                })
                .join();
    }

    private static Outcome outcome(ProcessBuilder call, String input) {
        try {
            Process process = call.start();
            CompletableFuture<byte[]> err = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
            write(input, process);
            byte[] out = all(process.getInputStream());
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(call.command() + " does not end");
            }
            return new Outcome(process.exitValue(), out, new String(err.join(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A program that ends without reading its input is no fault of the call: its outcome says why it ended. */
    private static void write(String input, Process process) {
        try (Writer in = process.outputWriter(StandardCharsets.ISO_8859_1)) {
            in.append(input);
        } catch (IOException ended) {
            assertThat(ended).hasMessageMatching("Stream closed|Broken pipe");
        }
    }

    private static byte[] all(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
