package dev.steno.bench.shared;

import dev.steno.bench.report.ProcessStat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A call of the product's launcher, from its start to its end. */
final class StenoCommand {
    private static final Path LAUNCHER = Path.of(System.getProperty("bench.home", "."), "steno");

    private StenoCommand() {}

    /**
     * What a call took and said.
     *
     * @param cpuNanos of its process
     * @param nanos from its start to its end
     */
    record Result(long cpuNanos, long nanos, String output) {
        double cpuMillis() {
            return cpuNanos / 1e6;
        }

        double millis() {
            return nanos / 1e6;
        }
    }

    /** Calls the product; fails if that fails. No other process of this one may end meanwhile. */
    static Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(LAUNCHER.toString());
        command.addAll(List.of(arguments));
        long cpu = ProcessStat.ended();
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        long nanos = System.nanoTime() - begun;
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code + ": " + output);
        }
        return new Result(ProcessStat.ended() - cpu, nanos, output);
    }
}
