package dev.steno.bench.robust;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.PassThrough;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.LeafMint;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Sequences;
import dev.steno.net.ProxyServer;
import dev.steno.net.settings.ProxySettings;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.store.TextIndex;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Main class of a process with a small heap that runs the proxy with a store whose commits are slow. */
public final class SlowDisk {
    /** Held here, since the log manager holds loggers weakly. */
    private static final Logger SLOW_HANDLERS = Logger.getLogger("dev.steno.addon.bus.HandlerWatch");

    private static final long EACH_COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private SlowDisk() {}

    /** Takes the home folder and the session file. Runs until its standard input ends, then prints what it counted. */
    public static void main(String[] arguments) throws Exception {
        SLOW_HANDLERS.setLevel(
                Level.OFF); // a busy machine delays handlers; whether the disk blocks a loop is counted below
        RecordBudget recordBudget = new RecordBudget(Runtime.getRuntime().maxMemory() / 8);
        Sequences sequences = new Sequences();
        Session session = new Session(recordBudget);
        Set<String> loopsWhileShut = ConcurrentHashMap.newKeySet();
        SessionStore store = SqliteSessionStore.open(Path.of(arguments[1]), "test");
        session.start(
                new Delayed(
                        store,
                        () -> !recordBudget.isOpen()
                                && loopsWhileShut.size() == Runtime.getRuntime().availableProcessors(),
                        new AtomicBoolean()),
                sequences);
        Addon watch = registrar -> registrar.on(Hook.CLIENT, Phase.ROUTE, (peer, context) -> {
            if (!recordBudget.isOpen()) {
                loopsWhileShut.add(Thread.currentThread().getName());
            }
            return Verdict.pass();
        });
        CertificateAuthority authority = CertificateAuthority.open(Path.of(arguments[0]));
        ProxyServer server = ProxyServer.bind(ProxySettings.listeningAt(new Endpoint("127.0.0.1", 0)));
        server.start(
                new AddonRuntime(List.of(session, watch), sequences, recordBudget, Runnable::run),
                new LeafMint(authority));
        Thread probing = new Thread(() -> probe(recordBudget, server.address().port()), "probing");
        probing.setDaemon(true);
        probing.start();
        System.out.println("listening on " + server.address().port());
        while (System.in.read() >= 0) {
            // until the test closes standard input
        }
        server.stop(Duration.ofSeconds(5));
        System.out.println("flows " + session.close().flows());
        System.out.println("loops that greeted clients while sockets were not read: " + loopsWhileShut.size() + " of "
                + Runtime.getRuntime().availableProcessors());
    }

    /** Connects while reading is paused: an event loop accepts each connection, unless that loop is blocked. */
    private static void probe(RecordBudget recordBudget, int port) {
        while (true) {
            if (!recordBudget.isOpen()) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                } catch (IOException e) {
                    return; // the proxy has stopped
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The real store with slow commits. The first commit also waits until {@code seen} holds, for at most a minute. */
    private record Delayed(SessionStore store, BooleanSupplier seen, AtomicBoolean waited) implements SessionStore {
        @Override
        public void commit(WriteBatch batch) throws SessionException {
            long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(waited.getAndSet(true) ? 0 : 60);
            while (!seen.getAsBoolean() && System.nanoTime() - latest < 0) {
                LockSupport.parkNanos(1_000_000);
            }
            long end = System.nanoTime() + EACH_COMMIT_NANOS;
            for (long left = EACH_COMMIT_NANOS; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            store.commit(batch);
        }

        @Override
        public Path file() {
            return store.file();
        }

        @Override
        public boolean resumed() {
            return store.resumed();
        }

        @Override
        public boolean temporary() {
            return store.temporary();
        }

        @Override
        public Resumed resumedWith() {
            return store.resumedWith();
        }

        @Override
        public void passThroughs(Collection<PassThrough> now, Collection<PassThrough.Key> gone)
                throws SessionException {
            store.passThroughs(now, gone);
        }

        @Override
        public TextIndex textIndex() {
            return store.textIndex();
        }

        @Override
        public SessionReader reader() throws SessionException {
            return store.reader();
        }

        @Override
        public void keepAs(Path target) throws SessionException {
            store.keepAs(target);
        }

        @Override
        public Closed close() throws SessionException {
            return store.close();
        }
    }
}
