package dev.steno.bench.memory;

import dev.steno.bench.report.Resident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a proxy uses at one moment.
 *
 * @param heap bytes of live objects
 * @param direct bytes of direct memory; 0 unless the process tracks it
 * @param resident bytes in all
 */
record Used(long heap, long direct, long resident, long threads) {
    private static final Pattern DIRECT = Pattern.compile("Other \\(reserved=[0-9]+KB, committed=([0-9]+)KB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+([0-9]+)");

    static Used by(long pid) throws IOException, InterruptedException {
        long heap = IdleConnections.liveHeap(pid);
        Matcher direct = DIRECT.matcher(IdleConnections.jcmd(pid, "VM.native_memory"));
        Matcher threads = THREADS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        return new Used(
                heap,
                direct.find() ? Long.parseLong(direct.group(1)) << 10 : 0,
                Resident.now(pid),
                threads.find() ? Long.parseLong(threads.group(1)) : 0);
    }
}
