package dev.steno.bench.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** CPU time of the threads of a process, as Linux reports it (proc(5)). */
public final class ThreadCpu {
    private static final String COMPILERS = "C[12] Compiler.*";

    private ThreadCpu() {}

    /**
     * CPU time of all live threads but the compilers of the JVM, in nanoseconds: what is compiled during a measurement
     * says nothing of the code measured.
     */
    public static long withoutCompilers(long pid) throws IOException {
        return sum(pid, name -> !name.matches(COMPILERS));
    }

    /** CPU time of the compilers of the JVM, in nanoseconds. */
    public static long compilers(long pid) throws IOException {
        return sum(pid, name -> name.matches(COMPILERS));
    }

    /**
     * CPU time of the live threads with a name, in nanoseconds.
     *
     * @param name of at most 15 characters, which are all that Linux keeps
     */
    public static long named(long pid, String name) throws IOException {
        return sum(pid, name::equals);
    }

    private static long sum(long pid, Predicate<String> counted) throws IOException {
        long nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                try {
                    if (counted.test(Files.readString(thread.resolve("comm")).strip())) {
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
