package dev.steno.interop.charles;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.interop.intake.BodyIntake;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.HttpVersions;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns transactions into flows. For one thread. */
final class CharlesFlow {
    private static final double LONGEST = 9.2e12;

    private final Intake intake;

    CharlesFlow(Intake intake) {
        this.intake = intake;
    }

    /** Returns the bodies as they stand in the transaction. */
    SettledText stored(TextMessage message) throws IOException {
        return message.store(intake);
    }

    /** Adds the flow of a transaction. */
    void add(CharlesTransaction from, SettledText requestBody, SettledText responseBody, HttpDraft draft)
            throws SkippedEntryException, IOException {
        String method =
                from.method != null && !from.method.isBlank() ? from.method.strip() : from.tunnel ? "CONNECT" : "";
        if (method.isEmpty()) {
            throw new SkippedEntryException(Loss.NO_REQUEST, "no method");
        }
        draft.method(method);
        target(from, method, draft);
        draft.version(version(from, draft))
                .requestHeaders(from.request.headers.headers())
                .times(from.times[0].nanos(), duration(from))
                .requestTimes(first(from.times[1].nanos(), from.times[0].nanos()), from.times[2].nanos());
        requestBody(from.request, requestBody, draft);
        int status = from.code >= 100 && from.code < 1000 ? (int) from.code : 0;
        if (status != 0) {
            draft.response(status, reason(from.firstLine), null)
                    .responseHeaders(from.response.headers.headers())
                    .responseTimes(from.times[3].nanos(), from.times[4].nanos());
            responseBody(from.response, responseBody, !isBodiless(method, status), draft);
        }
        outcome(from, status, draft);
        peers(from, status, draft);
        if (from.webSocket) {
            draft.webSocket();
        }
        if (from.notes != null && !from.notes.isBlank()) {
            draft.comment(from.notes);
        }
        for (TextHeaders headers : List.of(from.request.headers, from.response.headers)) {
            if (headers.isWide()) {
                draft.note("import.headers", "utf-8");
            }
            if (headers.isSplit()) {
                draft.lost(Loss.HEADERS_SPLIT);
            }
        }
        if (!from.extra.isEmpty()) {
            draft.extra(from.extra.toJson());
        }
        if (from.extra.dropped() > 0) {
            draft.lost(Loss.DETAILS);
        }
        draft.add();
    }

    private static boolean isBodiless(String method, int status) {
        return method.equals("HEAD") || method.equals("CONNECT") || status == 204 || status == 304;
    }

    /** The host may be that of a connection that was used again, so that the name in the request is preferred. */
    private static void target(CharlesTransaction from, String method, HttpDraft draft) throws SkippedEntryException {
        String scheme = from.scheme == null ? "http" : from.scheme.strip().toLowerCase(Locale.ROOT);
        String plain = scheme.equals("wss") ? "https" : scheme.equals("ws") ? "http" : scheme;
        boolean named = from.port > 0 && from.port < 65536;
        String authority = from.request.headers.get(":authority");
        if (authority == null || authority.isBlank()) {
            authority = from.host == null ? "" : from.host.strip();
            authority = authority.indexOf(':') >= 0 && !authority.startsWith("[") ? "[" + authority + "]" : authority;
        }
        if (method.equals("CONNECT")) {
            Endpoint server = ImportUrl.server(authority, named ? (int) from.port : Endpoint.HTTPS_PORT);
            draft.target("http", server, server.toString());
            return;
        }
        Endpoint server = ImportUrl.server(authority, named ? (int) from.port : Endpoint.usualPort(plain));
        String path = from.path == null || from.path.isEmpty() ? "/" : from.path;
        String query = from.query == null || from.query.isEmpty() ? "" : "?" + from.query;
        draft.url(scheme + "://" + server + (path.startsWith("/") ? "" : "/") + path + query);
    }

    private static String version(CharlesTransaction from, HttpDraft draft) {
        Optional<String> known = HttpVersions.known(from.version == null ? "" : from.version);
        if (known.isPresent()) {
            return known.get();
        }
        draft.note("import.version", "guessed");
        return from.request.headers.hasPseudoFields() ? "HTTP/2.0" : "HTTP/1.1";
    }

