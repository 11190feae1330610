package dev.steno.sqlite.tool;

import dev.steno.codec.FlowCodec;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Message;
import dev.steno.redact.BodyRedaction;
import dev.steno.redact.BodyType;
import dev.steno.redact.MessageRows;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.UncheckedSqlException;
import dev.steno.sqlite.table.AnnotationTable;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.Counters;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.sqlite.table.RevisionTable;
import dev.steno.sqlite.table.ShipNotes;
import dev.steno.sqlite.table.TableCopy;
import dev.steno.sqlite.table.TextTable;
import dev.steno.store.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads flows with all that belongs to them, redacts them, and writes them to another session. For one thread. */
final class RedactedWriter {
    private static final int PAGE = 256;
    private static final int PIECE = 64 * 1024;

    private final SqliteSessionReader reader;
    private final Redactor redactor;
    private final Progress progress;
    private final Map<Long, Body> written = new HashMap<>(); // the bodies of the present flow, by their numbers
    private @Nullable Target target;
    private long nextBody;
    private long changed;
    private boolean bodyChanged;

    RedactedWriter(SqliteSessionReader reader, Redactor redactor, Progress progress) {
        this.reader = reader;
        this.redactor = redactor;
        this.progress = progress;
    }

    /** The number of flows that were changed so far. */
    long changed() {
        return changed;
    }

    /** Redacts a flow with all that belongs to it, and writes nothing. */
    void read(Flow flow) throws IOException {
        redactor.redact(flow);
        bodiesOf(flow);
        for (FlowEdit edit : reader.edits(flow.id())) {
            redactor.text(edit.what());
            HttpFlow before = reader.beforeEdit(flow.id(), edit.number()).orElse(null);
            if (before != null) {
                redactor.redact(before);
                bodiesOf(before);
            }
        }
        readMessages(flow);
    }

    private void readMessages(Flow flow) throws IOException {
        MessageRows rows = redactor.messages(flow);
        long next = 0;
        List<Message> page;
        do {
            page = reader.messages(flow.id(), next, PAGE);
            for (Message message : page) {
                next = message.sequence() + 1;
                rows.next(message);
            }
            progress.check();
        } while (page.size() == PAGE);
        rows.next(null);
    }

    private void bodiesOf(Flow flow) throws IOException {
        for (HttpFlow at = flow instanceof HttpFlow http ? http : null; at != null; at = at.original()) {
            seek(at.request().body(), ImportMarks.bodyHeaders(at, true));
            HttpResponse response = at.response();
            if (response != null) {
                seek(response.body(), ImportMarks.bodyHeaders(at, false));
            }
        }
    }

    private void seek(Body body, Headers headers) throws IOException {
        BodyRedaction redaction = stored(body) ? redactor.transform(BodyType.of(headers)) : null;
        if (redaction != null) {
            pass(body, redaction, piece -> {});
        }
    }

    private static boolean stored(Body body) {
        return body instanceof Body.Stored stored && stored.id() != 0 && stored.size() > 0;
    }

    /** Takes pieces of a body. */
    private interface Sink {
        void take(byte[] piece) throws IOException;
    }

    /** Redacts a stored body, as far as it can be decoded; returns whether it could be. */
    private boolean pass(Body body, BodyRedaction redaction, Sink to) throws IOException {
        try (InputStream in = reader.body(body)) {
            byte[] buffer = new byte[PIECE];
            for (int count = in.read(buffer); ; count = in.read(buffer)) {
                progress.check();
                if (!step(redaction, count < 0 ? null : Arrays.copyOf(buffer, count), to)) {
                    return false;
                }
                if (count < 0) {
                    return true;
                }
            }
        } finally {
            redaction.close();
        }
    }

    /** @param piece null at the end of the body */
    private static boolean step(BodyRedaction redaction, byte @Nullable [] piece, Sink to) throws IOException {
        try {
            if (piece == null) {
                redaction.end();
            } else {
                redaction.put(piece);
            }
        } catch (IOException | RuntimeException e) {
            return false; // it is not coded as its message says
        }
        return drain(redaction, to);
    }

    private static boolean drain(BodyRedaction redaction, Sink to) throws IOException {
        while (true) {
            byte[] next;
            try {
                next = redaction.next();
            } catch (IOException | RuntimeException e) {
                return false;
            }
            if (next == null) {
                return true;
            }
            to.take(next);
        }
    }

