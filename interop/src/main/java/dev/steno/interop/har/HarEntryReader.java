package dev.steno.interop.har;

import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.json.ExtraFields;
import dev.steno.interop.json.JsonKind;
import dev.steno.interop.json.JsonScanner;
import dev.steno.interop.json.TextTraits;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the fields of entries. What has no place in a flow is kept as it is. For one thread. */
final class HarEntryReader {
    private final JsonScanner in;

    HarEntryReader(JsonScanner in) {
        this.in = in;
    }

    /**
     * Takes the value of a field of an entry, whose name was read.
     *
     * @param draft the flow, to which messages of a WebSocket belong
     */
    void readField(HarEntry entry, HttpDraft draft) throws IOException {
        switch (in.name()) {
            case "startedDateTime" -> entry.started = in.text();
            case "time" -> entry.time = in.number();
            case "request" -> readMessage(entry.request);
            case "response" -> readMessage(entry.response);
            case "timings" -> readTimings(entry);
            case "pageref" -> entry.pageref = in.text();
            case "serverIPAddress" -> entry.serverIp = in.text();
            case "_serverPort" -> entry.serverPort = in.number();
            case "_clientAddress", "_clientIPAddress" -> entry.clientIp = in.text();
            case "_clientPort" -> entry.clientPort = in.number();
            case "connection" -> entry.connection = in.text();
            case "comment", "_zapMessageNote" -> {
                String comment = in.text();
                entry.comment = comment == null || comment.isEmpty() ? entry.comment : comment;
            }
            case "_resourceType" -> {
                entry.resourceType = in.text();
                if (entry.resourceType != null) {
                    entry.extra.putText("_resourceType", entry.resourceType);
                }
            }
            case "_error" -> entry.error = textOrExtra(entry.extra);
            case "_wasAborted" -> entry.aborted = in.truth();
            case "_pinned" -> entry.pinned = in.truth();
            case "_fromCache" -> {
                String from = in.text();
                entry.fromCache = from != null && !from.equals("false");
                if (from != null) {
                    entry.extra.putText("_fromCache", from);
                }
            }
            case "_webSocketMessages" -> socket(entry, draft).readMessages(in);
            case "_webSocketClose" -> socket(entry, draft).readClose(in);
            case "_steno" -> entry.steno = in.compact(HttpDraft.LONGEST_EXTRA * 64);
            case "cache" -> in.skip();
            default -> entry.extra.take(in);
        }
    }

    private static HarSocket socket(HarEntry entry, HttpDraft draft) {
        if (entry.socket == HarSocket.NONE) {
            entry.socket = new HarSocket(draft);
        }
        return entry.socket;
    }

    /** Returns a text; keeps a value of another kind as it is, and returns that. */
    private @Nullable String textOrExtra(ExtraFields extra) throws IOException {
        JsonKind kind = in.kind();
        if (kind == JsonKind.OBJECT || kind == JsonKind.ARRAY) {
            String name = in.name();
            String json = in.compact(HttpDraft.LONGEST_EXTRA / 2);
            if (json != null) {
                extra.put(name, json);
            }
            return json == null || json.length() <= 2 ? null : json;
        }
        String text = in.text();
        return text == null || text.isBlank() ? null : text;
    }

