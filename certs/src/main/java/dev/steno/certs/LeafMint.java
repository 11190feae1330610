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
 * Mints leaf certificates on threads of its own ({@code cert-1}, {@code cert-2}; daemons that end when idle) and keeps the
 * newest used. Any thread may ask and none waits: asking takes microseconds.
 *
 * <p>A leaf is minted once, however many clients ask for it at the same moment. A leaf is minted anew a day before it
 * expires. A mint that failed is not kept: the next client tries again.
 */
public final class LeafMint implements AutoCloseable {
    /** How many leaves are kept unless told otherwise: at 4 to 5 KB of heap each, about 24 MB. */
    public static final int DEFAULT_BOUND = 5_000;

    /**
     * Bytes of heap that all kept leaves may take, roughly. A server decides how many names its certificate has and so how large
     * the leaf is that mirrors them; the leaves that were used the longest ago are forgotten first.
     */
    public static final long MOST_BYTES = 32L << 20;

    /** A leaf of one short name: its certificate as an object and as bytes. */
    private static final long BARE_LEAF = 4_000;

    /** A name beyond its text: in the key, and parsed in the certificate. */
    private static final long BARE_NAME = 200;

    /** How many names a leaf has at most: the host and what was mirrored. */
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
    private final Map<Wanted, CompletableFuture<Leaf>> leaves; // guarded by lock, held for a look-up only

    private long bytes; // guarded by lock: of all in leaves

    private final Object issuerLock = new Object();
    private final Map<KeyType, LeafIssuer> issuers =
            new EnumMap<>(KeyType.class); // guarded by issuerLock, which minting threads alone take

    /** What a leaf is kept by. */
    private record Wanted(Set<AltName> names, KeyType key) {}

    /** Mints EC P-256 leaves and keeps {@link #DEFAULT_BOUND} of them. */
    public LeafMint(CertificateAuthority authority) {
        this(authority, KeyType.EC_P256, DEFAULT_BOUND, Clock.systemUTC());
    }

    /**
     * @param leafKey the type of key that leaves have if the client takes it. All leaves of a type have one key, which is made
     *     at the first mint
     * @param bound how many leaves are kept, at least 1
     * @param clock tells when leaves begin and when they are due
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
     * The leaf for a host. What depends on the stage runs on the calling thread where the leaf was there already, else on a
     * minting thread: hop to your own.
     *
     * <p>A server's certificate is mirrored once: hosts that share its names share a leaf.
     *
     * @param host a DNS name or an IP literal, as the client asked for it
     * @param mirroredNames further names, from the certificate of the real server: DNS names, also with wildcards, and IP
     *     literals. What is not valid is left out, and what goes beyond {@link #NAME_LIMIT}.
     * @return fails with {@link IllegalArgumentException} if the host is no name and no address, with {@link
     *     GeneralSecurityException} if the CA has expired, with {@link RejectedExecutionException} after {@link #close}
     */
    public CompletionStage<Leaf> leaf(String host, List<String> mirroredNames) {
        return leaf(host, mirroredNames, Set.of());
    }

    /**
     * The same for a client that takes certain keys alone.
     *
     * @param taken the types of key that the client takes, in no order; if none is known, the usual one is made
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
            fail(key, future, new RejectedExecutionException("no leaves are minted any more: the proxy is closing", e));
        }
        return future.minimalCompletionStage();
    }

    /** Forgets the leaves that were used the longest ago until the others take no more than they may; keeps the latest. Under lock. */
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
            weight += BARE_NAME
                    + 4L * name.text().length(); // in the key, and in the certificate as bytes, parsed and as an object
        }
        return weight;
    }

    /** How many bytes of heap the kept leaves take, roughly. */
    public long keptBytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** All hosts that the server's certificate is good for are served by one leaf, whichever of them is asked for first. */
    private static List<AltName> names(String host, List<String> mirrored) {
        List<AltName> names = AltName.of(host, mirrored, NAME_LIMIT);
        AltName own = names.get(0);
        List<AltName> others = names.subList(1, names.size());
        return others.stream().anyMatch(name -> name.covers(own)) ? others : names;
    }

    /** How many leaves were minted since the start. */
    public long minted() {
        return minted.get();
    }

    /** How many leaves are kept or being minted now. */
    public int kept() {
        synchronized (lock) {
            return leaves.size();
        }
    }

    /** Takes no further hosts that need a mint. What was asked for before is still minted. */
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

    /** Forgets the attempt before anyone learns of it, so that whoever tries again begins a new one. */
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
        // A leaf that ends with its CA cannot be bettered: it serves to its last second.
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