    /**
     * Begins a new session with what does not belong to flows.
     *
     * @param inPlace whether it takes the place of the one that is read
     * @return the stores that have the flows as they were; none if the session that was shipped stays
     */
    List<ShipNotes.Earlier> beginWriting(SqliteConnection to, Path source, boolean inPlace)
            throws SQLException, IOException {
        TableCopy tables = new TableCopy(to, ConnectionOpener.attachment(source));
        to.execute("BEGIN");
        tables.copyAll("session_option");
        tables.copyAll("pass_through");
        tables.copyAll("counter");
        Schema.meta(to, "created", reader.meta("created").orElse("0"));
        redactOptions(to);
        List<ShipNotes.Earlier> shipped = List.of();
        if (inPlace) {
            tables.copyAll("ship_target");
            shipped = ShipNotes.rewritten(to);
        }
        to.execute("COMMIT");
        to.execute("DETACH source");
        target = new Target(to, new CertificateTable.Writer(to), new AnnotationTable(to));
        nextBody = new Counters(to).lastBody();
        return shipped;
    }

    private void redactOptions(SqliteConnection to) throws SQLException {
        Map<String, String> options = new LinkedHashMap<>();
        try (ResultSet row = to.of("SELECT name, value FROM session_option").executeQuery()) {
            while (row.next()) {
                options.put(row.getString(1), row.getString(2));
            }
        }
        for (Map.Entry<String, String> option : options.entrySet()) {
            PreparedStatement update = to.of("UPDATE session_option SET value = ? WHERE name = ?");
            update.setString(1, redactor.text(option.getValue()));
            update.setString(2, option.getKey());
            update.executeUpdate();
        }
    }

    /** The session that is written. */
    private record Target(SqliteConnection sqlite, CertificateTable.Writer certificates, AnnotationTable annotations) {}

    private Target target() {
        return Objects.requireNonNull(target, "writing has not begun");
    }

    /** Writes a flow, redacted, within the caller's transaction. */
    void write(Flow flow) throws SQLException, IOException {
        SqliteConnection to = target().sqlite();
        written.clear();
        bodyChanged = false;
        Flow redacted = redactor.redact(flow);
        if (flow instanceof HttpFlow http && redacted instanceof HttpFlow next) {
            redacted = withBodies(http, next);
        }
        if (writeMessages(flow)) {
            redacted = RedactionMark.marked(redacted, "messages");
        }
        if (bodyChanged) {
            redacted = RedactionMark.marked(redacted, "body");
        }
        changed += edits(flow) | redacted != flow ? 1 : 0;
        target().certificates().write(redacted);
        FlowTable.write(to, FlowTable.Prepared.of(redacted));
        target().annotations().write(redacted);
        BodyTable.name(to, redacted);
    }

    /** Returns whether any edit was changed. */
    private boolean edits(Flow flow) throws SQLException, IOException {
        boolean any = false;
        SqliteConnection to = target().sqlite();
        for (FlowEdit edit : reader.edits(flow.id())) {
            HttpFlow before = reader.beforeEdit(flow.id(), edit.number()).orElse(null);
            if (before != null) {
                HttpFlow redacted = withBodies(before, redactor.redact(before));
                FlowEdit told = new FlowEdit(edit.number(), edit.time(), edit.by(), redactor.text(edit.what()));
                target().certificates().write(redacted);
                RevisionTable.put(to, flow.id(), told, FlowCodec.encode(redacted));
                BodyTable.nameEarlier(to, redacted);
                any |= redacted != before || !told.equals(edit);
            }
        }
        return any;
    }

    /** Returns whether any row was changed. */
    private boolean writeMessages(Flow flow) throws SQLException, IOException {
        MessageRows rows = redactor.messages(flow);
        long next = 0;
        List<Message> page;
        do {
            page = reader.messages(flow.id(), next, PAGE);
            for (Message message : page) {
                next = message.sequence() + 1;
                put(rows.next(message));
            }
            progress.check();
        } while (page.size() == PAGE);
        put(rows.next(null));
        return rows.changed();
    }

    private void put(List<Message> rows) throws SQLException {
        for (Message row : rows) {
            MessageTable.write(target().sqlite(), row);
        }
    }

    private HttpFlow withBodies(HttpFlow flow, HttpFlow redacted) throws SQLException, IOException {
        HttpFlow next = redacted;
        Body request = body(flow.request().body(), next.request().body(), ImportMarks.bodyHeaders(flow, true));
        if (request != next.request().body()) {
            next = next.withRequest(next.request().withBody(request));
        }
        HttpResponse response = next.response();
        HttpResponse before = flow.response();
        if (response != null && before != null) {
            Body answered = body(before.body(), response.body(), ImportMarks.bodyHeaders(flow, false));
            if (answered != response.body()) {
                next = next.withResponse(response.withBody(answered));
            }
        }
        HttpFlow original = flow.original();
        HttpFlow redactedOriginal = next.original();
        if (original != null && redactedOriginal != null) {
            HttpFlow kept = withBodies(original, redactedOriginal);
            next = kept == redactedOriginal ? next : withOriginal(next, kept);
        }
        return next;
    }

