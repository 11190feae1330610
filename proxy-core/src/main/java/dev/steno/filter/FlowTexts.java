package dev.steno.filter;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Notes.Replay;
import dev.steno.flow.RecordedBy;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Extracts the texts of a flow's fields. Stateless. */
final class FlowTexts {
    private FlowTexts() {}

    static boolean awaitsResponse(Flow flow) {
        return flow instanceof HttpFlow http && http.state() == FlowState.OPEN && http.response() == null;
    }

    /** The endpoint that the client requested. */
    static Endpoint target(Flow flow) {
        if (flow instanceof HttpFlow http) {
            return new Endpoint(http.request().host(), http.request().port());
        }
        return ((TcpFlow) flow).target();
    }

    static List<String> url(Flow flow) {
        return List.of(
                flow instanceof HttpFlow http
                        ? http.request().url()
                        : target(flow).toString());
    }

    /** The scheme of a URL, or the protocol of a raw stream. */
    static List<String> scheme(Flow flow) {
        return List.of(flow instanceof HttpFlow http ? http.request().scheme() : ((TcpFlow) flow).protocol());
    }

    static List<String> host(Flow flow) {
        return List.of(target(flow).host());
    }

    static List<String> domains(Flow flow) {
        String host = target(flow).host();
        String other = null;
        if (flow instanceof HttpFlow http) {
            other = http.request().headers().get("host");
        } else {
            Tls tls = flow.client().tls();
            other = tls == null ? null : tls.sni();
        }
        return other == null || other.equalsIgnoreCase(host) ? List.of(host) : List.of(host, withoutPort(other));
    }

    /** The host of {@code uri-host [":" port]} (RFC 9110, 7.2); an IPv6 literal loses its brackets. */
    private static String withoutPort(String authority) {
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end < 0 ? authority : authority.substring(1, end);
        }
        int colon = authority.lastIndexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    static String source(Flow flow) {
        return flow.client().address().toString();
    }

    static String destination(Flow flow) {
        var server = flow.server();
        return (server == null ? target(flow) : server.address()).toString();
    }

    static List<String> headers(HttpFlow flow) {
        HttpResponse response = flow.response();
        return response == null
                ? requestHeaders(flow)
                : List.of(lines(flow.request().headers()), lines(response.headers()));
    }

    static List<String> requestHeaders(HttpFlow flow) {
        return List.of(lines(flow.request().headers()));
    }

    static List<String> responseHeaders(HttpFlow flow) {
        HttpResponse response = flow.response();
        return response == null ? List.of() : List.of(lines(response.headers()));
    }

    static List<String> types(HttpFlow flow) {
        List<String> types = new ArrayList<>(requestTypes(flow));
        types.addAll(responseTypes(flow));
        return types;
    }

    static List<String> requestTypes(HttpFlow flow) {
        return type(flow.request().headers());
    }

    static List<String> responseTypes(HttpFlow flow) {
        HttpResponse response = flow.response();
        return response == null ? List.of() : type(response.headers());
    }

    static List<String> query(HttpFlow flow) {
        String path = flow.request().path();
        int mark = path.indexOf('?');
        return mark < 0 ? List.of() : List.of(path.substring(mark + 1));
    }

    /** The cookies that the request sends and the response sets, each {@code name=value} (RFC 6265, 4). */
    static List<String> cookies(HttpFlow flow) {
        List<String> cookies = new ArrayList<>();
        for (String field : flow.request().headers().all("cookie")) {
            for (String pair : field.split(";")) {
                cookies.add(pair.strip());
            }
        }
        HttpResponse response = flow.response();
        if (response != null) {
            for (String field : response.headers().all("set-cookie")) {
                int end = field.indexOf(';');
                cookies.add((end < 0 ? field : field.substring(0, end)).strip());
            }
        }
        return cookies;
    }

    static List<String> metadata(Flow flow) {
        if (flow.notes().metadata().isEmpty()) {
            return List.of();
        }
        StringBuilder lines = new StringBuilder();
        flow.notes()
                .metadata()
                .forEach((key, value) ->
                        lines.append(key).append(": ").append(value).append('\n'));
        return List.of(lines.toString());
    }

    static List<String> recorder(Flow flow) {
        RecordedBy by = flow.notes().recordedBy();
        if (by == null) {
            return List.of(); // of a file
        }
        return Stream.of(Integer.toString(FlowNumber.recorder(flow.id())), by.file(), by.host())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    static List<String> rules(Flow flow) {
        String all = flow.notes().metadata().get(Notes.RULES);
        if (all == null || all.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (String name : all.split(" ")) {
            names.add(name);
            if (name.startsWith("!")) {
                names.add(name.substring(1));
            }
        }
        return names;
    }

    static List<String> error(Flow flow) {
        var error = flow.error();
        return error == null ? List.of() : List.of(error.message());
    }

    static List<String> step(Flow flow) {
        var error = flow.error();
        return error == null ? List.of() : List.of(lower(error.step()));
    }

    static List<String> replay(Flow flow) {
        Replay replay = flow.notes().replay();
        return replay == Replay.NONE ? List.of() : List.of(lower(replay));
    }

    /** The name of a constant in filters and in the session's SQL views. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> type(Headers headers) {
        String type = headers.get("content-type");
        return type == null ? List.of() : List.of(type);
    }

    /** The header lines, each ended by a bare line feed, so that {@code $} matches at the end of a value. */
    private static String lines(Headers headers) {
        StringBuilder lines = new StringBuilder(64 * headers.size());
        for (int i = 0; i < headers.size(); i++) {
            lines.append(headers.name(i)).append(": ").append(headers.value(i)).append('\n');
        }
        return lines.toString();
    }
}
