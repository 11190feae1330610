package dev.steno.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A call of {@code curl} through a proxy: its exit code and what it printed. */
record Curl(int exit, String text) {
    /** The server's certificate is not trusted, or not the one that was pinned. */
    static final int DISTRUSTS = 60;

    static final int PIN_DIFFERS = 90;

    static Curl through(RunningProxy proxy, String... arguments) throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl"))),
                "curl is not on the PATH");
        List<String> command =
                new ArrayList<>(List.of("curl", "-sS", "--max-time", "20", "-x", "http://127.0.0.1:" + proxy.port()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("curl did not end: " + text);
        }
        return new Curl(process.exitValue(), text);
    }
}
