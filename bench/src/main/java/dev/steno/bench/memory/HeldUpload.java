package dev.steno.bench.memory;

import dev.steno.bench.peer.HttpIn;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyApi;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.Scratch;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Holds one large upload whole, then sends it on: the memory of the proxy, and how fast it is written and read. */
final class HeldUpload {
    private static final int PIECE = 256 * 1024;

    private HeldUpload() {}

    /** @param size of the upload in bytes */
    static Report measure(long size) throws IOException, InterruptedException {
        Report report = new Report("held").setting("upload bytes", size);
        try (Scratch scratch = Scratch.make(null);
                Origin origin = new Origin(2)) {
            Path home = Files.createDirectories(scratch.file("home"));
            Path session = scratch.file("held.steno");
            List<String> flags = List.of("--web", "0", "--intercept", "~q");
            try (ProxyProcess proxy = ProxyProcess.launch(session, home, flags);
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                ProxyApi api = ProxyApi.of(home, proxy.pid());
                long before = Resident.peak(proxy.pid());
                long start = System.nanoTime();
                send(client.getOutputStream(), origin, size);
                Held.await(api, 1);
                double held = (System.nanoTime() - start) / 1e9;
                long heap = IdleConnections.liveHeap(proxy.pid());
                start = System.nanoTime();
                api.call("POST", "/held/resume");
                if (new HttpIn(client.getInputStream()).message() == null) {
                    throw new IOException("the proxy closed the connection");
                }
                double sent = (System.nanoTime() - start) / 1e9;
                report.row(
                        "held after s", held,
                        "heap held MB", heap / 1e6,
                        "peak RSS before MB", before / 1e6,
                        "peak RSS MB", Resident.peak(proxy.pid()) / 1e6,
                        "sent on MB/s", size / 1e6 / sent,
                        "session MB", Files.size(session) / 1e6);
            }
        }
        return report;
    }

    private static void send(OutputStream out, Origin origin, long size) throws IOException {
        String authority = "127.0.0.1:" + origin.port();
        out.write(("POST http://" + authority + "/held HTTP/1.1\r\nHost: " + authority + "\r\nContent-Length: " + size
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] piece = new byte[PIECE];
        new SplittableRandom(1).nextBytes(piece);
        for (long left = size; left > 0; left -= Math.min(left, PIECE)) {
            out.write(piece, 0, (int) Math.min(left, PIECE));
        }
    }
}
