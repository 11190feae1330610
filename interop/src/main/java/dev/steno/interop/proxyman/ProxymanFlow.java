package dev.steno.interop.proxyman;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.intake.BodyIntake;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.ImportUrl;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.text.SettledText;
import dev.steno.interop.text.TextHeaders;
import dev.steno.interop.text.TextMessage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns entries into flows. For one thread. */
final class ProxymanFlow {
    private final Intake intake;

    ProxymanFlow(Intake intake) {
        this.intake = intake;
    }

    /** Adds the flow of an entry. */
    void add(ProxymanEntry entry, HttpDraft draft) throws SkippedEntryException, IOException {
        if (!entry.request.present || entry.method == null || entry.method.isBlank()) {
            throw new SkippedEntryException(Loss.NO_REQUEST, "no request");
        }
        String method = entry.method.strip();
        draft.method(method);
        target(entry, method, draft);
        long started = nanos(entry.times[0]);
        long ended = nanos(entry.times[3]);
        draft.version(version(entry.versions[0], entry.alpn, draft))
                .requestHeaders(entry.request.headers.headers())
                .times(
                        started,
                        Times.isSet(started) && Times.isSet(ended) && ended >= started ? ended - started : Times.UNSET)
                .requestTimes(started, nanos(entry.times[1]));
        SettledText sent = entry.request.store(intake);
        if (sent.size() > 0) {
            draft.requestBody(sent.body());
            sent.markRequest(entry.request.headers, draft);
        }
        response(entry, method, draft);
        peers(entry, draft);
        notes(entry, draft);
        draft.add();
    }

    private static void target(ProxymanEntry entry, String method, HttpDraft draft) throws SkippedEntryException {
        boolean named = entry.port > 0 && entry.port < 65536;
        String host = entry.host == null ? "" : entry.host.strip();
        if (method.equals("CONNECT")) {
            Endpoint server = ImportUrl.server(
                    host.isEmpty() && entry.uri != null ? entry.uri : host,
                    named ? (int) entry.port : Endpoint.HTTPS_PORT);
            draft.target("http", server, server.toString());
        } else if (entry.fullPath != null && entry.fullPath.contains("://")) {
            draft.url(entry.fullPath);
        } else {
            String scheme = entry.scheme == null ? "http" : entry.scheme.toLowerCase(Locale.ROOT);
            String uri = entry.uri == null || entry.uri.isEmpty() ? "/" : entry.uri;
            draft.url(uri.contains("://") ? uri : scheme + "://" + host + (named ? ":" + (int) entry.port : "") + uri);
        }
    }

    private static String version(int number, @Nullable String alpn, HttpDraft draft) {
        switch (number) {
            case 1_000:
                return "HTTP/1.0";
            case 1_001:
                return "HTTP/1.1";
            case 2_000:
                return "HTTP/2.0";
            case 3_000:
                return "HTTP/3";
            default:
                draft.note("import.version", "guessed");
                return "h2".equals(alpn) ? "HTTP/2.0" : "HTTP/1.1";
        }
    }

    private void response(ProxymanEntry entry, String method, HttpDraft draft) throws IOException {
        int status = entry.status >= 100 && entry.status < 1000 ? (int) entry.status : 0;
        if (!entry.response.present || status == 0) {
            if (entry.problem != null) {
                draft.error(FlowError.Step.RESPONSE, entry.problem);
            }
            return;
        }
        TextHeaders headers = entry.response.headers;
        draft.response(
                        status,
                        entry.phrase == null ? "" : entry.phrase,
                        entry.versions[1] == 0 ? null : version(entry.versions[1], entry.alpn, draft))
                .responseHeaders(headers.headers())
                .responseTimes(nanos(entry.times[2]), nanos(entry.times[3]));
        SettledText body = entry.response.store(intake);
        boolean bodiless = method.equals("HEAD") || method.equals("CONNECT") || status == 204 || status == 304;
        if (body.size() > 0) {
            draft.responseBody(body.body());
            body.markResponse(headers, draft);
            if (bodiless) {
                draft.markResponseBody(ImportMarks.CACHE);
            }
        } else if (!bodiless && Math.abs(entry.response.declared) > 0 && Math.abs(entry.response.declared) < 1e15) {
            draft.responseBody(BodyIntake.missing((long) Math.abs(entry.response.declared)))
                    .markResponseBody(ImportMarks.MISSING);
        }
        if (entry.problem != null) {
            entry.extra.putText("error", entry.problem);
        }
    }

    private static void peers(ProxymanEntry entry, HttpDraft draft) {
        Endpoint ip = endpoint(entry.serverIp, entry.serverPort, draft.targetPort());
        boolean secure = entry.tlsVersion != null || entry.cipher != null || entry.alpn != null;
        Tls tls = !secure
                ? null
                : new Tls(
                        Times.UNSET,
                        entry.tlsVersion,
                        entry.cipher,
                        null,
                        entry.alpn,
                        List.of(),
                        List.of(),
                        List.of(),
                        null);
        if (!draft.hasResponse() && ip == null) {
            draft.withoutServer();
        } else {
            draft.server(null, ip, "", tls);
        }
        Endpoint client = endpoint(entry.clientIp, entry.clientPort, 0);
        if (client != null) {
            draft.client(client, "", null);
        }
    }

    private static @Nullable Endpoint endpoint(@Nullable String ip, double named, int usual) {
        if (ip == null || ip.isBlank() || !ip.strip().matches("[0-9A-Fa-f:.]+(%\\w+)?")) {
            return null;
        }
        return new Endpoint(ip.strip(), named > 0 && named < 65536 ? (int) named : usual);
    }

    private static void notes(ProxymanEntry entry, HttpDraft draft) {
        if (entry.color != null && !entry.color.isBlank()) {
            draft.mark(entry.color);
        }
        if (entry.comment != null && !entry.comment.isBlank()) {
            draft.comment(entry.comment);
        }
        if (entry.webSocket) {
            draft.webSocket();
        }
        for (TextMessage each : List.of(entry.request, entry.response)) {
            if (each.headers.isWide()) {
                draft.note("import.headers", "utf-8");
            }
            if (each.headers.isSplit()) {
                draft.lost(Loss.HEADERS_SPLIT);
            }
        }
        if (!entry.extra.isEmpty()) {
            draft.extra(entry.extra.toJson());
        }
        if (entry.extra.dropped() > 0) {
            draft.lost(Loss.DETAILS);
        }
    }

    /** Seconds in a double are exact to a microsecond, and no further. */
    private static long nanos(double seconds) {
        return seconds > 0 && seconds < 9.2e9 ? Math.round(seconds * 1e6) * 1000 : Times.UNSET;
    }
}
