package dev.steno.interop.intake;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP flow as its parts are read from a file. What the file does not say stays unset: no time is invented, and a client
 * whose address is unknown has an empty host and port 0. For one thread.
 */
public final class HttpDraft {
    /** Upper bound on the fields without a place in a flow that are kept, in chars. */
    public static final int LONGEST_EXTRA = 16 << 10;

    private static final Endpoint UNKNOWN = new Endpoint("", 0);

    private final FactSink intake;
    private final String place;
    private long id;

    private String method = "GET";
    private String scheme = "http";
    private Endpoint target = UNKNOWN;
    private String path = "/";
    private String requestVersion = "HTTP/1.1";
    private Headers requestHeaders = Headers.EMPTY;
    private @Nullable Headers requestTrailers;
    private Body requestBody = Body.NONE;
    private long requestStarted = Times.UNSET;
    private long requestEnded = Times.UNSET;

    private int status;
    private String reason = "";
    private @Nullable String responseVersion;
    private Headers responseHeaders = Headers.EMPTY;
    private @Nullable Headers responseTrailers;
    private Body responseBody = Body.NONE;
    private long responseStarted = Times.UNSET;
    private long responseEnded = Times.UNSET;

    private long started = Times.UNSET;
    private long duration = Times.UNSET;
    private Endpoint clientAddress = UNKNOWN;
    private String clientConnection = "";
    private @Nullable Tls clientTls;
    private @Nullable Endpoint serverAddress;
    private @Nullable Endpoint serverIp;
    private String serverConnection = "";
    private @Nullable Tls serverTls;
    private @Nullable Peer knownClient;
    private @Nullable Peer knownServer;
    private boolean reachesServer = true;
    private @Nullable FlowError error;
    private @Nullable FlowState state;
    private Notes notes = Notes.NONE;

    private final List<HttpResponse> interim = new ArrayList<>();
    private @Nullable DraftSocket socket;
    private @Nullable String problem;

    HttpDraft(FactSink intake, String place) {
        this.intake = intake;
        this.place = place;
    }

    /** Returns the flow's number, which is drawn by the first call. */
    public long id() {
        if (id == 0) {
            id = intake.nextFlow();
        }
        return id;
    }

    /** Returns where the flow is in the file. */
    public String place() {
        return place;
    }

    /** Sets the method as sent. */
    public HttpDraft method(String sent) {
        method = text(sent);
        return this;
    }

    /**
     * Sets where the request went by its URL. User information goes to the metadata.
     *
     * @throws SkippedEntryException if it is no URL of HTTP
     */
    public HttpDraft url(String url) throws SkippedEntryException {
        ImportUrl parsed = ImportUrl.parse(url);
        if (parsed.userInfo() != null) {
            note(ImportMarks.USER_INFO, parsed.userInfo());
        }
        return target(parsed.scheme(), new Endpoint(text(parsed.host()), parsed.port()), parsed.path());
    }

    /** Sets where the request went by its parts; of a CONNECT, the path is the whole target. */
    public HttpDraft target(String usedScheme, Endpoint server, String pathAndQuery) {
        scheme = usedScheme;
        target = server;
        path = text(pathAndQuery);
        return this;
    }

    /** Returns the port of the server that was asked for. */
    public int targetPort() {
        return target.port();
    }

    /** Sets the version of the request, {@code HTTP/1.1}, {@code HTTP/2.0}; see {@link HttpVersions}. */
    public HttpDraft version(String sent) {
        requestVersion = sent;
        return this;
    }

    /** Sets the header fields of the request; each character is a byte, see {@link WireText}. */
    public HttpDraft requestHeaders(Headers fields) {
        requestHeaders = fields;
        return this;
    }

    /** Sets the trailers of the request. */
    public HttpDraft requestTrailers(@Nullable Headers fields) {
        requestTrailers = fields;
        return this;
    }

    /** Sets the body of the request. */
    public HttpDraft requestBody(Body body) {
        requestBody = body;
        return this;
    }

    /** Sets when the request began and ended; {@link Times#UNSET} for unknown. */
    public HttpDraft requestTimes(long began, long ended) {
        requestStarted = began;
        requestEnded = ended;
        return this;
    }

    /** Sets the line of the response; a status outside of 100 to 999 means that there is none. */
    public HttpDraft response(int code, String phrase, @Nullable String version) {
        status = code < 100 || code > 999 ? 0 : code;
        reason = text(phrase);
        responseVersion = version;
        return this;
    }