    private void readTimings(HarEntry entry) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            int phase = Arrays.asList(HarEntry.PHASES).indexOf(in.name());
            if (phase >= 0) {
                entry.phases[phase] = in.number();
            } else {
                entry.timings.take(in);
            }
        }
    }

    private void readMessage(HarMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        message.present = true;
        while (in.nextName()) {
            switch (in.name()) {
                case "method" -> message.method = in.text();
                case "url" -> message.url = in.text();
                case "httpVersion" -> message.version = in.text();
                case "headers" -> message.headers.read(in);
                case "_trailers" -> message.trailers.read(in);
                case "status" -> message.status = in.number();
                case "statusText" -> message.statusText = in.text();
                case "bodySize" -> message.bodySize = in.number();
                case "postData", "content" -> readBody(message);
                case "_content" -> readOtherBody(message);
                case "_error" -> message.error = textOrExtra(message.extra);
                case "_failureText" -> message.error = in.text();
                case "_fetchType" -> {
                    message.fetchType = in.text();
                    if (message.fetchType != null) {
                        message.extra.putText("_fetchType", message.fetchType);
                    }
                }
                case "fromDiskCache", "_fromDiskCache" -> message.fromCache = in.truth();
                case "_securityDetails" -> readSecurity(message);
                case "_steno" -> readCoded(message);
                case "cookies", "queryString", "headersSize", "redirectURL" -> in.skip();
                default -> message.extra.take(in);
            }
        }
    }

    private void readCoded(HarMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            boolean value = in.truth();
            message.coded |= in.name().equals("coded") && value;
        }
    }

    private void readSecurity(HarMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        ExtraFields details = new ExtraFields(HttpDraft.LONGEST_EXTRA);
        while (in.nextName()) {
            if (in.name().equals("protocol")) {
                message.securityProtocol = in.text();
            } else {
                details.take(in);
            }
        }
        message.extra.put("_securityDetails", details);
    }

    private void readBody(HarMessage message) throws IOException {
        if (in.kind() == JsonKind.STRING) {
            readText(message); // postData that is a text itself
            return;
        }
        if (!in.enterObject()) {
            return;
        }
        while (in.nextName()) {
            switch (in.name()) {
                case "text" -> readText(message);
                case "encoding" -> message.encoding = in.text();
                case "size" -> message.contentSize = in.number();
                case "mimeType" -> message.mimeType = in.text();
                case "_file" -> message.file = in.text();
                case "comment" -> message.bodyComment = in.text();
                case "params" -> readParams(message);
                case "_content" -> readOtherBody(message);
                case "compression" -> in.skip();
                default -> message.bodyExtra.take(in);
            }
        }
    }

    /** Takes a text that may be as long as it likes; an empty one does not replace another. */
    private void readText(HarMessage message) throws IOException {
        JsonKind kind = in.kind();
        if (kind == JsonKind.OBJECT || kind == JsonKind.ARRAY) {
            String json = in.compact(HttpDraft.LONGEST_EXTRA * 64); // a body of JSON that was put there as it is
            if (json != null) {
                setText(message, json);
            }
            return;
        }
        if (kind != JsonKind.STRING) {
            String text = in.text();
            if (text != null) {
                setText(message, text);
            }
            return;
        }
        if (message.text.size() > 0) {
            in.skip();
            return;
        }
        TextTraits traits = in.copy(message.text);
        message.text.setTraits(traits == null ? TextTraits.EMPTY : traits);
        message.hasText = true;
    }

    private static void setText(HarMessage message, String text) throws IOException {
        byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        message.text.write(utf8, 0, utf8.length);
        message.text.setTraits(new TextTraits(text.codePointCount(0, text.length()), true, false, false));
        message.hasText = true;
    }

    /** HTTP Toolkit's place for bodies of requests that are no text: {@code _content{text,size,encoding}}. */
    private void readOtherBody(HarMessage message) throws IOException {
        if (!in.enterObject()) {
            return;
        }
        String encoding = null;
        boolean taken = message.text.size() == 0;
        while (in.nextName()) {
            switch (in.name()) {
                case "text" -> readText(message);
                case "encoding" -> encoding = in.text();
                case "size" -> {
                    double size = in.number();
                    message.contentSize = taken ? size : message.contentSize;
                }
                default -> in.skip();
            }
        }
        if (taken && encoding != null && message.text.size() > 0) {
            message.encoding = encoding;
        }
    }

    private void readParams(HarMessage message) throws IOException {
        if (in.kind() != JsonKind.ARRAY) {
            in.skip();
            return;
        }
        in.enterArray();
        while (in.nextItem()) {
            if (!in.enterObject()) {
                continue;
            }
            String name = null;
            String value = null;
            while (in.nextName()) {
                switch (in.name()) {
                    case "name" -> name = in.text();
                    case "value" -> value = in.text();
                    case "fileName", "contentType" -> {
                        String file = in.text();
                        message.multipart |= file != null && !file.isEmpty();
                    }
                    default -> in.skip();
                }
            }
            if (name != null || value != null) {
                message.params.add(name == null ? "" : name);
                message.params.add(value == null ? "" : value);
            }
        }
    }
}
