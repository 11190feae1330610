package dev.steno.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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

    /** As many names may hang at once before others wait for them: the system gives no way to end a look-up. */
    private static final int THREADS = 32;

    private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "resolve");
                thread.setDaemon(true);
                return thread;
            });
    private final LookUp system;

    private record Answer(List<InetAddress> addresses, long until) {}

    /** What the system does; blocks. */
    interface LookUp {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    NameResolver() {
        this(InetAddress::getAllByName);
    }

    NameResolver(LookUp system) {
        this.system = system;
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The addresses in the system's order of preference; completes with {@link UnknownHostException} where there are none,
     * and with a {@link java.util.concurrent.TimeoutException} where the system takes longer than the limit.
     */
    CompletableFuture<List<InetAddress>> resolve(String host, Duration limit) {
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
        lookUp(host).whenComplete((addresses, error) -> {
            if (error == null) {
                result.complete(addresses);
            } else {
                result.completeExceptionally(error);
            }
        });
        return result.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One look-up of a name at a time, however many ask. */
    private CompletableFuture<List<InetAddress>> lookUp(String host) {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> other = underWay.putIfAbsent(host, mine);
        if (other != null) {
            return other;
        }
        threads.execute(() -> {
            try {
                List<InetAddress> addresses = List.of(system.all(host));
                if (answers.size() >= MOST_KEPT) {
                    answers.clear();
                }
                answers.put(host, new Answer(addresses, System.nanoTime() + KEPT_NANOS));
                underWay.remove(host);
                mine.complete(addresses);
            } catch (UnknownHostException | RuntimeException e) {
                underWay.remove(host);
                mine.completeExceptionally(e);
            }
        });
        return mine;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
