package dev.steno.interop.har;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.json.JsonScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code _steno}, which our own export adds to an entry for what an archive has no place for. Times are nanoseconds since 1970, as
 * texts. For one thread.
 */
final class HarSteno {
    final MessagePart request = new MessagePart();
    final MessagePart response = new MessagePart();
    private final JsonScanner in;
    private long started = Times.UNSET;
    private long duration = Times.UNSET;
    private @Nullable FlowState state;
    private FlowError.@Nullable Step step;
    private long failed = Times.UNSET;
    private String mark = "";
    private Notes.Replay replay = Notes.Replay.NONE;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private @Nullable PeerPart client;
    private @Nullable PeerPart server;

    /** What is known of a message beside its fields in the archive. */
    static final class MessagePart {
        /** The number of bytes of the body that passed. */
        long passed;

        @Nullable
        String version;

        long started = Times.UNSET;
        long ended = Times.UNSET;

        @Nullable
        Headers head;
    }

    private static final class PeerPart {
        final Map<String, String> texts = new LinkedHashMap<>();
        final Map<String, String> tls = new LinkedHashMap<>();

        private long time(Map<String, String> from, String name) {
            return number(from.get(name), Times.UNSET);
        }

        private @Nullable Endpoint endpoint(String host, String port) {
            String name = texts.get(host);
            long number = number(texts.get(port), 0);
            return name == null || number < 0 || number > 65535 ? null : new Endpoint(name, (int) number);
        }

        Peer peer(String side, Intake intake) {
            Endpoint address = endpoint("host", "port");
            long connection = number(texts.get("connection"), 0);
            return new Peer(
                    connection == 0 ? 0 : intake.connection("steno " + side + " " + connection),
                    address == null ? new Endpoint("", 0) : address,
                    endpoint("ip", "ipPort"),
                    endpoint("local", "localPort"),
                    time(texts, "started"),
                    time(texts, "connected"),
                    time(texts, "ended"),
                    tls.isEmpty() ? null : tls(),
                    null,
                    texts.get("mode"));
        }

        private Tls tls() {
            return new Tls(
                    time(tls, "established"),
                    tls.get("version"),
                    tls.get("cipher"),
                    tls.get("sni"),
                    tls.get("alpn"),
                    List.of(),
                    List.of(),
                    List.of(),
                    null);
        }
    }

    /** What is known of a message of a WebSocket. */
    record MessageFields(Message.Edit edit, Message.@Nullable Kind kind) {
        /** Takes the scanner's next value. */
        static MessageFields read(JsonScanner in) throws IOException {
            Message.Edit edit = Message.Edit.NONE;
            Message.Kind kind = null;
            if (in.enterObject()) {
                while (in.nextName()) {
                    String value = in.text();
                    switch (in.name()) {
                        case "edit" -> edit = constant(Message.Edit.values(), value, Message.Edit.NONE);
                        case "kind" -> kind = constant(Message.Kind.values(), value, Message.Kind.PIECE);
                        default -> {
                            // of a later version
                        }
                    }
                }
            }
            return new MessageFields(edit, kind == Message.Kind.PIECE ? null : kind);
        }
    }

    private HarSteno(JsonScanner in) {
        this.in = in;
    }

