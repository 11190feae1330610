package dev.steno.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One way in which the network may split bytes into segments. {@link #allGiveTheSame} tries many: the result of reading
 * from a socket must not depend on where the bytes are split.
 *
 * @param bytes all bytes that are sent
 * @param cuts the offsets at which the bytes are split, in ascending order
 */
public record Chop(byte[] bytes, List<Integer> cuts) {
    private static final int RANDOM = 30;

    /**
     * Above this number of pieces, {@link #send} does not wait until each is read: asking the system takes
     * milliseconds, and enough of many pieces are read separately anyway.
     */
    private static final int FEW = 10;

    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

    /**
     * The kernel's tables of sockets. The table with the proxy's sockets comes first, since reading one takes
     * milliseconds.
     */
    private static final List<Path> SOCKETS = List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));

    /**
     * Sends the split bytes in a conversation and returns a description of the result, which must not depend on the
     * cuts.
     */
    public interface Conversation {
        Object seen(Chop chop) throws Exception;
    }

    /**
     * Sends the bytes unsplit, split once at every offset, byte by byte and split at random, and checks that the
     * results are equal.
     */
    public static void allGiveTheSame(byte[] bytes, Conversation conversation) throws Exception {
        Object whole = conversation.seen(new Chop(bytes, List.of()));
        for (Chop chop : (Iterable<Chop>) all(bytes)::iterator) {
            assertThat(conversation.seen(chop)).as(chop.toString()).isEqualTo(whole);
        }
    }

    /** A cut at every offset, all bytes separately, and a few random splits that are the same in each run. */
    public static Stream<Chop> all(byte[] bytes) {
        IntStream places = IntStream.range(1, bytes.length);
        Stream<Chop> once = places.mapToObj(at -> new Chop(bytes, List.of(at)));
        return Stream.concat(once, Stream.concat(Stream.of(byteByByte(bytes)), random(bytes)));
    }

    public static Chop byteByByte(byte[] bytes) {
        return new Chop(bytes, IntStream.range(1, bytes.length).boxed().toList());
    }

    private static Stream<Chop> random(byte[] bytes) {
        Random random = new Random(bytes.length);
        return Stream.generate(() -> {
                    SortedSet<Integer> cuts = new TreeSet<>();
                    for (int i = 2 + random.nextInt(5); i > 0; i--) {
                        cuts.add(1 + random.nextInt(bytes.length - 1));
                    }
                    return new Chop(bytes, List.copyOf(cuts));
                })
                .limit(RANDOM);
    }

    public List<byte[]> pieces() {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            pieces.add(Arrays.copyOfRange(bytes, from, cut));
            from = cut;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    /** Passes each piece to a handler under test, such as that of an embedded channel. */
    public void each(Consumer<byte[]> piece) {
        pieces().forEach(piece);
    }

    /** Sends the pieces so that the peer reads each separately, if the system reports when a peer has read. */
    public void send(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        List<byte[]> pieces = pieces();
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0 && pieces.size() <= FEW) {
                awaitRead(socket);
            }
            socket.getOutputStream().write(pieces.get(i));
            socket.getOutputStream().flush();
        }
    }

    /** Waits until the peer's receive queue is empty, but only briefly, since the peer may have paused reading. */
    public static void awaitRead(Socket socket) throws IOException {
        String theirs = String.format(":%04X ", socket.getPort());
        String ours = String.format(":%04X ", socket.getLocalPort());
        long until = System.nanoTime() + PATIENCE;
        long pause = PAUSE;
        do {
            LockSupport.parkNanos(pause); // also before the first look, which takes longer than the peer usually does
            pause *= 2;
        } while (isWaiting(theirs, ours) && System.nanoTime() < until);
    }

    private static boolean isWaiting(String local, String remote) throws IOException {
        for (Path table : SOCKETS) {
            if (Files.isReadable(table)) {
                // line by line, and no further than to the connection: the table also lists all that were closed in the
                // last minute
                try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        int at = line.indexOf(local);
                        if (at > 0 && at < 45 && line.indexOf(remote, at + local.length()) > 0) {
                            String queues = line.substring(line.indexOf(remote, at + local.length()) + remote.length());
                            return !queues.substring(queues.indexOf(':') + 1).startsWith("00000000");
                        }
                    }
                }
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return cuts.isEmpty()
                ? "whole"
                : cuts.size() == bytes.length - 1 && cuts.size() > 1 ? "byte by byte" : "cut after " + cuts + " bytes";
    }
}
