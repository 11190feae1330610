package dev.steno.cli.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that send one request after another, each on its own persistent connection, until the proxy is killed. The
 * n-th request of a client is for {@code /RUN/CLIENT/n}; each response is read completely and compared.
 */
final class Load implements AutoCloseable {
    /** One response in this many is too large to be stored inline. */
    private static final int LARGE_EVERY = 25;

    private static final int LARGE = 40_000;

    private final List<Member> members = new ArrayList<>();
    private final List<Client> connections = new CopyOnWriteArrayList<>();
    private final AtomicLong completed = new AtomicLong();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean dying;

    /** Opens the connections of one client. */
    interface Connector {
        Client connect() throws Exception;
    }

    /** One client, and the times of its responses. */
    private final class Member extends Thread {
        private final String prefix;
        private final String host;
        private final Connector connector;
        private final List<Long> answered = new CopyOnWriteArrayList<>();

        Member(String prefix, String host, Connector connector) {
            super("load " + prefix);
            this.prefix = prefix;
            this.host = host;
            this.connector = connector;
            setDaemon(true);
        }

        @Override
        public void run() {
            List<Long> times = new ArrayList<>();
            try (Client client = connector.connect()) {
                connections.add(client);
                while (true) {
                    String path = path(prefix, times.size());
                    byte[] body = client.get(path, host).answer();
                    times.add(System.nanoTime());
                    completed.incrementAndGet();
                    if (!Arrays.equals(body, body(path.substring(path.indexOf("/load/"))))) {
                        throw new IOException("another answer than the one to " + path);
                    }
                }
            } catch (Exception e) {
                if (!dying) {
                    failures.add(e);
                }
            } finally {
                answered.addAll(times);
            }
        }
    }

    /** Adds a client. A prefix may begin with an origin, for requests to a proxy. */
    Load with(String prefix, String host, Connector connector) {
        members.add(new Member(prefix, host, connector));
        return this;
    }

    Load start() {
        members.forEach(Thread::start);
        return this;
    }

    /** The path of the n-th request of a client. */
    static String path(String prefix, int n) {
        return prefix + "/" + n;
    }

    /** The origin's response body for a path. */
    static byte[] body(String path) {
        int n = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
        return Bytes.of(path.hashCode(), n % LARGE_EVERY == LARGE_EVERY - 1 ? LARGE : 100 + n % 1000);
    }

    /** Number of responses that clients received completely. */
    long completed() {
        return completed.get();
    }

    /** Failures before {@link #expectTheEnd}. */
    Queue<Exception> failures() {
        return failures;
    }

    /** From now on, broken connections are not failures. */
    void expectTheEnd() {
        dying = true;
    }

    /** Waits until every client has noticed that the proxy is gone. */
    void join() throws InterruptedException {
        for (Member member : members) {
            member.join();
        }
    }

    /** The times of a client's responses, in order, as {@link System#nanoTime} gives them. */
    List<Long> answered(String prefix) {
        return members.stream()
                .filter(member -> member.prefix.equals(prefix))
                .findFirst()
                .orElseThrow()
                .answered;
    }

    List<String> prefixes() {
        return members.stream().map(member -> member.prefix).toList();
    }

    @Override
    public void close() throws IOException {
        dying = true;
        for (Client connection : connections) {
            connection.close();
        }
    }
}
