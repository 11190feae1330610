package dev.steno.copy;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
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
import org.jspecify.annotations.Nullable;

/** The formats of copies, by the names that people give them. */
public enum CopyFormat {
    /** A command of curl for a shell that sends the request again. */
    CURL("curl", ".sh", "text/x-shellscript", "# "),
    /** The URL of the request. */
    URL("URLs", ".txt", "text/plain", null),
    /** The request as in HTTP/1.1, whatever the version it was sent in. */
    RAW("requests as bytes", ".http", "application/octet-stream", null),
    /** The response as in HTTP/1.1. */
    RAW_RESPONSE("responses as bytes", ".http", "application/octet-stream", null),
    /** A command of HTTPie for a shell that sends the request again. */
    HTTPIE("HTTPie", ".sh", "text/x-shellscript", "# "),
    /** JavaScript that sends the request again by {@code fetch}. */
    FETCH("JavaScript with fetch", ".mjs", "text/javascript", "// "),
    /** Python that sends the request again by {@code http.client}. */
    PYTHON("Python with http.client", ".py", "text/x-python", "# "),
    /** Python that sends the request again by Requests. */
    PYTHON_REQUESTS("Python with Requests", ".py", "text/x-python", "# "),
    /** A command of PowerShell 7 that sends the request again. */
    POWERSHELL("PowerShell", ".ps1", "text/plain", "# ");

    /** Upper bound on the body in a command, in bytes: longer lines are hard to paste. */
    private static final int LONGEST_IN_COMMAND = 256 << 10;

    /** Upper bound on a body that is copied, in bytes, since a copy is held in memory. */
    private static final int LONGEST = 32 << 20;

    private final String title;
    private final String extension;
    private final String mediaType;
    private final @Nullable String comment;

    CopyFormat(String title, String extension, String mediaType, @Nullable String comment) {
        this.title = title;
        this.extension = extension;
        this.mediaType = mediaType;
        this.comment = comment;
    }

    /** Opens the recorded bytes of a body: those of a session, or without secrets. */
    @FunctionalInterface
    public interface Bodies {
        /** The caller closes the stream. */
        InputStream open(HttpFlow flow, Body body) throws IOException;
    }

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

    /** Returns the name of the language or tool: {@code Python with http.client}. */
    public String title() {
        return title;
    }

    /** Returns the usual ending of files with such copies, with its dot. */
    public String extension() {
        return extension;
    }

    /** Returns the media type of such files. */
    public String mediaType() {
        return mediaType;
    }

    /** Returns a comment in this format, with its line feed, in ASCII; empty if it has no comments. */
    public String comment(String text) {
        return comment == null ? "" : comment + CodeText.line(text) + "\n";
    }

    /**
     * Returns the copy.
     *
     * @throws UncopyableException if the flow cannot be expressed in this format
     * @throws IOException if the body cannot be read
     */
    public byte[] copy(Flow flow, SessionReader bodies) throws IOException {
        return copy(flow, (http, body) -> bodies.body(body));
    }

    /** As {@link #copy(Flow, SessionReader)}, with bodies from elsewhere. */
    public byte[] copy(Flow flow, Bodies bodies) throws IOException {
        if (!(flow instanceof HttpFlow http)) {
            throw new UncopyableException(
                    "flow " + FlowNumber.print(flow.id()) + " is a raw stream; only HTTP can be copied as " + label());
        }
        HttpRequest request = http.request();
        return switch (this) {
            case CURL -> code(CurlCommand::of, http, bodies);
            case HTTPIE -> code(HttpieCommand::of, http, bodies);
            case FETCH -> code(FetchCode::of, http, bodies);
            case PYTHON -> code(PythonCode::of, http, bodies);
            case PYTHON_REQUESTS -> code(RequestsCode::of, http, bodies);
            case POWERSHELL -> code(PowershellCode::of, http, bodies);
            case URL -> request.url().getBytes(StandardCharsets.ISO_8859_1);
            case RAW -> {
                String target = request.method() + " " + request.path() + " " + text(request.version()) + "\r\n";
                yield raw(target + fields(request.headers()), http, request.body(), bodies);
            }
            case RAW_RESPONSE -> {
                HttpResponse response = http.response();
                if (response == null) {
                    throw new UncopyableException("flow " + FlowNumber.print(flow.id()) + " has no response");
                }
                String status = text(response.version()) + " " + response.status() + " " + response.reason() + "\r\n";
                yield raw(status + fields(response.headers()), http, response.body(), bodies);
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

    private interface Code {
        String of(HttpFlow flow, byte @Nullable [] body);
    }

    private static byte[] code(Code code, HttpFlow flow, Bodies bodies) throws IOException {
        Body body = flow.request().body();
        byte[] bytes = body.size() > LONGEST_IN_COMMAND ? null : read(flow, body, bodies);
        return code.of(flow, bytes).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] raw(String head, HttpFlow flow, Body body, Bodies bodies) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(read(flow, body, bodies));
        return all.toByteArray();
    }

    private static byte[] read(HttpFlow flow, Body body, Bodies bodies) throws IOException {
        if (body.size() > LONGEST) {
            throw new UncopyableException(
                    "the body of " + body.size() + " bytes is too long to copy; download it instead");
        }
        try (InputStream in = bodies.open(flow, body)) {
            return in.readAllBytes();
        }
    }
}