    /** Adds a 1xx response before the final one. */
    public HttpDraft interim(int code, String phrase, String version, Headers fields) {
        interim.add(new HttpResponse(version, code, text(phrase), fields, null, Body.NONE, Times.UNSET, Times.UNSET));
        return this;
    }

    /** Returns the port that the request went to. */
    public int port() {
        return target.port();
    }

    /** Returns the status of the response; 0 without one. */
    public int status() {
        return status;
    }

    /** Sets the version of the response, if it has another than the request. */
    public HttpDraft responseVersion(String version) {
        responseVersion = version;
        return this;
    }

    /** Whether there is a response. */
    public boolean hasResponse() {
        return status != 0;
    }

    /** Sets the header fields of the response. */
    public HttpDraft responseHeaders(Headers fields) {
        responseHeaders = fields;
        return this;
    }

    /** Sets the trailers of the response. */
    public HttpDraft responseTrailers(@Nullable Headers fields) {
        responseTrailers = fields;
        return this;
    }

    /** Sets the body of the response. */
    public HttpDraft responseBody(Body body) {
        responseBody = body;
        return this;
    }

    /** Sets when the response began and ended; {@link Times#UNSET} for unknown. */
    public HttpDraft responseTimes(long began, long ended) {
        responseStarted = began;
        responseEnded = ended;
        return this;
    }

    /**
     * Sets when the flow began and how long it took.
     *
     * @param began nanoseconds since the epoch; {@link Times#UNSET} for unknown, which is counted
     * @param took nanoseconds; {@link Times#UNSET} for unknown
     */
    public HttpDraft times(long began, long took) {
        started = began;
        duration = took;
        return this;
    }

    /** Sets the client's address, and the name of its connection in the file; empty if it has none. */
    public HttpDraft client(Endpoint address, String connection, @Nullable Tls tls) {
        clientAddress = address;
        clientConnection = connection;
        clientTls = tls;
        return this;
    }

    /**
     * Sets the server's connection. Without this call, the server is that of the URL.
     *
     * @param address the host and port that were asked for; null for those of the URL
     * @param ip where the connection led; null for unknown
     * @param connection its name in the file; empty if it has none
     */
    public HttpDraft server(@Nullable Endpoint address, @Nullable Endpoint ip, String connection, @Nullable Tls tls) {
        serverAddress = address;
        serverIp = ip;
        serverConnection = connection;
        serverTls = tls;
        return this;
    }

    /** Sets both connections with all that is known of them, in place of their parts; null for what is not known. */
    public HttpDraft peers(@Nullable Peer client, @Nullable Peer server) {
        knownClient = client;
        knownServer = server;
        return this;
    }

    /** Says that no server was reached. */
    public HttpDraft withoutServer() {
        reachesServer = false;
        return this;
    }

    /** Sets why the flow failed. */
    public HttpDraft error(FlowError.Step step, String message) {
        error = new FlowError(step, text(message), Times.isSet(started) ? started : 0);
        return this;
    }

    /** Sets why and when the flow failed; null if it did not. */
    public HttpDraft error(@Nullable FlowError known) {
        error = known;
        return this;
    }

    /** Sets the state; without this call, it follows from response and error. */
    public HttpDraft state(FlowState known) {
        state = known;
        return this;
    }

    /** Sets the mark, as text. */
    public HttpDraft mark(String text) {
        notes = notes.withMark(text);
        return this;
    }

    /** Sets the comment. */
    public HttpDraft comment(String text) {
        notes = notes.withComment(text);
        return this;
    }

    /** Sets which message was replayed. */
    public HttpDraft replay(Notes.Replay which) {
        notes = new Notes(notes.mark(), notes.comment(), notes.metadata(), which);
        return this;
    }

    /** Adds metadata. */
    public HttpDraft note(String key, String value) {
        notes = notes.withMetadata(key, value);
        return this;
    }

    /**
     * Keeps fields without a place in a flow, for the way back; if they are too long, they are counted as lost.
     *
     * @param json a compact JSON object
     */
    public HttpDraft extra(String json) {
        if (json.length() > LONGEST_EXTRA) {
            intake.lost(Loss.DETAILS, place);
            return this;
        }
        return note(ImportMarks.EXTRA, json);
    }

    /** Marks the request's body, with a mark of {@link ImportMarks}, and counts the loss. */
    public HttpDraft markRequestBody(String mark) {
        return mark(ImportMarks.REQUEST_BODY, mark);
    }

