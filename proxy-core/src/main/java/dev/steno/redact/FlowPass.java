package dev.steno.redact;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The redaction of one flow. For one thread. */
final class FlowPass {
    private final HeadRules head;
    private final Finders finders;
    private final Replacing with;
    private final RuleRedactor owner;
    private boolean bodyChanged;

    FlowPass(HeadRules head, Finders finders, Replacing with, RuleRedactor owner) {
        this.head = head;
        this.finders = finders;
        this.with = with;
        this.owner = owner;
    }

    Flow redact(Flow flow, List<RedactionRule> rules) {
        return flow instanceof HttpFlow http ? redact(http, rules) : redact((TcpFlow) flow, rules);
    }

    /** These notes with the mark, if anything was changed. @param rules null for an original, which has no mark */
    private Notes marked(Notes notes, @Nullable List<RedactionRule> rules) {
        if (rules == null || !isChanged()) {
            return notes;
        }
        return owner.marked(notes, with.used(), bodyChanged);
    }

    private boolean isChanged() {
        return with.any() || bodyChanged;
    }

    private HttpFlow redact(HttpFlow flow, @Nullable List<RedactionRule> rules) {
        HttpFlow original = flow.original() == null ? null : redact(flow.original(), null);
        HttpRequest request = redact(flow.request(), ImportMarks.bodyHeaders(flow, true));
        HttpResponse response = redact(flow.response(), ImportMarks.bodyHeaders(flow, false));
        List<HttpResponse> interim = interim(flow.interim());
        FlowError error = redact(flow.error());
        WebSocket webSocket = redact(flow.webSocket());
        List<Hold> holds = holds(flow.holds());
        Notes notes = marked(notes(flow.notes()), rules);
        return rules != null && !isChanged()
                ? flow
                : new HttpFlow(
                        flow.id(),
                        flow.revision(),
                        flow.state(),
                        flow.started(),
                        flow.duration(),
                        flow.client(),
                        flow.server(),
                        request,
                        response,
                        interim,
                        error,
                        notes,
                        webSocket,
                        holds,
                        original);
    }

    private TcpFlow redact(TcpFlow flow, List<RedactionRule> rules) {
        FlowError error = redact(flow.error());
        List<Hold> holds = holds(flow.holds());
        Notes notes = marked(notes(flow.notes()), rules);
        return !isChanged()
                ? flow
                : new TcpFlow(
                        flow.id(),
                        flow.revision(),
                        flow.state(),
                        flow.started(),
                        flow.duration(),
                        flow.client(),
                        flow.server(),
                        flow.target(),
                        flow.protocol(),
                        flow.sentByClient(),
                        flow.sentByServer(),
                        flow.messages(),
                        flow.parent(),
                        error,
                        notes,
                        holds);
    }

    private HttpRequest redact(HttpRequest request, Headers ofBody) {
        Headers headers = head.redact(request.headers(), finders, with);
        Headers trailers = head.redactAll(request.trailers(), finders, with);
        Body body = body(request.body(), ofBody);
        String path = head.target(request.path(), finders, with);
        if (headers == request.headers()
                && trailers == request.trailers()
                && body == request.body()
                && path.equals(request.path())) {
            return request;
        }
        return new HttpRequest(
                request.method(),
                request.scheme(),
                request.host(),
                request.port(),
                path,
                request.version(),
                headers,
                trailers,
                body,
                request.started(),
                request.ended());
    }

    private @Nullable HttpResponse redact(@Nullable HttpResponse response, Headers ofBody) {
        if (response == null) {
            return null;
        }
        Headers headers = head.redact(response.headers(), finders, with);
        Headers trailers = head.redactAll(response.trailers(), finders, with);
        Body body = body(response.body(), ofBody);
        String reason = finders.inWire(response.reason(), with);
        if (headers == response.headers()
                && trailers == response.trailers()
                && body == response.body()
                && reason.equals(response.reason())) {
            return response;
        }
        return new HttpResponse(
                response.version(),
                response.status(),
                reason,
                headers,
                trailers,
                body,
                response.started(),
                response.ended());
    }

    private List<HttpResponse> interim(List<HttpResponse> all) {
        return all.isEmpty()
                ? all
                : all.stream()
                        .map(one -> Objects.requireNonNull(redact(one, one.headers())))
                        .toList();
    }

    /** Redacts an inline body; if it cannot be decoded, nothing of it is kept. */
    private Body body(Body body, Headers headers) {
        if (!(body instanceof Body.Inline inline) || inline.bytes().length == 0) {
            return body;
        }
        if (!owner.searchesBodies() || owner.isClean(inline.bytes(), headers)) {
            return body;
        }
        if (owner.isCleanWithin(inline.bytes(), headers)) {
            owner.rememberClean(inline.bytes(), headers);
            return body;
        }
        BodyRedaction redaction = owner.transform(BodyType.of(headers));
        if (redaction == null) {
            return body;
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(inline.bytes().length);
            redaction.put(inline.bytes());
            drain(redaction, out);
            redaction.end();
            drain(redaction, out);
            if (redaction.changed()) {
                bodyChanged = true;
                return redaction.isHidden()
                        ? new Body.Stored(0, 0, inline.bytes().length, true)
                        : new Body.Inline(out.toByteArray());
            }
            owner.rememberClean(inline.bytes(), headers);
            return body;
        } catch (IOException | RuntimeException e) {
            if (!redaction.isNeeded()) {
                return body;
            }
            bodyChanged = true;
            return new Body.Stored(0, 0, inline.bytes().length, true); // it cannot be searched
        } finally {
            redaction.close();
        }
    }

    private static void drain(BodyRedaction redaction, ByteArrayOutputStream into) throws IOException {
        for (byte[] piece = redaction.next(); piece != null; piece = redaction.next()) {
            into.writeBytes(piece);
        }
    }

    private String text(String text) {
        return owner.text(text, finders, with);
    }

    private @Nullable FlowError redact(@Nullable FlowError error) {
        return error == null ? null : new FlowError(error.step(), text(error.message()), error.time());
    }

    Notes notes(Notes notes) {
        if (notes == Notes.NONE) {
            return notes;
        }
        Map<String, String> metadata = new TreeMap<>();
        notes.metadata().forEach((name, value) -> metadata.put(name, owner.metadata(name, value, finders, with)));
        Notes next = new Notes(text(notes.mark()), text(notes.comment()), metadata, notes.replay())
                .withRecordedBy(notes.recordedBy());
        return next.equals(notes) ? notes : next;
    }

    private @Nullable WebSocket redact(@Nullable WebSocket socket) {
        if (socket == null) {
            return null;
        }
        WebSocket.Close close = socket.close();
        String problem = socket.problem();
        return new WebSocket(
                socket.client(),
                socket.server(),
                socket.messages(),
                close == null
                        ? null
                        : new WebSocket.Close(close.direction(), close.code(), finders.inWire(close.reason(), with)),
                problem == null ? null : text(problem));
    }

    private List<Hold> holds(List<Hold> holds) {
        return holds.isEmpty() ? holds : holds.stream().map(this::redact).toList();
    }

    private Hold redact(Hold hold) {
        String why = text(hold.why());
        return new Hold(hold.point(), hold.since(), hold.deadline(), why, hold.ended(), hold.outcome(), hold.by());
    }
}