    private static HttpFlow withOriginal(HttpFlow flow, HttpFlow original) {
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.webSocket(),
                flow.holds(),
                original);
    }

    /** Writes a body, redacted; returns what the flow refers to. */
    private Body body(Body body, Body redacted, Headers headers) throws SQLException, IOException {
        if (body instanceof Body.Inline before && redacted instanceof Body.Inline after) {
            return before == after ? before : small(before, after.bytes());
        }
        if (!(body instanceof Body.Stored stored) || stored.id() == 0) {
            return redacted;
        }
        Body known = written.get(stored.id());
        if (known != null) {
            return known;
        }
        Body next = isWritten(stored.id()) ? present(stored) : large(stored, headers);
        bodyChanged |= next != stored;
        written.put(stored.id(), next);
        return next;
    }

    /** An inline body that was changed is stored beside its flow, where it has its true size. */
    private Body small(Body.Inline before, byte[] bytes) throws SQLException {
        bodyChanged = true;
        long id = ++nextBody;
        new Pieces(id).write(bytes);
        return new Body.Stored(id, bytes.length, before.trueSize(), true);
    }

    private boolean isWritten(long body) throws SQLException {
        return target().sqlite().number("SELECT count(*) FROM body_chunk WHERE body = ? AND seq = 0", body) > 0;
    }

    private Body present(Body.Stored stored) throws SQLException {
        long size = BodyTable.storedSize(target().sqlite(), stored.id());
        return size == stored.size() ? stored : sized(stored, size);
    }

    private static Body sized(Body.Stored stored, long size) {
        return new Body.Stored(size == 0 ? 0 : stored.id(), size, stored.trueSize(), stored.complete());
    }

    /** Bodies that need no change keep their bytes: a body that is coded again has others. */
    private Body large(Body.Stored stored, Headers headers) throws SQLException, IOException {
        BodyType type = BodyType.of(headers);
        BodyRedaction first = redactor.transform(type);
        if (first != null) {
            boolean decoded = pass(stored, first, piece -> {});
            BodyRedaction second = first.changed() || !decoded && first.isNeeded() ? redactor.transform(type) : null;
            if (second != null) {
                Pieces pieces = new Pieces(stored.id());
                pass(stored, second, pieces::take);
                return sized(stored, pieces.end());
            }
        }
        Pieces pieces = new Pieces(stored.id());
        try (InputStream in = reader.body(stored)) {
            byte[] buffer = new byte[PIECE];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                pieces.take(Arrays.copyOf(buffer, count));
                progress.check();
            }
        }
        pieces.end();
        return stored;
    }

    /** Writes a body in chunks. */
    private final class Pieces {
        private final long body;
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private int sequence;
        private long size;

        Pieces(long body) {
            this.body = body;
        }

        void take(byte[] bytes) throws IOException {
            try {
                write(bytes, false);
            } catch (SQLException e) {
                throw new UncheckedSqlException(e);
            }
        }

        void write(byte[] bytes) throws SQLException {
            write(bytes, true);
        }

        private void write(byte[] bytes, boolean last) throws SQLException {
            int at = 0;
            while (at < bytes.length) {
                int count = Math.min(bytes.length - at, Body.Stored.CHUNK - waiting.size());
                waiting.write(bytes, at, count);
                at += count;
                if (waiting.size() == Body.Stored.CHUNK) {
                    put();
                }
            }
            if (last) {
                put();
            }
        }

        private void put() throws SQLException {
            if (waiting.size() > 0) {
                BodyTable.piece(target().sqlite(), body, sequence++, waiting.toByteArray(), null);
                size += waiting.size();
                waiting.reset();
            }
        }

        /** Writes the rest; returns the size. */
        long end() throws SQLException {
            put();
            return size;
        }
    }

    /** Saves the numbers of bodies that were added, and empties the index of texts, which the next recorder makes anew. */
    void finishWriting() throws SQLException {
        SqliteConnection to = target().sqlite();
        to.execute("BEGIN");
        to.run("UPDATE counter SET value = max(value, ?) WHERE name = 'body'", nextBody);
        TextTable.forget(to);
        to.execute("COMMIT");
    }

    void committed() {
        target().certificates().committed();
    }
}
