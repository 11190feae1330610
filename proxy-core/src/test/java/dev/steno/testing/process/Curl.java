package dev.steno.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs that others wrote. */
public final class Curl {
    private Curl() {}

    /** How a call ended, and all that it said. */
    public record Output(int exit, String text) {}

    /** Calls curl without any of the proxies that the environment may name. */
    public static Output curl(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-sS", "--max-time", "20"));
        all.addAll(List.of(arguments));
        return call("curl", all.toArray(String[]::new));
    }

    /** Calls a program likewise. */
    public static Output call(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program(program).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Output(process.exitValue(), text);
    }

    /** Where a program is; the test that needs it is skipped where it is not. */
    public static Path program(String name) {
        Optional<Path> found = Arrays.stream(
                        (System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/sbin")
                                .split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), name + " is not on the PATH");
        return found.get();
    }
}
