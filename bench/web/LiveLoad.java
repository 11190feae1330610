import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the live channel costs a proxy under load, and how soon a filter shows its first rows. Needs Linux and a running
 * Steno; the JDK is enough:
 *
 * <pre>
 * java bench/web/LiveLoad.java load PID HOME PROXY-PORT WEB-PORT FLOWS-PER-SECOND SECONDS none|tail|hidden|slow
 * java bench/web/LiveLoad.java filter HOME WEB-PORT 'status >= 500' ROUNDS
 * </pre>
 *
 * <p>{@code load} sends requests through the proxy to an origin of its own and tells the CPU time of the proxy's threads
 * by name, the frames that the page got, and the age of the newest flow in each frame. {@code filter} tells the time from
 * the request to the first row and to the end of the search.
 */
public final class LiveLoad {
    private LiveLoad() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("filter")) {
            filter(Path.of(args[1]), Integer.parseInt(args[2]), args[3], Integer.parseInt(args[4]));
        } else {
            load(
                    Long.parseLong(args[1]),
                    Path.of(args[2]),
                    Integer.parseInt(args[3]),
                    Integer.parseInt(args[4]),
                    Integer.parseInt(args[5]),
                    Integer.parseInt(args[6]),
                    args[7]);
        }
        System.exit(0);
    }

    // ---- The load.

    private static final AtomicLong DONE = new AtomicLong();

    private static void load(long pid, Path home, int proxy, int web, int rate, int seconds, String page)
            throws Exception {
        int origin = startOrigin();
        Page opened = null;
        if (!page.equals("none")) {
            opened = Page.open(home, web, !page.equals("slow"));
            opened.send("{\"t\":\"view\",\"filter\":\"\"}");
            opened.send("{\"t\":\"win\",\"from\":0,\"count\":60,\"tail\":true}");
            if (page.equals("hidden")) {
                opened.send("{\"t\":\"pause\",\"on\":true}");
            }
        }
        int clients = 8;
        long begin = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            int client = i;
            Thread thread = new Thread(() -> run(client, clients, proxy, origin, rate));
            thread.setDaemon(true);
            thread.start();
        }
        Thread.sleep(5_000); // until the code is compiled
        long[] before = cpu(pid);
        long flows = DONE.get();
        long at = System.nanoTime();
        if (opened != null) {
            opened.measure();
        }
        Thread.sleep(seconds * 1_000L);
        double took = (System.nanoTime() - at) / 1e9;
        long[] after = cpu(pid);
        double count = DONE.get() - flows;
        System.out.printf(
                "%s: %.0f flows/s of %d, process %.1f %% of a core, %.0f us/flow, web loop %.2f %%, view %.2f %%,"
                        + " session-read %.2f %%, web-live %.2f %%%n",
                page,
                count / took,
                rate,
                percent(before[0], after[0], took),
                (after[0] - before[0]) * 10_000 / count,
                percent(before[1], after[1], took),
                percent(before[2], after[2], took),
                percent(before[3], after[3], took),
                percent(before[4], after[4], took));
        if (opened != null) {
            opened.report(took);
        }
    }

    private static double percent(long before, long after, double seconds) {
        return (after - before) / seconds; // ticks of 10 ms
    }

    /** CPU ticks of the process, and of its threads web, view, session-read and web-live. */
    private static long[] cpu(long pid) throws IOException {
        long[] ticks = new long[5];
        ticks[0] = ticks(Path.of("/proc/" + pid + "/stat"));
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                String name = Files.readString(thread.resolve("comm")).strip();
                int place = name.startsWith("web-live") ? 4
                        : name.startsWith("web-") ? 1
                        : name.equals("view") ? 2
                        : name.startsWith("session-read") ? 3
                        : -1;
                if (place > 0) {
                    ticks[place] += ticks(thread.resolve("stat"));
                }
            }
        }
        return ticks;
    }

    private static long ticks(Path stat) throws IOException {
        String line = Files.readString(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static int startOrigin() throws IOException {
        ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        byte[] answer = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n" + "x".repeat(100))
                .getBytes(StandardCharsets.US_ASCII);
        Thread accept = new Thread(() -> {
            while (true) {
                try {
                    Socket socket = server.accept();
                    Thread one = new Thread(() -> answer(socket, answer));
                    one.setDaemon(true);
                    one.start();
                } catch (IOException e) {
                    return;
                }
            }
        });
        accept.setDaemon(true);
        accept.start();
        return server.getLocalPort();
    }

    private static void answer(Socket socket, byte[] answer) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (readHead(in) >= 0) {
                socket.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // the proxy has closed the connection
        }
    }

    /** Reads until an empty line; returns the value of Content-Length, -1 at the end. */
    private static int readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                return -1;
            }
            head.append((char) next);
            if (next == '\n' && head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
                return length.find() ? Integer.parseInt(length.group(1)) : 0;
            }
        }
    }

    private static void run(int client, int clients, int proxy, int origin, int rate) {
        long interval = 1_000_000_000L * clients / rate;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            long due = System.nanoTime() + interval * client / clients;
            for (long i = 0; ; i++) {
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                }
                due += interval;
                socket.getOutputStream()
                        .write(("GET http://127.0.0.1:" + origin + "/load/" + client + "/" + i
                                        + " HTTP/1.1\r\nHost: 127.0.0.1:" + origin + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                in.readNBytes(readHead(in));
                DONE.incrementAndGet();
            }
        } catch (IOException e) {
            System.err.println("a client ended: " + e);
        }
    }

    // ---- The filter.

    private static void filter(Path home, int web, String text, int rounds) throws Exception {
        Page page = Page.open(home, web, true);
        page.send("{\"t\":\"win\",\"from\":0,\"count\":60,\"tail\":true}");
        Thread.sleep(3_000);
        List<Double> first = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            page.view("");
            page.view(text);
            first.add(page.firstRows);
            whole.add(page.whole);
            System.out.printf("first rows %.0f ms, whole %.0f ms%n", page.firstRows, page.whole);
        }
        first.sort(null);
        whole.sort(null);
        System.out.printf(
                "median of %d: first rows %.0f ms, whole %.0f ms%n", rounds, first.get(rounds / 2), whole.get(rounds / 2));
    }

    /** A page on the live channel. */
    private static final class Page implements WebSocket.Listener {
        private static final Pattern STARTED = Pattern.compile(",(?:null|[0-9.eE-]+),(1[0-9]{15}),");

        private final boolean paints;
        private final StringBuilder part = new StringBuilder();
        private final List<Double> ages = new ArrayList<>();
        private WebSocket socket;
        private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
        private long frames;
        private long bytes;
        private volatile String asked = "";
        private volatile long askedAt;
        private volatile double firstRows;
        private volatile double whole;
        private volatile CompletableFuture<Void> end = new CompletableFuture<>();

        private Page(boolean paints) {
            this.paints = paints;
        }

        static Page open(Path home, int web, boolean paints) throws Exception {
            Page page = new Page(paints);
            String token = Files.readAllLines(home.resolve("web-token")).get(0);
            String host = "127.0.0.1:" + web;
            page.socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Origin", "http://" + host)
                    .buildAsync(URI.create("ws://" + host + "/api/v1/live"), page)
                    .get();
            page.send("{\"t\":\"hello\",\"token\":\"" + token + "\",\"v\":1}");
            return page;
        }

        synchronized void send(String json) {
            sending = sending.thenCompose(sent -> socket.sendText(json, true));
        }

        void view(String filter) throws Exception {
            end = new CompletableFuture<>();
            firstRows = -1;
            asked = filter;
            askedAt = System.nanoTime();
            send("{\"t\":\"view\",\"filter\":\"" + filter + "\"}");
            end.get(60, TimeUnit.SECONDS);
            Thread.sleep(500);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                String message = part.toString();
                part.setLength(0);
                receive(message);
            }
            from.request(1);
            return null;
        }

        private synchronized void receive(String message) {
            bytes += message.length();
            if (message.startsWith("{\"t\":\"w\"")) {
                frames++;
                Matcher number = Pattern.compile("\"n\":(\\d+)").matcher(message);
                if (paints && number.find()) {
                    send("{\"t\":\"ack\",\"n\":" + number.group(1) + "}");
                }
                if (firstRows < 0 && !message.contains("\"rows\":[]")) {
                    firstRows = (System.nanoTime() - askedAt) / 1e6;
                }
                long newest = 0;
                Matcher started = STARTED.matcher(message);
                while (started.find()) {
                    newest = Math.max(newest, Long.parseLong(started.group(1)));
                }
                if (newest > 0) {
                    ages.add(System.currentTimeMillis() - newest / 1e3);
                }
            } else if (message.startsWith("{\"t\":\"state\"")
                    && message.contains("\"searching\":false")
                    && message.contains("\"filter\":\"" + asked + "\"")) {
                whole = (System.nanoTime() - askedAt) / 1e6;
                end.complete(null);
            }
        }

        synchronized void measure() {
            frames = 0;
            bytes = 0;
            ages.clear();
        }

        synchronized void report(double seconds) {
            double[] sorted = ages.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(
                    "  %.1f frames/s, %.1f kB/s, age of the newest flow in a frame: median %.0f ms, p95 %.0f ms%n",
                    frames / seconds,
                    bytes / seconds / 1e3,
                    sorted.length == 0 ? 0 : sorted[sorted.length / 2],
                    sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.95)]);
            if (Arrays.stream(sorted).anyMatch(age -> age < 0)) {
                System.out.println("  (the clocks differ)");
            }
        }
    }
}
