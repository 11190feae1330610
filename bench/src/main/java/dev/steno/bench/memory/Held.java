package dev.steno.bench.memory;

import dev.steno.bench.peer.ProxyApi;
import dev.steno.bench.report.Report;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What it costs that messages are held, and how long it takes to list and to resume them.
 *
 * @param used while they were held
 * @param began when they were resumed
 */
record Held(Used used, long listNanos, long began, long resumeNanos) {

    /** Waits until messages of this number of flows are held. */
    static void await(ProxyApi api, int flows) throws IOException, InterruptedException {
        while (!api.call("GET", "/status").contains("\"held\":" + flows + ",")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Measures the memory, lists the held flows, and resumes all. */
    static Held of(long pid, ProxyApi api) throws IOException, InterruptedException {
        Used used = Used.by(pid);
        long list = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            api.call("GET", "/held");
            list = Math.min(list, System.nanoTime() - start);
        }
        long began = System.nanoTime();
        api.call("POST", "/held/resume");
        return new Held(used, list, began, System.nanoTime() - began);
    }

    /** To be called once the peers have got all of them. */
    void report(Report report, String what, Used before, int count) {
        long heap = (used.heap() - before.heap()) / count;
        long direct = (used.direct() - before.direct()) / count;
        report.row(
                "held",
                what,
                "count",
                (long) count,
                "heap bytes each",
                heap,
                "direct bytes each",
                direct,
                "of both",
                heap + direct,
                "RSS bytes each",
                (used.resident() - before.resident()) / count,
                "threads more",
                used.threads() - before.threads(),
                "list ms",
                listNanos / 1e6,
                "resume ms",
                resumeNanos / 1e6,
                "answered ms",
                (System.nanoTime() - began) / 1e6);
    }
}
