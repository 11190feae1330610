package dev.steno.web.api;

import dev.steno.content.ContentType;
import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.look.BodyBytes;
import dev.steno.look.FlowBody;
import dev.steno.web.guard.Tickets;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives out tickets, and answers them with a body. A preview cannot run anything, fetch anything, or be framed by another
 * page; a body whose type is not known to be harmless is sent as a file.
 */
public final class TicketsResource {
    private static final String PREVIEW =
            "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'self'";

    private static final Set<String> PAGES = Set.of("text/html", "application/xhtml+xml");

    private static final Set<String> MEDIA = Set.of(
            "audio/aac",
            "audio/flac",
            "audio/mp4",
            "audio/mpeg",
            "audio/ogg",
            "audio/wav",
            "audio/wave",
            "audio/webm",
            "audio/x-m4a",
            "audio/x-wav",
            "video/mp4",
            "video/mpeg",
            "video/ogg",
            "video/quicktime",
            "video/webm",
            "video/x-m4v",
            "video/x-matroska");

    /** Upper bound on the bytes of a page that is previewed; what is behind is left out. */
    private static final int LONGEST_PAGE = 8 << 20;

    private final RecordedContent content;
    private final BodyResource bodies;
    private final Tickets<Ticket> tickets;
    private final String base;

    /** For what a body is asked. */
    enum Use {
        /** HTML in a frame in which nothing runs and which fetches nothing. */
        PREVIEW,
        /** Audio or video, in ranges; good for a minute since its last use. */
        MEDIA,
        /** A file. */
        DOWNLOAD
    }

    /**
     * A body that a ticket is good for.
     *
     * @param part {@code request} or {@code response}
     * @param revision of the flow, as the parameter {@code revision}; empty for the newest one
     * @param decoded whether content codings are removed
     */
    private record Ticket(long flow, String part, String revision, boolean decoded, Use use) {}

    /**
     * @param nanos the clock, in nanoseconds
     * @param base what precedes the names of tickets in their addresses, such as {@code /t/}
     */
    public TicketsResource(RecordedContent content, LongSupplier nanos, String base) {
        this.content = content;
        this.bodies = new BodyResource(content);
        this.tickets = new Tickets<>(nanos);
        this.base = base;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        "/api/v1/tickets",
                        "Makes an address for one body, good for a minute without the token.",
                        this::create),
                new Route("GET", base + "{ticket}", "Sends the body of a ticket.", this::answer));
    }

    private ApiResponse create(ApiRequest request) throws IOException {
        Map<String, @Nullable Object> asked = RequestJson.object(request.body());
        OptionalLong flow = FlowIdJson.read(asked.get("flow"));
        if (flow.isEmpty() || !(asked.get("part") instanceof String part)) {
            throw ApiProblem.badRequest("a ticket needs the number of a flow, and a part: request or response");
        }
        String revision = Objects.requireNonNullElse(asked.get("revision"), "").toString();
        FlowBody body = content.body(flow.getAsLong(), part, revision);
        boolean decoded = !body.codings().isEmpty() && !Boolean.FALSE.equals(asked.get("decoded"));
        String name = tickets.create(new Ticket(flow.getAsLong(), part, revision, decoded, use(asked.get("as"))));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("url", base + name);
            json.writeEndObject();
        }));
    }

    private static Use use(@Nullable Object as) {
        for (Use use : Use.values()) {
            if (use.name().toLowerCase(Locale.ROOT).equals(as)) {
                return use;
            }
        }
        throw ApiProblem.badRequest("a ticket is for preview, media or download, not " + as);
    }

    private ApiResponse answer(ApiRequest request) throws IOException {
        String name = request.variable("ticket");
        Ticket ticket = tickets.find(name)
                .orElseThrow(
                        () -> ApiProblem.notFound("this address was good for a minute; open it from the page again"));
        if (ticket.use() == Use.MEDIA) {
            tickets.renew(name);
        }
        FlowBody body = content.body(ticket.flow(), ticket.part(), ticket.revision());
        ContentType type = ContentType.parse(body.type());
        if (ticket.use() == Use.PREVIEW && PAGES.contains(type.type())) {
            return preview(body);
        }
        ApiResponse response = bodies.answer(request, content.reader(), body, ticket.decoded());
        if (response.status() == 304) {
            return response;
        }
        if (ticket.use() == Use.MEDIA && MEDIA.contains(type.type())) {
            return typed(response, type.type());
        }
        return response.with("Content-Disposition", SafeName.attachment(content.flow(ticket.flow()), ticket.part()));
    }

    /** As HTML, since XHTML that is not well-formed shows nothing. */
    private ApiResponse preview(FlowBody body) throws IOException {
        try (InputStream in = BodyBytes.open(content.reader(), body)) {
            byte[] page = in.readNBytes(LONGEST_PAGE);
            byte[] sent = PreviewPage.of(page, body.type(), page.length < LONGEST_PAGE);
            return ApiResponse.of(200, "text/html; charset=utf-8", sent)
                    .with("Content-Security-Policy", PREVIEW)
                    .with("X-DNS-Prefetch-Control", "off");
        }
    }

    private static ApiResponse typed(ApiResponse response, String type) {
        return new ApiResponse(response.status(), type, response.headers(), response.length(), response.body());
    }
}
