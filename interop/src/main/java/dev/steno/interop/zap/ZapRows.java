package dev.steno.interop.zap;

import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.Times;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.intake.WireText;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.message.LookAheadInput;
import dev.steno.interop.message.RawBody;
import dev.steno.interop.message.RawMessages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes flows of the rows of a session's history, one row at a time, by its primary key: other indexes may be broken. Goes on behind
 * the last row if it is called again. For one thread.
 */
final class ZapRows {
    /** Proxied, of a person, and CONNECT. The others are of spiders and scanners, or temporary. */
    private static final Set<Integer> USUAL = Set.of(1, 15, 16);

    private static final int PAGE = 1000;

    private final Intake intake;
    private final Map<String, Integer> columns = new HashMap<>();
    private long last = -1;

    ZapRows(Intake intake) {
        this.intake = intake;
    }

    /** Returns the number of the last row that was read; -1 before the first. */
    long last() {
        return last;
    }

    private record Row(long id, int type) {}

    /** @param related whether tags and WebSockets are read, which needs further indexes */
    void read(Connection connection, boolean related) throws SQLException, IOException {
        ZapSockets sockets = related ? new ZapSockets(connection) : null;
        try (PreparedStatement page = connection.prepareStatement(
                        "SELECT HISTORYID, HISTTYPE FROM HISTORY WHERE HISTORYID > ? ORDER BY HISTORYID LIMIT "
                                + PAGE);
                PreparedStatement row = connection.prepareStatement("SELECT * FROM HISTORY WHERE HISTORYID = ?");
                PreparedStatement tags = !related || !ZapSockets.hasTable(connection, "TAG")
                        ? null
                        : connection.prepareStatement("SELECT TAG FROM TAG WHERE HISTORYID = ?")) {
            for (List<Row> rows = page(page); !rows.isEmpty(); rows = page(page)) {
                for (Row each : rows) {
                    String place = "row " + each.id();
                    if (!USUAL.contains(each.type()) && !intake.options().all()) {
                        intake.losses().count(Loss.NOT_ASKED, place + ": type " + each.type());
                    } else {
                        row.setLong(1, each.id());
                        try (ResultSet found = row.executeQuery()) {
                            if (found.next()) {
                                add(found, each, place, tags, sockets);
                            }
                        } catch (SkippedEntryException e) {
                            intake.skip(e, place);
                        }
                    }
                    last = each.id();
                }
            }
        }
        if (sockets != null) {
            sockets.countUnread(intake);
        }
    }

    private List<Row> page(PreparedStatement page) throws SQLException {
        page.setLong(1, last);
        List<Row> rows = new ArrayList<>();
        try (ResultSet found = page.executeQuery()) {
            while (found.next()) {
                rows.add(new Row(found.getLong(1), found.getInt(2)));
            }
        }
        return rows;
    }

    private void add(
            ResultSet found, Row row, String place, @Nullable PreparedStatement tags, @Nullable ZapSockets sockets)
            throws SQLException, IOException, SkippedEntryException {
        HttpDraft draft = intake.draft(place).note("zap.type", Integer.toString(row.type()));
        long sent = found.getLong("TIMESENTMILLIS");
        long took = found.getLong("TIMEELAPSEDMILLIS");
        // beyond these, nanoseconds do not fit into a long
        boolean known = sent > 0 && sent < 9_200_000_000_000L;
        draft.times(known ? sent * 1_000_000 : Times.UNSET, known && took >= 0 ? took * 1_000_000 : Times.UNSET);
        RawMessages messages = new RawMessages(intake);
        RawMessages.Request request = messages.readRequestHead(head(found.getString("REQHEADER"), draft), draft);
        if (request == null) {
            throw new SkippedEntryException(Loss.NO_REQUEST, "no header of a request");
        }
        RawMessages.setRequestBody(draft, RawBody.read(bytes(found.getObject("REQBODY")), request.fields(), intake));
        String uri = found.getString("URI");
        boolean absolute = request.line().target().toLowerCase(Locale.ROOT).startsWith("http");
        if (absolute || uri == null || uri.isBlank() || request.line().method().equals("CONNECT")) {
            RawMessages.setTarget(draft, request, "http");
        } else {
            RawMessages.setUrl(draft, request.line(), uri);
        }
        Headers fields = messages.readResponseHead(head(found.getString("RESHEADER"), draft), draft);
        if (fields == null) {
            draft.error(FlowError.Step.RESPONSE, "the session has no response");
        } else {
            RawMessages.setResponseBody(draft, RawBody.read(bytes(found.getObject("RESBODY")), fields, intake));
        }
        String note = text(found, "NOTE");
        if (!note.isEmpty()) {
            draft.comment(note);
        }
        String marks = tags == null ? text(found, "TAG") : tags(tags, row.id());
        if (!marks.isEmpty()) {
            draft.mark(marks);
        }
        if (sockets != null) {
            sockets.read(row.id(), draft, intake);
        }
        draft.add();
    }

    private static String tags(PreparedStatement tags, long row) throws SQLException {
        tags.setLong(1, row);
        List<String> found = new ArrayList<>();
        try (ResultSet each = tags.executeQuery()) {
            while (each.next()) {
                found.add(String.valueOf(each.getString(1)));
            }
        }
        return String.join(", ", found);
    }

    /** Returns a text; empty for a column of later versions. */
    private String text(ResultSet row, String column) throws SQLException {
        Integer at = columns.get(column);
        if (at == null) {
            at = index(row.getMetaData(), column);
            columns.put(column, at);
        }
        String value = at == 0 ? null : row.getString(at);
        return value == null ? "" : value;
    }

    /** Returns the index of a column; 0 if there is none. */
    private static int index(ResultSetMetaData of, String column) throws SQLException {
        for (int i = 1; i <= of.getColumnCount(); i++) {
            if (of.getColumnName(i).equals(column)) {
                return i;
            }
        }
        return 0;
    }

    private static LookAheadInput head(@Nullable String header, HttpDraft draft) {
        String text = header == null ? "" : header;
        boolean wide = WireText.isWide(text);
        if (wide) {
            draft.note("import.headers", "utf-8");
        }
        byte[] bytes = text.getBytes(wide ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return new LookAheadInput(new ByteArrayInputStream(bytes), bytes.length);
    }

    /** Bodies were strings of a byte a char in the first versions. */
    private static InputStream bytes(@Nullable Object body) throws SQLException {
        if (body instanceof java.sql.Blob blob) {
            return blob.getBinaryStream();
        }
        byte[] bytes = body instanceof byte[] binary
                ? binary
                : body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.ISO_8859_1);
        return new ByteArrayInputStream(bytes);
    }
}
