package dev.steno.web.api;

import com.google.re2j.PatternSyntaxException;
import dev.steno.content.view.ViewContent;
import dev.steno.filter.ByteFinder;
import dev.steno.json.Json;
import dev.steno.look.BodyBytes;
import dev.steno.look.BodyFinder;
import dev.steno.look.BodyLooks;
import dev.steno.look.DecodedBodies;
import dev.steno.look.FlowBody;
import dev.steno.store.BodyReader;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Finds a text or an expression in a body, and sends the offsets of its matches as they are found. */
public final class FindResource {
    /** Upper bound on the matches of one request. */
    static final int MOST = 1_000;

    private static final int PROBED = 64 << 10;
    private static final long TIME = TimeUnit.SECONDS.toNanos(30);

    private final String base;
    private final BodyChoice choice;

    /** @param base what precedes {@code /find} in the paths */
    FindResource(String base, BodyChoice choice) {
        this.base = base;
        this.choice = choice;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                base + "/find",
                "Finds a text, or with regex=1 an expression, in a body without its codings.",
                this::find));
    }

    private ApiResponse find(ApiRequest request) throws IOException {
        BodyChoice.Chosen chosen = choice.of(request);
        BodyReader reader = chosen.reader();
        FlowBody body = chosen.body();
        boolean decoded =
                !body.codings().isEmpty() && request.parameter("decoded").isEmpty() || request.isOn("decoded");
        long from = request.number("from", 0, 0, Long.MAX_VALUE >> 4);
        long limit = request.number("limit", MOST, 1, MOST);
        Charset charset = charset(reader, body, decoded);
        ByteFinder finder = finder(request, charset);
        return ApiResponse.stream(ApiResponse.LINES, out -> {
            try (InputStream in = open(reader, body, decoded, from)) {
                AtomicLong found = new AtomicLong();
                long deadline = System.nanoTime() + TIME;
                long stopped = new BodyFinder(in, from, finder, charset)
                        .find(
                                (offset, length, line) -> {
                                    write(out, offset, length, line, false);
                                    return found.incrementAndGet() < limit;
                                },
                                () -> request.isGone() || System.nanoTime() - deadline > 0);
                if (stopped >= 0) {
                    write(out, stopped, 0, "", true);
                }
            }
        });
    }

    private static ByteFinder finder(ApiRequest request, Charset charset) {
        String text = request.parameter("text")
                .filter(given -> !given.isEmpty())
                .orElseThrow(() -> ApiProblem.badRequest("the parameter text is missing: it says what to find"));
        if (!request.isOn("regex")) {
            return ByteFinder.text(text, charset);
        }
        try {
            return ByteFinder.expression(text);
        } catch (PatternSyntaxException e) {
            throw ApiProblem.badRequest("the expression is not valid: " + e.getMessage());
        }
    }

    /** The charset by the first bytes, in which a text is searched for. */
    private static Charset charset(BodyReader reader, FlowBody body, boolean decoded) throws IOException {
        try (InputStream in = open(reader, body, decoded, 0)) {
            byte[] start = in.readNBytes(PROBED);
            return BodyLooks.charset(new ViewContent(start, body.type(), start.length < PROBED, null));
        }
    }

    /** A body that is not coded as it says is searched as it was transferred. */
    private static InputStream open(BodyReader reader, FlowBody body, boolean decoded, long from) throws IOException {
        return decoded && BodyBytes.isDecodable(reader, body)
                ? skip(DecodedBodies.open(reader, body), from)
                : reader.body(body.body(), from);
    }

    private static InputStream skip(InputStream in, long count) throws IOException {
        byte[] block = new byte[PROBED];
        for (long left = count; left > 0; ) {
            int read = in.read(block, 0, (int) Math.min(left, block.length));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return in;
    }

    private static void write(OutputStream out, long offset, int length, String line, boolean stopped)
            throws IOException {
        out.write(Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberProperty("offset", offset);
            json.writeNumberProperty("length", length);
            json.writeStringProperty("line_text", line);
            if (stopped) {
                json.writeBooleanProperty("stopped", true);
            }
            json.writeEndObject();
        }));
        out.write('\n');
        out.flush();
    }
}
