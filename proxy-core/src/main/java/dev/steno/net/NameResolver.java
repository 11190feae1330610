package dev.steno.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks names up as the system does (hosts file, name service switch), on threads of its own, and remembers answers for
 * half a minute. Any thread.
 */
final class NameResolver implements AutoCloseable {
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_KEPT = 4096;

    private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            new ThreadPoolExecutor(4, 4, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "resolve");
                thread.setDaemon(true);
                return thread;
            });

    private record Answer(List<InetAddress> addresses, long until) {}

    /** The addresses in the system's order of preference; completes with {@link UnknownHostException} where there are none. */
    CompletableFuture<List<InetAddress>> resolve(String host) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            try {
                return CompletableFuture.completedFuture(List.of(InetAddress.getByAddress(host, literal)));
            } catch (UnknownHostException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        Answer known = answers.get(host);
        if (known != null && known.until - System.nanoTime() > 0) {
            return CompletableFuture.completedFuture(known.addresses);
        }
        CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
                if (answers.size() >= MOST_KEPT) {
                    answers.clear();
                }
                answers.put(host, new Answer(addresses, System.nanoTime() + KEPT_NANOS));
                result.complete(addresses);
            } catch (UnknownHostException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