    private static long first(long one, long other) {
        return Times.isSet(one) ? one : other;
    }

    private static long duration(CharlesTransaction from) {
        if (from.total >= 0 && from.total < LONGEST) {
            return Math.round(from.total * 1e6);
        }
        long start = from.times[0].nanos();
        long end = from.times[4].nanos();
        return Times.isSet(start) && Times.isSet(end) && end >= start ? end - start : Times.UNSET;
    }

    /** The third part of a status line; empty if there is none, as in HTTP/2. */
    private static String reason(@Nullable String line) {
        String[] parts = line == null ? new String[0] : line.split(" ", 3);
        return parts.length == 3 ? parts[2] : "";
    }

    private static void requestBody(TextMessage message, SettledText body, HttpDraft draft) {
        if (body.size() > 0) {
            draft.requestBody(body.body());
            body.markRequest(message.headers, draft);
        } else if (size(message) > 0) {
            draft.requestBody(BodyIntake.missing(size(message))).markRequestBody(ImportMarks.MISSING);
        }
    }

    private static void responseBody(TextMessage message, SettledText body, boolean passes, HttpDraft draft) {
        if (body.size() > 0) {
            draft.responseBody(body.body());
            body.markResponse(message.headers, draft);
            if (!passes) {
                draft.markResponseBody(ImportMarks.CACHE);
            }
        } else if (passes && size(message) > 0) {
            draft.responseBody(BodyIntake.missing(size(message))).markResponseBody(ImportMarks.MISSING);
        }
    }

    /** The size that the file names, of the coded body if it was coded. */
    private static long size(TextMessage message) {
        double size = Math.abs(message.declared);
        return size < 1e15 ? (long) size : 0;
    }

    private static void outcome(CharlesTransaction from, int status, HttpDraft draft) {
        String state = from.status == null ? "" : from.status.strip().toUpperCase(Locale.ROOT);
        boolean failed = state.equals("FAILED") || state.equals("EXCEPTION") || state.equals("BLOCKED");
        if (failed || status == 0 && (from.problem != null || state.equals("COMPLETE"))) {
            String message = from.problem != null ? from.problem : "the file has no response";
            String small = message.toLowerCase(Locale.ROOT);
            FlowError.Step step = small.contains("connect to") || small.contains("refused")
                    ? FlowError.Step.CONNECT
                    : small.contains("ssl") || small.contains("tls")
                            ? FlowError.Step.SERVER_TLS
                            : small.contains("unknown host") || small.contains("resolve")
                                    ? FlowError.Step.RESOLVE
                                    : FlowError.Step.RESPONSE;
            draft.error(step, message).state(FlowState.FAILED);
        }
    }

    private static void peers(CharlesTransaction from, int status, HttpDraft draft) {
        Endpoint ip = null;
        String address = ip(from.remote);
        if (address != null) {
            ip = new Endpoint(address, draft.targetPort());
        }
        Tls tls = from.tlsVersion == null && from.cipher == null && from.alpn == null
                ? null
                : new Tls(
                        Times.UNSET,
                        from.tlsVersion,
                        from.cipher,
                        null,
                        from.alpn,
                        List.of(),
                        List.of(),
                        List.of(),
                        null);
        if (status == 0 && ip == null) {
            draft.withoutServer();
        } else {
            draft.server(null, ip, "", tls);
        }
        String client = ip(from.client);
        if (client != null) {
            int port = from.clientPort > 0 && from.clientPort < 65536 ? (int) from.clientPort : 0;
            draft.client(new Endpoint(client, port), "", null);
        }
    }

    /** Java writes an address as {@code name/ip}. */
    private static @Nullable String ip(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String ip = text.substring(text.lastIndexOf('/') + 1).strip();
        boolean literal = ip.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.%]*:[0-9A-Fa-f:.%\\w]*");
        return literal ? ip : null;
    }
}
