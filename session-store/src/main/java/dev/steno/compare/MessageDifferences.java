package dev.steno.compare;

import dev.steno.content.BodyText;
import dev.steno.flow.Direction;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.WebSocket;
import dev.steno.store.SessionReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares what WebSockets and raw streams carried, each direction for itself, since how the directions interleave is a
 * matter of time. Messages of WebSockets are aligned; raw streams are compared as bytes, since how they are cut into pieces
 * is a matter of the network. For one comparison.
 */
final class MessageDifferences {
    /** Upper bound on the messages of each direction that are aligned; further ones are compared by one hash. */
    static final int MOST = 20_000;

    /** Upper bound on the bytes of a message that are kept to be shown. */
    private static final int KEPT = 1024;

    private static final int PAGE = 64;

    private final List<ComparedFlow> flows;
    private final ComparisonRules rules;
    private final List<ComparedRow> rows = new ArrayList<>();

    private MessageDifferences(List<ComparedFlow> flows, ComparisonRules rules) {
        this.flows = flows;
        this.rules = rules;
    }

    static List<ComparedRow> compare(List<ComparedFlow> flows, ComparisonRules rules) throws IOException {
        MessageDifferences differences = new MessageDifferences(flows, rules);
        boolean raw = flows.stream().anyMatch(each -> each.flow() instanceof TcpFlow);
        for (Direction direction : Direction.values()) {
            if (raw) {
                differences.addBytes(direction);
            } else {
                differences.addMessages(direction);
            }
        }
        if (!raw) {
            differences.addClose();
        }
        return differences.rows;
    }

    private static String sender(Direction direction) {
        return direction.isFromClient() ? "client" : "server";
    }

    private void addBytes(Direction direction) throws IOException {
        List<InputStream> streams = new ArrayList<>();
        for (ComparedFlow flow : flows) {
            streams.add(new Pieces(flow.reader(), flow.flow().id(), direction));
        }
        for (ComparedRow row : ByteDifferences.compare(streams, rules.mostBytes())) {
            rows.add(new ComparedRow(sender(direction) + ": " + row.key(), row.values(), row.same()));
        }
    }

    /** One direction of a raw stream, read page by page. */
    private static final class Pieces extends InputStream {
        private final SessionReader reader;
        private final long flow;
        private final Direction direction;
        private long next;
        private byte[] piece = new byte[0];
        private int at;
        private List<Message> page = List.of();
        private int inPage;

        Pieces(SessionReader reader, long flow, Direction direction) {
            this.reader = reader;
            this.flow = flow;
            this.direction = direction;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            while (at == piece.length) {
                if (inPage == page.size()) {
                    page = reader.messages(flow, next, PAGE);
                    inPage = 0;
                    if (page.isEmpty()) {
                        return -1;
                    }
                    next = page.get(page.size() - 1).sequence() + 1;
                }
                Message message = page.get(inPage++);
                piece = message.direction() == direction ? message.data() : new byte[0];
                at = 0;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, count);
            at += count;
            return count;
        }
    }

    /**
     * A message.
     *
     * @param start its first bytes
     * @param whole whether these are all
     */
    private record Whole(Message.Kind kind, String hash, long size, byte[] start, boolean whole) {
        String shown() {
            return kind == Message.Kind.TEXT
                    ? BodyText.plain(start) + (whole ? "" : "\u2026 (" + size + " bytes)")
                    : size + " bytes: " + ByteDifferences.hex(start, 0, 32);
        }

        List<Object> key() {
            return List.of(kind.number(), hash);
        }
    }

    /** The messages of one direction, and the hash of those beyond the bound; null if there are none. */
    private record Sequence(List<Whole> messages, @Nullable String rest) {}

