package dev.steno.sqlite.sql;

import dev.steno.content.BodyText;
import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.filter.ContentSource;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/**
 * The SQL functions that take the number of a flow. They read the flow itself, so each call costs a read and a decoding;
 * the flow of the last call is kept, since a row is usually asked for several values. For one thread.
 */
final class FlowFunctions {
    private final SessionReader reader;

    /** Evaluates JSON paths; not the connection of the query, on which a statement is running. */
    private final SqliteConnection json;

    private @Nullable Flow last;

    FlowFunctions(SessionReader reader, SqliteConnection json) {
        this.reader = reader;
        this.json = json;
    }

    void defineOn(SqliteConnection sqlite) throws SQLException {
        sqlite.define("header", 2, new OfMessage(false, false, this::header));
        sqlite.define("request_header", 2, new OfMessage(true, false, this::header));
        sqlite.define("body", 1, new OfMessage(false, true, this::body));
        sqlite.define("request_body", 1, new OfMessage(true, true, this::body));
        sqlite.define("json", 2, new OfMessage(false, true, this::json));
        sqlite.define("body_json", 2, new OfMessage(false, true, this::json));
        sqlite.define("request_json", 2, new OfMessage(true, true, this::json));
    }

    /** Computes a value of a message. */
    private interface Value {
        /** Returns the value; null for NULL. */
        @Nullable
        Object of(Headers headers, Body body, String argument) throws IOException, SQLException;
    }

    /** A function of a flow's request or response; NULL if the flow has none. */
    private final class OfMessage extends Function {
        private final boolean ofRequest;
        private final boolean ofBody;
        private final Value value;

        OfMessage(boolean ofRequest, boolean ofBody, Value value) {
            this.ofRequest = ofRequest;
            this.ofBody = ofBody;
            this.value = value;
        }

        @Override
        protected void xFunc() throws SQLException {
            String argument = args() > 1 ? value_text(1) : "";
            try {
                give(flow(value_long(0)) instanceof HttpFlow http && argument != null ? of(http, argument) : null);
            } catch (IOException e) {
                error(e.getMessage()); // an exception would be reported with the name of its class
            } catch (WrongPath e) {
                error("\"" + argument + "\" is not a JSON path: a path begins with $, such as $.name or $.list[0]");
            }
        }

        private @Nullable Object of(HttpFlow flow, String argument) throws IOException, SQLException {
            if (ofRequest) {
                return value.of(
                        headers(flow, flow.request().headers()), flow.request().body(), argument);
            }
            HttpResponse response = flow.response();
            return response == null ? null : value.of(headers(flow, response.headers()), response.body(), argument);
        }

        private Headers headers(HttpFlow flow, Headers sent) {
            return ofBody ? ImportMarks.bodyHeaders(flow, ofRequest) : sent;
        }

        private void give(@Nullable Object result) throws SQLException {
            if (result == null) {
                result();
            } else if (result instanceof byte[] bytes) {
                result(bytes);
            } else if (result instanceof Integer || result instanceof Long) {
                result(((Number) result).longValue());
            } else if (result instanceof Double number) {
                result(number);
            } else {
                result(result.toString());
            }
        }
    }

    private @Nullable Flow flow(long id) throws IOException {
        Flow flow = last;
        if (flow == null || flow.id() != id) {
            flow = reader.flow(id).orElse(null);
            last = flow;
        }
        return flow;
    }

    /** The values of a field, joined by commas as RFC 9110, 5.3 joins them; NULL if there is none. */
    private @Nullable Object header(Headers headers, Body body, String name) {
        StringBuilder all = new StringBuilder();
        int found = 0;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase(name)) {
                all.append(found++ == 0 ? "" : ", ").append(headers.value(i));
            }
        }
        return found == 0 ? null : all.toString();
    }

    /** The body without content codings: a text if it is one, otherwise a blob; NULL if it is empty. */
    private @Nullable Object body(Headers headers, Body body, String unused) throws IOException {
        if (body.size() == 0) {
            return null;
        }
        byte[] decoded = decoded(body, headers);
        String type = headers.get("content-type");
        return ContentType.parse(type).isText() || BodyText.looksLikeText(decoded)
                ? BodyText.of(decoded, type)
                : decoded;
    }

    private byte[] decoded(Body body, Headers headers) throws IOException {
        try (InputStream raw = reader.body(body);
                InputStream stream =
                        ContentDecoder.partial(ContentSource.SEARCHED).decode(raw, ContentDecoder.codings(headers))) {
            return stream.readNBytes(ContentSource.SEARCHED);
        } catch (ContentCodingException e) {
            try (InputStream raw = reader.body(body)) {
                return raw.readNBytes(ContentSource.SEARCHED);
            }
        }
    }

    /** What a path leads to in a JSON body, as json_extract; NULL if the body is not JSON or has nothing there. */
    private @Nullable Object json(Headers headers, Body body, String path) throws IOException, SQLException {
        if (!(body(headers, body, path) instanceof String text)) {
            return null;
        }
        PreparedStatement query = json.of("SELECT CASE WHEN json_valid(?1) THEN json_extract(?1, ?2) END");
        query.setString(1, text);
        query.setString(2, path);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getObject(1) : null;
        } catch (SQLException e) {
            throw new WrongPath(e); // the text is valid by then
        }
    }

    private static final class WrongPath extends SQLException {
        private static final long serialVersionUID = 1;

        WrongPath(SQLException cause) {
            super(cause);
        }
    }
}
