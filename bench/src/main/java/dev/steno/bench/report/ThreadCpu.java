package dev.steno.bench.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU time of the threads of a process, as Linux reports it (proc(5)). */
public final class ThreadCpu {
    private ThreadCpu() {}

    /**
     * CPU time of all live threads but the compilers of the JVM, in nanoseconds: what is compiled during a measurement
     * says nothing of the code measured.
     */
    public static long withoutCompilers(long pid) throws IOException {
        return sum(pid, false);
    }

    /** CPU time of the compilers of the JVM, in nanoseconds. */
    public static long compilers(long pid) throws IOException {
        return sum(pid, true);
    }

    private static long sum(long pid, boolean compilers) throws IOException {
        long nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                try {
                    if (compilers == Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\s*")) {
                        nanos += Long.parseLong(
                                Files.readString(thread.resolve("schedstat")).split(" ")[0]);
                    }
                } catch (NoSuchFileException e) {
                    // it has ended
                }
            }
        }
        return nanos;
    }
}
