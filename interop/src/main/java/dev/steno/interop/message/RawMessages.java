package dev.steno.interop.message;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.ImportMarks;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.HttpVersions;
import dev.steno.interop.intake.ImportUrl;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a flow from their bytes. The end of the stream is the end of the message. For one thread. */
public final class RawMessages {
    /** Upper bound on the 1xx responses before a final one. */
    private static final int MOST_INTERIM = 100;

    private final Intake intake;

    public RawMessages(Intake intake) {
        this.intake = intake;
    }

    /**
     * A request that was read; where it went is not set yet.
     *
     * @param line its first line
     */
    public record Request(RequestLine line, Headers fields) {}

    /**
     * Reads a request: method, version, fields and body of the flow.
     *
     * @return null if the stream is empty
     */
    public @Nullable Request readRequest(LookAheadInput in, HttpDraft draft) throws IOException, SkippedEntryException {
        Request request = readRequestHead(in, draft);
        if (request != null) {
            setRequestBody(draft, RawBody.read(in, request.fields(), intake));
        }
        return request;
    }

    /** Reads the head of a request, so that the body follows; see {@link #readRequest}. */
    public @Nullable Request readRequestHead(LookAheadInput in, HttpDraft draft)
            throws IOException, SkippedEntryException {
        RawHead head = RawHead.read(in, intake.limits().head());
        if (head == null) {
            return null;
        }
        RequestLine line = RequestLine.parse(head.start());
        draft.method(line.method()).version(version(line.version(), draft)).requestHeaders(head.fields());
        return new Request(line, head.fields());
    }

    /** Sets the body of a request. */
    public static void setRequestBody(HttpDraft draft, RawBody body) {
        draft.requestBody(body.body()).requestTrailers(body.trailers());
        if (body.cut()) {
            draft.markRequestBody(ImportMarks.CUT);
        }
    }

    /**
     * Reads a response: status, fields and body of the flow, and the interim responses before it.
     *
     * @return false if the stream is empty, or does not begin with a status line, which is counted as damage
     */
    public boolean readResponse(LookAheadInput in, HttpDraft draft) throws IOException, SkippedEntryException {
        Headers fields = readResponseHead(in, draft);
        if (fields == null) {
            return false;
        }
        setResponseBody(draft, RawBody.read(in, fields, intake));
        return true;
    }

    /** Reads the head of a response, so that the body follows; see {@link #readResponse}. */
    public @Nullable Headers readResponseHead(LookAheadInput in, HttpDraft draft)
            throws IOException, SkippedEntryException {
        RawHead head = RawHead.read(in, intake.limits().head());
        if (head == null) {
            return null;
        }
        ResponseLine line = ResponseLine.parse(head.start());
        for (int i = 0; line != null && i < MOST_INTERIM && isInterim(line) && in.startsWith("HTTP/"); i++) {
            draft.interim(line.status(), line.reason(), version(line.version(), draft), head.fields());
            RawHead next = RawHead.read(in, intake.limits().head());
            head = next == null ? head : next;
            line = ResponseLine.parse(head.start());
        }
        if (line == null) {
            draft.lost(Loss.DAMAGED);
            return null;
        }
        draft.response(line.status(), line.reason(), version(line.version(), draft))
                .responseHeaders(head.fields());
        return head.fields();
    }

    /** Sets the body of a response. */
    public static void setResponseBody(HttpDraft draft, RawBody body) {
        draft.responseBody(body.body()).responseTrailers(body.trailers());
        if (body.cut()) {
            draft.markResponseBody(ImportMarks.CUT);
        }
    }

    /** 101 is final: other bytes follow it. */
    private static boolean isInterim(ResponseLine line) {
        return line.status() < 200 && line.status() != 101;
    }

    private static String version(String written, HttpDraft draft) {
        return HttpVersions.known(written).orElseGet(() -> {
            draft.note("import.version", "guessed");
            return "HTTP/1.1";
        });
    }

    /**
     * Sets where a request went: by its target, and by its Host field if the target has no host.
     *
     * @param scheme of a target without one
     * @throws SkippedEntryException if neither names a host
     */
    public static void setTarget(HttpDraft draft, Request request, String scheme) throws SkippedEntryException {
        String target = request.line().target();
        String host = request.fields().get("Host");
        if (request.line().method().equals("CONNECT")) {
            setConnect(draft, target.isEmpty() && host != null ? host : target);
        } else if (target.startsWith("/") || target.equals("*") || target.isEmpty() || !target.contains("://")) {
            if (host == null) {
                throw new SkippedEntryException(Loss.BAD_URL, "neither the target nor a Host field names a server");
            }
            String path = target.isEmpty() ? "/" : target;
            draft.target(scheme, ImportUrl.server(host.strip(), Endpoint.usualPort(scheme)), path);
        } else {
            draft.url(target);
        }
    }

    /** Sets where a CONNECT went: a host with a port, or the URL as which some tools write it. */
    public static void setConnect(HttpDraft draft, String target) throws SkippedEntryException {
        String authority = target.replaceFirst("(?i)^[a-z]+://", "").replaceFirst("[/?#].*", "");
        Endpoint server = ImportUrl.server(authority, 443);
        draft.target(server.port() == 80 ? "http" : "https", server, server.toString());
    }

    /**
     * Sets where a request went by a URL that the file has beside it. The path of a CONNECT and of a request for {@code *} is
     * that of the request itself.
     */
    public static void setUrl(HttpDraft draft, RequestLine line, String url) throws SkippedEntryException {
        if (line.method().toUpperCase(Locale.ROOT).equals("CONNECT")) {
            setConnect(draft, url);
        } else if (line.target().equals("*")) {
            ImportUrl parsed = ImportUrl.parse(url);
            draft.target(parsed.scheme(), new Endpoint(parsed.host(), parsed.port()), "*");
        } else {
            draft.url(url);
        }
    }
}
