package dev.steno.certs;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Mints leaf certificates on its own daemon threads ({@code cert-1}, {@code cert-2}, which end when idle) and caches
 * the most recently used. Any thread may request one; a request takes microseconds and never blocks.
 *
 * <p>Concurrent requests for the same leaf share one minting. A leaf is replaced a day before it expires. A failure is
 * not cached: the next request tries again.
 */
public final class LeafMint implements AutoCloseable {
    /** Default capacity of the cache: at 4 to 5 KB of heap each, about 24 MB. */
    public static final int DEFAULT_BOUND = 5_000;

    /**
     * Approximate heap limit of all cached leaves, in bytes. It is necessary because the server controls the number of
     * names in its certificate, and thereby the size of the leaf that mirrors it. The least recently used leaves are
     * evicted first.
     */
    public static final long MOST_BYTES = 32L << 20;

    /** Heap of a leaf with one short name, in bytes: the parsed certificate and its encoding. */
    private static final long BARE_LEAF = 4_000;

    /** Heap of a name in addition to its text, in bytes: in the cache key and in the parsed certificate. */
    private static final long BARE_NAME = 200;

    /** Upper bound on the names of a leaf: the host and the mirrored names. */
    public static final int NAME_LIMIT = 100;

    private static final Duration RENEWAL = Duration.ofDays(1);
    private static final int THREADS = 2;
    private static final long IDLE_SECONDS = 30;

    private final CertificateAuthority authority;
    private final KeyType leafKey;
    private final Clock clock;
    private final ThreadPoolExecutor executor;
    private final AtomicLong minted = new AtomicLong();
    private final Object lock = new Object();
    private final Map<Wanted, CompletableFuture<Leaf>> leaves; // guarded by lock, which is held for a look-up only

    private long bytes; // guarded by lock: the heap of all cached leaves, in bytes

    private final Object issuerLock = new Object();
    private final Map<KeyType, LeafIssuer> issuers =
            new EnumMap<>(KeyType.class); // guarded by issuerLock, which only minting threads acquire

    /** Cache key. */
    private record Wanted(Set<AltName> names, KeyType key) {}

    /** Mints EC P-256 leaves and caches {@link #DEFAULT_BOUND} of them. */
    public LeafMint(CertificateAuthority authority) {
        this(authority, KeyType.EC_P256, DEFAULT_BOUND, Clock.systemUTC());
    }

