package dev.steno.mcp.tool;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.json.FlowIdJson;
import dev.steno.look.FlowBody;
import dev.steno.look.FlowMessages;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.TextPart;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a flow as lines: heads, the beginnings of bodies, connections, notes. For one answer. */
final class FlowOutline {
    /** Chars of a header field. */
    private static final int FIELD = 1_000;

    /** Bytes of the beginning of a body. */
    private static final int BEGINNING = 1_024;

    /** Bytes of the answer that one message's head may take, so that the other parts have space too. */
    private static final int HEAD = 6_000;

    private final McpRecord record;
    private final FencedAnswer to;

    FlowOutline(McpRecord record, FencedAnswer to) {
        this.record = record;
        this.to = to;
    }

    void write(Flow flow, List<String> parts) throws IOException {
        to.say("Flow " + FlowNumber.print(flow.id()) + ", " + flow.kind() + ", "
                + flow.state().label() + ", began "
                + (Times.isSet(flow.started()) ? Timestamps.iso(flow.started()) : "at an unknown time")
                + (Times.isSet(flow.duration()) ? ", took " + Quantity.duration(flow.duration()) : "")
                + (record.isRedacted()
                        ? ". Tokens such as ~r.cookie.1a2b3c4d~ stand for secrets, equal ones for equal."
                        : "."));
        if (flow instanceof HttpFlow http) {
            writeHttp(http, parts);
        } else if (flow instanceof TcpFlow tcp && parts.contains("request")) {
            to.add("raw stream (" + tcp.protocol() + ") to " + tcp.target());
        }
        if (flow.messages() > 0 || FlowMessages.isEvents(flow)) {
            to.hint("Its messages: messages_list {\"flow\":" + FlowIdJson.text(flow.id()) + "}");
        }
        if (parts.contains("connection")) {
            peer("client", flow.client());
            peer("server", flow.server());
        }
        if (parts.contains("notes")) {
            notes(flow);
        }
    }

    private void writeHttp(HttpFlow http, List<String> parts) throws IOException {
        if (parts.contains("request")) {
            line("request: " + http.request().method() + " "
                    + FlowReading.text(http.request().url()) + " "
                    + http.request().version());
            fields(http.id(), "request", http.request().headers());
            trailers(http.request().trailers());
            body(http, true);
        }
        HttpResponse response = http.response();
        if (parts.contains("response")) {
            if (response == null) {
                to.add("response: none");
            } else {
                line("response: " + response.version() + " " + response.status() + " " + response.reason());
                fields(http.id(), "response", response.headers());
                trailers(response.trailers());
                body(http, false);
            }
        }
        if (http.original() != null) {
            to.add("the messages were changed on their way");
        }
    }

    private void line(String text) {
        to.add(VisibleText.line(text, FIELD));
    }

    private void fields(long flow, String part, Headers headers) {
        int before = to.left();
        for (int i = 0; i < headers.size(); i++) {
            boolean fits = before - to.left() < HEAD
                    && to.add("  "
                            + VisibleText.line(headers.name(i) + ": " + FlowReading.text(headers.value(i)), FIELD));
            if (!fits) {
                int missing = headers.size() - i;
                to.hint(Quantity.count(missing, "header field") + " of the " + part + " did not fit: export {\"flow\":"
                        + flow + ",\"format\":\"" + (part.equals("request") ? "raw" : "raw-response") + "\"}");
                return;
            }
        }
    }

    private void trailers(@Nullable Headers trailers) {
        for (int i = 0; trailers != null && i < trailers.size(); i++) {
            line("  trailer " + trailers.name(i) + ": " + FlowReading.text(trailers.value(i)));
        }
    }

    private void body(HttpFlow flow, boolean ofRequest) throws IOException {
        FlowBody body = FlowBody.of(flow, ofRequest).orElse(null);
        if (body == null || body.body().trueSize() == 0) {
            return;
        }
        String part = ofRequest ? "request" : "response";
        String codings = String.join(", ", body.codings());
        String size = body.body().trueSize() + " bytes"
                + (codings.isEmpty() ? "" : " in the coding " + VisibleText.line(codings, 60))
                + (body.growing() ? " so far" : "")
                + (body.body().size() < body.body().trueSize()
                        ? ", of which " + body.body().size() + " are recorded"
                        : "");
        FlowReading.Part start = FlowReading.part(record, body, true, 0, BEGINNING);
        Charset charset = FlowReading.charset(record, body, true);
        if (!FlowReading.isText(start.bytes(), charset)) {
            line("  body: " + size + ", binary " + body.type() + ", begins " + FlowReading.hex(start.bytes()));
            return;
        }
        TextPart text = TextPart.of(start.bytes(), charset, start.end(), Math.min(to.left() - 400, 2 * BEGINNING));
        boolean whole = start.end() && text.bytes() == start.bytes().length;
        line("  body: " + size + (whole ? ":" : "; the first " + text.bytes() + " decoded bytes:"));
        to.add(text.text());
        if (!whole) {
            to.hint("More of the " + part + "'s body: flow_body {\"flow\":" + FlowIdJson.text(flow.id())
                    + ",\"part\":\"" + part + "\",\"offset\":" + text.bytes() + "}");
        }
    }

    private void peer(String name, @Nullable Peer peer) {
        if (peer == null) {
            to.add(name + ": not connected");
            return;
        }
        Endpoint ip = peer.ip();
        Tls tls = peer.tls();
        line(name + ": " + peer.address() + (ip == null || ip.equals(peer.address()) ? "" : " (" + ip + ")")
                + ", connection " + peer.connection()
                + (tls == null
                        ? ""
                        : ", " + tls.version() + ", " + tls.cipher() + ", SNI " + tls.sni() + ", ALPN " + tls.alpn()));
    }

    private void notes(Flow flow) {
        FlowError error = flow.error();
        if (error != null) {
            line("error: " + error.message());
        }
        Notes notes = flow.notes();
        if (!notes.mark().isEmpty()) {
            line("mark: " + notes.mark());
        }
        if (!notes.comment().isEmpty()) {
            line("comment: " + notes.comment());
        }
        notes.metadata().forEach((name, value) -> line(name + ": " + value));
        for (Hold hold : flow.holds()) {
            line("hold at " + hold.point().label() + " by " + hold.why()
                    + (hold.outcome() == null
                            ? ", lasts"
                            : ", " + hold.outcome().label() + " by " + hold.by()));
        }
    }
}
