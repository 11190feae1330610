package dev.steno.interop.har;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.HttpVersions;
import dev.steno.interop.intake.ImportUrl;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.LenientTime;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.json.ExtraFields;
import dev.steno.interop.json.JsonScanner;
import dev.steno.interop.json.JsonSyntaxException;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.text.TextHeaders;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Turns entries into flows. For one thread. */
final class HarFlow {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%\\w+)?");

    /** Fields that Fiddler adds to the response of a CONNECT. */
    private static final Set<String> OF_FIDDLER =
            Set.of("endtime", "clienttoserverbytes", "servertoclientbytes", "fiddlergateway", "starttime");

    private final Intake intake;
    private final HarAttachments attachments;
    private final HarBody bodies;
    private String tool = "";

    HarFlow(Intake intake, HarAttachments attachments) {
        this.intake = intake;
        this.attachments = attachments;
        this.bodies = new HarBody(intake, attachments);
    }

    /** Sets the name of the tool that wrote the file, in small letters. */
    void setTool(String creator) {
        tool = creator;
    }

    /**
     * Adds the flow of an entry.
     *
     * @param page the entry's page as JSON, if this is its first entry
     * @throws SkippedEntryException if the entry is no flow
     */
    void add(HarEntry entry, @Nullable String page, HttpDraft draft) throws SkippedEntryException, IOException {
        HarSteno steno = entry.steno == null ? null : HarSteno.of(entry.steno);
        if (steno != null) {
            entry.request.passed = steno.request.passed;
            entry.response.passed = steno.response.passed;
        }
        HarMessage request = entry.request;
        String method = method(request, draft);
        target(request, method, entry.socket.isPublished(), draft);
        LenientTime began = LenientTime.parse(entry.started);
        if (began.zoneMissing()) {
            draft.note("import.time", "zone-assumed");
        }
        long started = began.nanos();
        draft.method(method)
                .version(version(request, request.headers.hasPseudoFields(), draft))
                .requestHeaders(request.headers.headers())
                .times(started, HarTimes.duration(entry))
                .requestTimes(started, HarTimes.requestEnded(started, entry));
        if (!request.trailers.isEmpty()) {
            draft.requestTrailers(request.trailers.headers());
        }
        boolean tunnel = method.equals("CONNECT");
        boolean ofFiddler = tunnel && isOfFiddler(entry.response.headers);
        if (!ofFiddler) {
            bodies.request(request, isSized(), draft);
        }
        response(entry, method, ofFiddler, started, draft);
        peers(entry, draft);
        socket(entry, draft);
        notes(entry, page, draft);
        for (HarMessage each : List.of(request, entry.response)) {
            if (each.headers.isWide() && steno == null) {
                draft.note("import.headers", "utf-8");
            }
            if (each.headers.isSplit()) {
                draft.lost(Loss.HEADERS_SPLIT);
            }
        }
        if (steno != null) {
            steno.apply(draft, intake, problem(entry));
        }
        draft.add();
    }

    private static String method(HarMessage request, HttpDraft draft) throws SkippedEntryException {
        if (!request.present || request.url == null) {
            throw new SkippedEntryException(Loss.NO_REQUEST, request.present ? "no URL" : "no request");
        }
        String method = request.method == null ? "" : request.method.strip();
        if (method.isEmpty()) {
            draft.note("import.method", "guessed");
            return "GET";
        }
        return method;
    }

    private static void target(HarMessage request, String method, boolean required, HttpDraft draft)
            throws SkippedEntryException {
        String url = String.valueOf(request.url);
        try {
            if (method.equals("CONNECT")) {
                String authority = url.strip().replaceFirst("^\\w+://", "").replaceFirst("[/?#].*$", "");
                Endpoint server =
                        ImportUrl.server(authority.substring(authority.lastIndexOf('@') + 1), Endpoint.HTTPS_PORT);
                draft.target("http", server, server.toString());
            } else {
                draft.url(url);
            }
        } catch (SkippedEntryException e) {
            if (!required) {
                throw e;
            }
            draft.lost(e.loss()).target("http", new Endpoint("", 0), url); // its messages are in the session already
        }
    }

    /** Whether sizes of bodies are those of the bytes that the file has: mitmproxy names the size with content codings. */
    private boolean isSized() {
        return !tool.startsWith("mitmproxy");
    }

    private static String version(HarMessage message, boolean pseudoFields, HttpDraft draft) {
        String named = message.version == null ? "" : message.version.strip();
        Optional<String> known = HttpVersions.known(named);
        if (known.isPresent()) {
            if (named.toLowerCase(Locale.ROOT).startsWith("spdy")) {
                message.extra.putText("httpVersion", named);
            }
            return known.get();
        }
        draft.note("import.version", "guessed");
        if (!named.isEmpty() && !named.equals("unknown")) {
            message.extra.putText("httpVersion", named);
        }
        return pseudoFields ? "HTTP/2.0" : "HTTP/1.1";
    }

    private void response(HarEntry entry, String method, boolean ofFiddler, long started, HttpDraft draft)
            throws IOException {
        HarMessage response = entry.response;
        int status = response.status >= 100 && response.status < 1000 ? (int) response.status : 0;
        String problem = problem(entry);
        if (status == 0) {
            String message =
                    problem != null ? problem : entry.aborted ? "the request was aborted" : "the file has no response";
            draft.error(step(message), message);
            return;
        }
        boolean named = response.version != null && !response.version.isBlank();
        draft.response(
                        status,
                        response.statusText == null ? "" : response.statusText,
                        named ? version(response, entry.request.headers.hasPseudoFields(), draft) : null)
                .responseHeaders(
                        ofFiddler
                                ? response.headers
                                        .headers()
                                        .without(name -> OF_FIDDLER.contains(name.toLowerCase(Locale.ROOT)))
                                : response.headers.headers())
                .responseTimes(HarTimes.responseStarted(started, entry), HarTimes.responseEnded(started, entry));
        if (!response.trailers.isEmpty()) {
            draft.responseTrailers(response.trailers.headers());
        }
        if (!ofFiddler && !(isSocket(entry) && response.file != null)) {
            bodies.response(response, method, isCached(entry), isSized(), draft);
        }
        if (problem != null && entry.steno == null && !problem.startsWith("{")) {
            entry.extra.putText("_error", problem); // a response came nevertheless
        }
    }

    /** Fiddler's name may stand behind the entries. */
    private boolean isOfFiddler(TextHeaders response) {
        return tool.startsWith("fiddler") || OF_FIDDLER.stream().anyMatch(name -> response.get(name) != null);
    }

    private static @Nullable String problem(HarEntry entry) {
        if (entry.error != null) {
            return entry.error;
        }
        return entry.response.error != null ? entry.response.error : entry.request.error;
    }

    /** Returns the step that failed, by the words of Chrome, Firefox and Node. */
    private static FlowError.Step step(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("name_not_resolved")
                || text.contains("unknown_host")
                || text.contains("notfound")
                || text.contains("dns")) {
            return FlowError.Step.RESOLVE;
        }
        if (text.contains("ssl") || text.contains("tls") || text.contains("cert")) {
            return FlowError.Step.SERVER_TLS;
        }
        return text.contains("connection_refused")
                        || text.contains("econnrefused")
                        || text.contains("connection_timed_out")
                        || text.contains("connection_failed")
                        || text.contains("address_unreachable")
                        || text.contains("net_timeout")
                        || text.contains("failed to connect")
                ? FlowError.Step.CONNECT
                : FlowError.Step.RESPONSE;
    }

    private static boolean isCached(HarEntry entry) {
        String fetch = entry.response.fetchType;
        return entry.fromCache || entry.response.fromCache || fetch != null && fetch.contains("Cache");
    }

    private static void peers(HarEntry entry, HttpDraft draft) {
        Endpoint ip = address(entry.serverIp, entry.serverPort, draft.targetPort());
        String connection = entry.connection == null ? "" : entry.connection.strip();
        String protocol = entry.response.securityProtocol != null
                ? entry.response.securityProtocol
                : entry.request.securityProtocol;
        if (!draft.hasResponse() && ip == null && connection.isEmpty()) {
            draft.withoutServer();
        } else {
            draft.server(null, ip, connection, protocol == null || protocol.isBlank() ? null : tls(protocol));
        }
        Endpoint client = address(entry.clientIp, entry.clientPort, 0);
        if (client != null) {
            draft.client(client, "", null);
        }
    }

    /** Playwright and DevTools write {@code TLS 1.3}. */
    private static Tls tls(String protocol) {
        String version = protocol.strip().replaceFirst("^TLS (\\d)", "TLSv$1");
        return new Tls(Times.UNSET, version, null, null, null, List.of(), List.of(), List.of(), null);
    }

    /** Returns an IP address with its port; null if the text is no address, such as a name. */
    private static @Nullable Endpoint address(@Nullable String text, double named, int usual) {
        if (text == null) {
            return null;
        }
        int port = named > 0 && named < 65536 ? (int) named : usual;
        String ip = text.strip();
        if (ip.startsWith("[")) {
            int close = ip.indexOf(']');
            String after = close < 0 ? "" : ip.substring(close + 1);
            ip = close < 0 ? ip.substring(1) : ip.substring(1, close);
            port = port(after, port);
        } else if (ip.indexOf(':') > 0 && ip.indexOf(':') == ip.lastIndexOf(':')) {
            port = port(ip.substring(ip.indexOf(':')), port);
            ip = ip.substring(0, ip.indexOf(':'));
        }
        return IPV4.matcher(ip).matches() || IPV6.matcher(ip).matches() ? new Endpoint(ip, port) : null;
    }

    private static int port(String afterColon, int otherwise) {
        if (!afterColon.matches(":\\d{1,5}")) {
            return otherwise;
        }
        int port = Integer.parseInt(afterColon.substring(1));
        return port > 65535 ? otherwise : port;
    }

    private static boolean isSocket(HarEntry entry) {
        return "websocket".equals(entry.resourceType) || entry.socket.isSeen();
    }

    private void socket(HarEntry entry, HttpDraft draft) throws IOException {
        if (!isSocket(entry)) {
            return;
        }
        draft.webSocket();
        entry.socket.flush();
        String file = entry.response.file;
        if (file == null) {
            return;
        }
        try (InputStream in = attachments.open(file)) {
            if (in == null) {
                entry.response.bodyExtra.putText("_file", file);
                draft.lost(Loss.BODY_MISSING);
                return;
            }
            JsonScanner lines = new JsonScanner(in);
            HarSocket messages = new HarSocket(draft);
            while (lines.nextDocument()) {
                messages.readMessage(lines);
            }
            messages.flush();
        } catch (JsonSyntaxException | ZipException | EOFException e) {
            intake.losses().count(Loss.DAMAGED, file + ": " + e.getMessage());
        }
    }

    private static void notes(HarEntry entry, @Nullable String page, HttpDraft draft) {
        if (entry.comment != null && !entry.comment.isEmpty()) {
            draft.comment(entry.comment);
        }
        if (entry.pinned) {
            draft.mark("pinned");
        }
        if (entry.steno != null) {
            return; // written by our own export, which has the rest in a field of its own
        }
        ExtraFields extra = entry.extra;
        if (entry.pageref != null) {
            extra.putText("pageref", entry.pageref);
        }
        if (page != null) {
            extra.put("page", page);
        }
        for (int i = 0; i < 3; i++) {
            if (entry.phases[i] > 0) {
                entry.timings.put(HarEntry.PHASES[i], number(entry.phases[i]));
            }
        }
        part(entry.request, "postData");
        part(entry.response, "content");
        extra.put("timings", entry.timings);
        extra.put("request", entry.request.extra);
        extra.put("response", entry.response.extra);
        if (!extra.isEmpty()) {
            draft.extra(extra.toJson());
        }
        if (extra.dropped() > 0) {
            draft.lost(Loss.DETAILS);
        }
    }

    private static void part(HarMessage message, String name) {
        if (message.mimeType != null && !message.mimeType.isEmpty() && message.headers.get("content-type") == null) {
            message.bodyExtra.putText("mimeType", message.mimeType);
        }
        if (message.bodyComment != null && !message.bodyComment.isEmpty()) {
            message.bodyExtra.putText("comment", message.bodyComment);
        }
        message.extra.put(name, message.bodyExtra);
    }

    private static String number(double value) {
        return value == Math.rint(value) && value < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }
}