    private Sequence read(ComparedFlow flow, Direction direction) throws IOException {
        List<Whole> messages = new ArrayList<>();
        MessageDigest digest = ByteDifferences.sha256();
        MessageDigest rest = ByteDifferences.sha256();
        boolean more = false;
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        long size = 0;
        long next = 0;
        for (List<Message> page = flow.reader().messages(flow.flow().id(), next, PAGE);
                !page.isEmpty();
                page = flow.reader().messages(flow.flow().id(), next, PAGE)) {
            for (Message message : page) {
                next = message.sequence() + 1;
                if (message.direction() != direction) {
                    continue;
                }
                byte[] data = message.data();
                digest.update(data);
                size += message.trueSize();
                start.write(data, 0, Math.min(data.length, KEPT - start.size()));
                if (!message.last()) {
                    continue;
                }
                byte[] hash = digest.digest();
                if (messages.size() < MOST) {
                    byte[] kept = start.toByteArray();
                    messages.add(new Whole(
                            message.kind(), HexFormat.of().formatHex(hash, 0, 16), size, kept, kept.length == size));
                } else {
                    rest.update(hash);
                    more = true;
                }
                start.reset();
                size = 0;
            }
        }
        return new Sequence(messages, more ? HexFormat.of().formatHex(rest.digest(), 0, 16) : null);
    }

    private void addMessages(Direction direction) throws IOException {
        List<Sequence> sequences = new ArrayList<>();
        for (ComparedFlow flow : flows) {
            sequences.add(flow.flow().messages() == 0 ? new Sequence(List.of(), null) : read(flow, direction));
        }
        Alignment.Keys keys = new Alignment.Keys();
        List<int[]> numbered = sequences.stream()
                .map(each -> keys.of(each.messages().stream().map(Whole::key).toList()))
                .toList();
        for (int[] row : Alignment.rows(numbered, true)) {
            List<@Nullable Whole> values = new ArrayList<>();
            String number = "";
            for (int i = 0; i < row.length; i++) {
                values.add(
                        row[i] == Alignment.NONE
                                ? null
                                : sequences.get(i).messages().get(row[i]));
                number = number.isEmpty() && row[i] != Alignment.NONE ? (i == 0 ? "" : "+") + (row[i] + 1) : number;
            }
            addMessage(sender(direction) + " " + number, values);
        }
        if (sequences.stream().anyMatch(each -> each.rest() != null)) {
            List<@Nullable String> rest = new ArrayList<>();
            sequences.forEach(each -> rest.add(each.rest()));
            add(ComparedRow.of(sender(direction) + " " + (MOST + 1) + " and later, hash", rest));
        }
    }

    private void addMessage(String name, List<@Nullable Whole> values) {
        List<@Nullable JsonValue> json = new ArrayList<>();
        List<@Nullable String> shown = new ArrayList<>();
        List<@Nullable String> compared = new ArrayList<>();
        for (Whole value : values) {
            String text = value == null ? null : value.shown();
            shown.add(text);
            boolean whole = value != null && value.whole() && value.kind() == Message.Kind.TEXT;
            compared.add(whole && text != null ? rules.ignored().text(text) : value == null ? null : value.hash());
            json.add(
                    whole && text != null
                            ? JsonValue.parse(text, rules.ignored().json())
                            : null);
        }
        boolean same = ComparedRow.areEqual(compared);
        if (!same && json.stream().allMatch(each -> each != null && !each.isLeaf())) {
            for (ComparedRow row : JsonDifferences.compare(json, rules.equalToo())) {
                add(new ComparedRow(name + " " + row.key(), row.values(), row.same()));
            }
        } else {
            add(new ComparedRow(name, shown, same));
        }
    }

    private void addClose() {
        List<@Nullable String> closes = new ArrayList<>();
        for (ComparedFlow flow : flows) {
            WebSocket socket = flow.flow() instanceof HttpFlow http ? http.webSocket() : null;
            WebSocket.Close close = socket == null ? null : socket.close();
            closes.add(close == null ? "none" : (close.code() + " " + close.reason()).strip());
        }
        if (flows.stream().anyMatch(each -> each.flow() instanceof HttpFlow http && http.webSocket() != null)) {
            add(ComparedRow.of("close", closes));
        }
    }

    private void add(ComparedRow row) {
        if (rules.equalToo() || !row.same()) {
            rows.add(row);
        }
    }
}
