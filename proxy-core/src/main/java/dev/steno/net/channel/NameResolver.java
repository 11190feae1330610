package dev.steno.net.channel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks up names as the system does (hosts file, name service switch) on a separate pool of threads. Answers are cached for five
 * seconds, or until none of their addresses accepts a connection; negative answers are not cached. Any thread.
 */
public final class NameResolver implements AutoCloseable {
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_KEPT = 4096;

    /** Upper bound on queued look-ups. */
    private static final int MOST_WAITING = 1024;

    /** Concurrent look-ups; further ones are queued. The system cannot cancel a look-up that hangs. */
    private static final int THREADS = 32;

    private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                Thread thread = new Thread(task, "resolve");
                thread.setDaemon(true);
                return thread;
            });
    private final LookUp system;

    private record Answer(List<InetAddress> addresses, long until) {}

    /** The system's look-up; blocks. */
    interface LookUp {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    static { // Java's own cache keeps answers for 30 and failures for 10 seconds, during which a server that moved is
        // not found
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    public NameResolver() {
        this(InetAddress::getAllByName);
    }

    public NameResolver(LookUp system) {
        this.system = system;
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The addresses in the system's order of preference; completes with {@link UnknownHostException} if there are none,
     * and with a {@link java.util.concurrent.TimeoutException} if the system takes longer than the limit.
     */
    public CompletableFuture<List<InetAddress>> resolve(String host, Duration limit) {
        try {
            List<InetAddress> addresses = HostLiterals.addresses(host);
            if (addresses != null) {
                return CompletableFuture.completedFuture(addresses);
            }
        } catch (UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
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

    /**
     * Removes a cached answer because none of its addresses accepts a connection; the name is looked up again next time.
     *
     * @return whether another look-up may return other addresses; false for a host that is never looked up
     */
    public boolean giveUp(String host) {
        return answers.remove(host) != null;
    }

    private List<InetAddress> ask(String host) throws UnknownHostException {
        String name = HostLiterals.ascii(host);
        try {
            return List.of(system.all(name));
        } catch (UnknownHostException e) {
            String bare = HostLiterals.withoutDot(name); // names in a hosts file have no trailing dot
            if (bare.equals(name)) {
                throw e;
            }
            return List.of(system.all(bare));
        }
    }

    /** Shares one look-up of a name between all concurrent callers. */
    private CompletableFuture<List<InetAddress>> lookUp(String host) {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> other = underWay.putIfAbsent(host, mine);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> lookUp(host, mine));
        } catch (RejectedExecutionException e) {
            underWay.remove(host);
            mine.completeExceptionally(new IllegalStateException(
                    "more than " + MOST_WAITING + " names wait for their look-up; try again later"));
        }
        return mine;
    }

    private void lookUp(String host, CompletableFuture<List<InetAddress>> mine) {
        try {
            List<InetAddress> addresses = ask(host);
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
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