    /** Marks the response's body, with a mark of {@link ImportMarks}, and counts the loss. */
    public HttpDraft markResponseBody(String mark) {
        return mark(ImportMarks.RESPONSE_BODY, mark);
    }

    private HttpDraft mark(String key, String mark) {
        notes = ImportMarks.with(notes, key, mark);
        switch (mark) {
            case ImportMarks.DECODED -> lost(Loss.BODY_DECODED);
            case ImportMarks.TEXT -> lost(Loss.BODY_REBUILT);
            case ImportMarks.MISSING, ImportMarks.CUT -> lost(Loss.BODY_MISSING);
            default -> {
                // what came from a cache did not pass: nothing is lost
            }
        }
        return this;
    }

    /** Counts a loss at this flow's place. */
    public HttpDraft lost(Loss loss) {
        intake.lost(loss, place);
        return this;
    }

    /** Says that the flow was upgraded to a WebSocket. */
    public HttpDraft webSocket() {
        socketOfFlow();
        return this;
    }

    private DraftSocket socketOfFlow() {
        DraftSocket known = socket == null ? new DraftSocket() : socket;
        socket = known;
        return known;
    }

    /**
     * Adds a message of the WebSocket.
     *
     * @param time nanoseconds since the epoch; {@link Times#UNSET} for unknown
     */
    public HttpDraft message(Direction direction, Message.Kind kind, long time, Message.Edit edit, byte[] data)
            throws IOException {
        socketOfFlow().add(intake, id(), direction, kind, time, edit, data);
        return this;
    }

    /** Counts a Ping or Pong frame. */
    public HttpDraft control(Direction direction, boolean ping) {
        socketOfFlow().count(direction, ping);
        return this;
    }

    /** Sets how the WebSocket was closed. */
    public HttpDraft closed(Direction direction, int code, String why) {
        socketOfFlow().close(new WebSocket.Close(direction, code, text(why)));
        return this;
    }

    /** Sets what went wrong on the WebSocket. */
    public HttpDraft problem(String sentence) {
        problem = sentence;
        return this;
    }

    private String text(String value) {
        if (WireText.isWide(value)) {
            notes = notes.withMetadata("import.headers", "utf-8");
        }
        return WireText.bytes(value);
    }

    /** Builds the flow and adds it to the session. */
    public HttpFlow add() throws IOException {
        if (!Times.isSet(started)) {
            lost(Loss.TIME_MISSING);
        }
        Notes all = notes.withMetadata(ImportMarks.PLACE, place);
        if (!intake.origin().isEmpty()) {
            all = all.withMetadata(ImportMarks.FROM, intake.origin());
        }
        HttpFlow flow = new HttpFlow(
                id(),
                1,
                state(),
                started,
                duration,
                client(),
                server(),
                new HttpRequest(
                        method,
                        scheme,
                        target.host(),
                        target.port(),
                        path,
                        requestVersion,
                        requestHeaders,
                        requestTrailers,
                        requestBody,
                        requestStarted,
                        requestEnded),
                status == 0
                        ? null
                        : new HttpResponse(
                                responseVersion == null ? requestVersion : responseVersion,
                                status,
                                reason,
                                responseHeaders,
                                responseTrailers,
                                responseBody,
                                responseStarted,
                                responseEnded),
                interim,
                error,
                all,
                socket == null ? null : socket.value(problem),
                null);
        intake.add(flow);
        return flow;
    }

    private FlowState state() {
        if (state != null) {
            return state;
        }
        if (status != 0) {
            return FlowState.COMPLETE;
        }
        return error != null ? FlowState.FAILED : FlowState.INTERRUPTED;
    }

    private Peer client() {
        if (knownClient != null) {
            return knownClient;
        }
        long connection = clientConnection.isEmpty() ? 0 : intake.connection("client " + clientConnection);
        return new Peer(connection, clientAddress, null, null, Times.UNSET, Times.UNSET, Times.UNSET, clientTls, null);
    }

    private @Nullable Peer server() {
        if (knownServer != null) {
            return knownServer;
        }
        if (!reachesServer) {
            return null;
        }
        Endpoint address = serverAddress == null ? target : serverAddress;
        return new Peer(
                serverConnection.isEmpty() ? 0 : intake.connection("server " + serverConnection + " " + address),
                address,
                serverIp,
                null,
                Times.UNSET,
                Times.UNSET,
                Times.UNSET,
                serverTls,
                null);
    }
}
