package dev.steno.copy;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.store.SessionReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of copies, by the names that people give them. */
public enum CopyFormat {
    /** A command for a shell that sends the request again. */
    CURL,
    /** The URL of the request. */
    URL,
    /** The request as in HTTP/1.1, whatever the version it was sent in. */
    RAW,
    /** The response as in HTTP/1.1. */
    RAW_RESPONSE;

    /** Upper bound on the body in a command, in bytes: longer lines are hard to paste. */
    private static final int LONGEST_IN_COMMAND = 256 << 10;

    /** Upper bound on a body that is copied, in bytes, since a copy is held in memory. */
    private static final int LONGEST = 32 << 20;

    /** Returns the format with a name; empty if there is none. */
    public static Optional<CopyFormat> named(String name) {
        return Arrays.stream(values()).filter(each -> each.label().equals(name)).findFirst();
    }

    /** Returns the names of all formats, separated by commas. */
    public static String names() {
        return Arrays.stream(values()).map(CopyFormat::label).collect(Collectors.joining(", "));
    }

    /** Returns the name: {@code raw-response}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the copy.
     *
     * @throws UncopyableException if the flow cannot be expressed in this format
     * @throws IOException if the body cannot be read
     */
    public byte[] copy(Flow flow, SessionReader bodies) throws IOException {
        if (!(flow instanceof HttpFlow http)) {
            throw new UncopyableException(
                    "flow " + flow.id() + " is a raw stream; only HTTP can be copied as " + label());
        }
        HttpRequest request = http.request();
        return switch (this) {
            case CURL -> {
                byte[] body = request.body().size() > LONGEST_IN_COMMAND ? null : read(request.body(), bodies);
                yield CurlCommand.of(http, body).getBytes(StandardCharsets.UTF_8);
            }
            case URL -> request.url().getBytes(StandardCharsets.ISO_8859_1);
            case RAW -> {
                String target = request.method() + " " + request.path() + " " + text(request.version()) + "\r\n";
                yield raw(target + fields(request.headers()), request.body(), bodies);
            }
            case RAW_RESPONSE -> {
                HttpResponse response = http.response();
                if (response == null) {
                    throw new UncopyableException("flow " + flow.id() + " has no response");
                }
                String status = text(response.version()) + " " + response.status() + " " + response.reason() + "\r\n";
                yield raw(status + fields(response.headers()), response.body(), bodies);
            }
        };
    }

    private static String text(String version) {
        return version.startsWith("HTTP/1") ? version : "HTTP/1.1";
    }

    /** Without pseudo-header fields, which HTTP/1.1 does not have. */
    private static String fields(Headers headers) {
        return headers.without(name -> name.startsWith(":")).toString();
    }

    private static byte[] raw(String head, Body body, SessionReader bodies) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(read(body, bodies));
        return all.toByteArray();
    }

    private static byte[] read(Body body, SessionReader bodies) throws IOException {
        if (body.size() > LONGEST) {
            throw new UncopyableException(
                    "the body of " + body.size() + " bytes is too long to copy; download it instead");
        }
        try (InputStream in = bodies.body(body)) {
            return in.readAllBytes();
        }
    }
}