    /** Reads the field; anything unknown in it is passed over. */
    static HarSteno of(String json) throws IOException {
        JsonScanner in = new JsonScanner(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        HarSteno read = new HarSteno(in);
        if (in.nextDocument() && in.enterObject()) {
            read.readFields();
        }
        return read;
    }

    private void readFields() throws IOException {
        while (in.nextName()) {
            switch (in.name()) {
                case "state" -> state = state(in.text());
                case "started" -> started = number(in.text(), Times.UNSET);
                case "duration" -> duration = number(in.text(), Times.UNSET);
                case "request" -> readMessage(request);
                case "response" -> readMessage(response);
                case "client" -> client = readPeer();
                case "server" -> server = readPeer();
                case "error" -> readError();
                case "mark" -> mark = textOr(in.text(), "");
                case "replay" -> replay = constant(Notes.Replay.values(), in.text(), Notes.Replay.NONE);
                case "metadata" -> readTexts(metadata);
                default -> in.skip();
            }
        }
    }

    private void readMessage(MessagePart part) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "version" -> part.version = in.text();
                case "started" -> part.started = number(in.text(), Times.UNSET);
                case "ended" -> part.ended = number(in.text(), Times.UNSET);
                case "trueSize" -> part.passed = number(in.text(), 0);
                case "head" -> part.head = head(in.text());
                default -> in.skip();
            }
        }
    }

    private PeerPart readPeer() throws IOException {
        PeerPart part = new PeerPart();
        if (in.enterObject()) {
            while (in.nextName()) {
                if (in.name().equals("tls")) {
                    readTexts(part.tls);
                } else {
                    String name = in.name();
                    String text = in.text();
                    if (text != null) {
                        part.texts.put(name, text);
                    }
                }
            }
        }
        return part;
    }

    private void readError() throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "step" -> step = constant(FlowError.Step.values(), in.text(), FlowError.Step.RESPONSE);
                case "time" -> failed = number(in.text(), Times.UNSET);
                default -> in.skip();
            }
        }
    }

    private void readTexts(Map<String, String> to) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            String name = in.name();
            String text = in.text();
            if (text != null) {
                to.put(name, text);
            }
        }
    }

    /** Sets in the flow what the archive has not. */
    void apply(HttpDraft draft, Intake intake, @Nullable String problem) {
        if (Times.isSet(started)) {
            draft.times(started, duration);
        }
        draft.requestTimes(request.started, request.ended).responseTimes(response.started, response.ended);
        if (request.version != null) {
            draft.version(request.version);
        }
        if (response.version != null) {
            draft.responseVersion(response.version);
        }
        if (request.head != null) {
            draft.requestHeaders(request.head);
        }
        if (response.head != null) {
            draft.responseHeaders(response.head);
        }
        if (client != null) {
            draft.peers(client.peer("client", intake), server == null ? null : server.peer("server", intake));
        }
        if (server == null) {
            draft.withoutServer();
        }
        if (step != null) {
            draft.error(new FlowError(step, problem == null ? "" : problem, Times.isSet(failed) ? failed : 0));
        } else {
            draft.error(null);
        }
        if (state != null) {
            draft.state(state);
        }
        if (!mark.isEmpty()) {
            draft.mark(mark);
        }
        draft.replay(replay);
        metadata.forEach(draft::note);
    }

    private static @Nullable FlowState state(@Nullable String label) {
        for (FlowState each : FlowState.values()) {
            if (each.label().equals(label)) {
                return each == FlowState.OPEN ? FlowState.INTERRUPTED : each;
            }
        }
        return null;
    }

    /** Field lines in Base64, each ended by CR LF. */
    private static @Nullable Headers head(@Nullable String base64) {
        if (base64 == null) {
            return null;
        }
        String lines;
        try {
            lines = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return null; // the fields of the archive are taken
        }
        Headers.Builder fields = Headers.builder(16);
        int at = 0;
        while (at < lines.length()) {
            int end = lines.indexOf("\r\n", at);
            int colon = lines.indexOf(": ", at + 1);
            if (end < 0 || colon < 0 || colon > end) {
                return null;
            }
            fields.add(lines.substring(at, colon), lines.substring(colon + 2, end));
            at = end + 2;
        }
        return fields.build();
    }

    private static String textOr(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static long number(@Nullable String text, long otherwise) {
        if (text == null || !text.matches("-?\\d{1,18}|-?[1-8]\\d{18}")) {
            return otherwise;
        }
        return Long.parseLong(text);
    }

    private static <T extends Enum<T>> T constant(T[] all, @Nullable String name, T otherwise) {
        for (T each : all) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        return otherwise;
    }
}