    /**
     * @param leafKey the preferred key type, used if the client accepts it. All leaves of a type share one key, which
     *     is generated at the first mint
     * @param bound upper bound on the number of cached leaves, at least 1
     * @param clock the source of issue and expiry times
     */
    public LeafMint(CertificateAuthority authority, KeyType leafKey, int bound, Clock clock) {
        if (bound < 1) {
            throw new IllegalArgumentException("the bound must be at least 1, not " + bound);
        }
        this.authority = authority;
        this.leafKey = leafKey;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "cert-" + (number.getAndIncrement() % THREADS + 1));
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        this.leaves = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Wanted, CompletableFuture<Leaf>> eldest) {
                if (size() <= bound) {
                    return false;
                }
                bytes -= weight(eldest.getKey());
                return true;
            }
        };
    }

    /**
     * The leaf for a host. Dependent stages run on the calling thread if the leaf was cached, otherwise on a minting
     * thread; a caller that is confined to a thread must switch back to that thread.
     *
     * <p>Hosts that share the names of one mirrored certificate share a leaf.
     *
     * @param host a DNS name or an IP literal, as the client requested it
     * @param mirroredNames further names, from the real server's certificate: DNS names, also with wildcards, and IP
     *     literals. Invalid names are omitted, and so are names beyond {@link #NAME_LIMIT}.
     * @return fails with {@link IllegalArgumentException} if the host is neither a name nor an address, with {@link
     *     GeneralSecurityException} if the CA has expired, with {@link RejectedExecutionException} after {@link #close}
     */
    public CompletionStage<Leaf> leaf(String host, List<String> mirroredNames) {
        return leaf(host, mirroredNames, Set.of());
    }

    /**
     * Like {@link #leaf(String, List)}, for a client that accepts only certain key types.
     *
     * @param taken the key types that the client accepts; if Steno supports none of them, it uses the preferred type
     */
    public CompletionStage<Leaf> leaf(String host, List<String> mirroredNames, Set<KeyType> taken) {
        KeyType type = taken.isEmpty() || taken.contains(leafKey)
                ? leafKey
                : taken.iterator().next();
        List<AltName> names;
        try {
            names = names(host, mirroredNames);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedStage(e);
        }
        Wanted key = new Wanted(Set.copyOf(names), type);
        CompletableFuture<Leaf> future;
        synchronized (lock) {
            CompletableFuture<Leaf> kept = leaves.get(key);
            if (kept != null && !isDue(kept)) {
                return kept.minimalCompletionStage();
            }
            future = new CompletableFuture<>();
            if (leaves.put(key, future) == null) {
                bytes += weight(key);
            }
            makeRoom();
        }
        try {
            executor.execute(() -> mint(names, key, future));
        } catch (RejectedExecutionException e) {
            fail(
                    key,
                    future,
                    new RejectedExecutionException("cannot create a certificate: the proxy is shutting down", e));
        }
        return future.minimalCompletionStage();
    }

    /**
     * Evicts the least recently used leaves until the cache is within its limits; never the newest. Caller holds the
     * lock.
     */
    private void makeRoom() {
        Iterator<Wanted> eldest = leaves.keySet().iterator();
        while (bytes > MOST_BYTES && leaves.size() > 1) {
            bytes -= weight(eldest.next());
            eldest.remove();
        }
    }

    private static long weight(Wanted wanted) {
        long weight = BARE_LEAF;
        for (AltName name : wanted.names) {
            // Four copies: in the cache key, and in the certificate as bytes, parsed and as an object.
            weight += BARE_NAME + 4L * name.text().length();
        }
        return weight;
    }

    /**
     * The names of the leaf. They do not depend on the host if the server's certificate is valid for it, so that all
     * hosts of that certificate share one leaf.
     */
    private static List<AltName> names(String host, List<String> mirrored) {
        List<AltName> names = AltName.of(host, mirrored, NAME_LIMIT);
        AltName own = names.get(0);
        List<AltName> others = names.subList(1, names.size());
        return others.stream().anyMatch(name -> name.covers(own)) ? others : names;
    }

    /** Number of leaves minted since the start. */
    public long minted() {
        return minted.get();
    }

    /** Number of leaves that are cached or being minted. */
    public int kept() {
        synchronized (lock) {
            return leaves.size();
        }
    }

    /** Rejects later requests that need a new leaf. Leaves already requested are still minted. */
    @Override
    public void close() {
        executor.shutdown();
    }

    private void mint(List<AltName> names, Wanted key, CompletableFuture<Leaf> future) {
        Leaf leaf;
        try {
            leaf = issuer(key.key).issue(names, clock.instant());
        } catch (GeneralSecurityException | RuntimeException | Error e) {
            fail(key, future, e);
            return;
        }
        minted.incrementAndGet();
        future.complete(leaf);
    }

    /** Removes the cache entry before the future fails, so that a caller that retries at once starts a new minting. */
    private void fail(Wanted key, CompletableFuture<Leaf> future, Throwable cause) {
        synchronized (lock) {
            if (leaves.remove(key, future)) {
                bytes -= weight(key);
            }
        }
        future.completeExceptionally(cause);
    }

    private boolean isDue(CompletableFuture<Leaf> future) {
        if (!future.isDone() || future.isCompletedExceptionally()) {
            return false;
        }
        Instant end = future.join().certificate().getNotAfter().toInstant();
        // A leaf that expires together with its CA cannot be replaced by a longer-lived one, so it is served until it
        // expires.
        boolean endsWithAuthority =
                !end.isBefore(authority.certificate().getNotAfter().toInstant());
        return !clock.instant().isBefore(endsWithAuthority ? end : end.minus(RENEWAL));
    }

    private LeafIssuer issuer(KeyType type) throws GeneralSecurityException {
        synchronized (issuerLock) {
            LeafIssuer issuer = issuers.get(type);
            if (issuer == null) {
                issuer = new LeafIssuer(authority, type);
                issuers.put(type, issuer);
            }
            return issuer;
        }
    }
}
