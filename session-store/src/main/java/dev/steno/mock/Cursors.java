package dev.steno.mock;

import dev.steno.mock.key.RequestDigest;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many of the recorded responses to equal requests were used. Any thread; a request takes its turn without a lock. */
final class Cursors {
    /** Upper bound on cursors; requests beyond it get the first recorded response. */
    static final int MOST = 1 << 18;

    /** The longest text of a request that is kept, in chars. */
    private static final int LONGEST = 200;

    private static final String ANOTHER = "name another file with --mock-keep-state";

    private final Map<Key, Cursor> all = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    /**
     * Whose turn it is.
     *
     * @param digest of the requests
     * @param client the client's address; empty for all clients together
     */
    record Key(RequestDigest digest, String client) {}

    private record Cursor(AtomicInteger next, String request, int of) {}

    /**
     * A cursor as people see it.
     *
     * @param used how many responses were used
     * @param of how many there are
     * @param client the client's address; empty for all clients together
     */
    public record State(String request, int used, int of, String client) {}

    /**
     * Takes a turn.
     *
     * @param request for people
     * @param of how many recorded responses there are
     * @return how many turns were taken before
     */
    int take(Key key, String request, int of) {
        Cursor cursor = all.get(key);
        if (cursor == null) {
            if (all.size() >= MOST) {
                return 0;
            }
            String shown = request.length() > LONGEST ? request.substring(0, LONGEST) + "\u2026" : request;
            cursor = all.computeIfAbsent(key, absent -> new Cursor(new AtomicInteger(), shown, of));
        }
        changes.incrementAndGet();
        return cursor.next.getAndUpdate(used -> used == Integer.MAX_VALUE ? used : used + 1);
    }

    /** Returns how many responses were used of those that are used once. */
    long used() {
        return all.values().stream()
                .mapToLong(each -> Math.min(each.of, each.next.get()))
                .sum();
    }

    /** Begins anew, and returns how many cursors were set back. */
    int reset() {
        int count = all.size();
        all.clear();
        changes.incrementAndGet();
        return count;
    }

    /** Returns the cursors, in the order of their requests. */
    List<State> list() {
        List<State> states = new ArrayList<>();
        all.forEach((key, cursor) ->
                states.add(new State(cursor.request, Math.min(cursor.of, cursor.next.get()), cursor.of, key.client)));
        states.sort(Comparator.comparing(State::request).thenComparing(State::client));
        return states;
    }

    /** Returns a number that is another one after each change. */
    long changes() {
        return changes.get();
    }

    // ---- the file

    /**
     * Writes all, a line each: digest, client, turns, number of responses, request.
     *
     * @throws IOException if it cannot be written; the message names the file and the reason
     */
    void save(Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        all.forEach((key, cursor) -> lines.append(key.digest)
                .append('\t')
                .append(key.client)
                .append('\t')
                .append(cursor.next.get())
                .append('\t')
                .append(cursor.of)
                .append('\t')
                .append(cursor.request.replace('\t', ' ').replace('\n', ' '))
                .append('\n'));
        Path next = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(next, lines, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException(
                    "the state of the mock cannot be kept in " + file + " (" + FileErrors.reason(e) + ")", e);
        }
    }

    /**
     * Reads what {@link #save} wrote; nothing if there is no such file.
     *
     * @throws IOException if it is another file, or cannot be read; the message names it, and what to do
     */
    void restore(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " does not hold the state of a mock: " + ANOTHER + ", or remove it", e);
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "it is a folder" : FileErrors.reason(e);
            throw new IOException(
                    "the state of the mock cannot be read from " + file + " (" + why + "): " + ANOTHER, e);
        }
        int number = 0;
        for (String line : lines) {
            number++;
            String[] cells = line.split("\t", 5);
            try {
                if (cells.length < 5) {
                    throw new NumberFormatException("it has " + cells.length + " cells");
                }
                all.put(
                        new Key(RequestDigest.parse(cells[0]), cells[1]),
                        new Cursor(
                                new AtomicInteger(Integer.parseInt(cells[2])), cells[4], Integer.parseInt(cells[3])));
            } catch (NumberFormatException e) {
                throw new IOException(file + " does not hold the state of a mock, see line " + number + ": " + ANOTHER
                        + ", or remove it");
            }
        }
    }
}
