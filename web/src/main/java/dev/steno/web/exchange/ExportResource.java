package dev.steno.web.exchange;

import dev.steno.json.Json;
import dev.steno.web.guard.Tickets;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import dev.steno.web.http.UntilGone;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Exports of sets of flows: for programs as the answer itself, for pages at an address that a browser downloads without the
 * token. Any thread that may block.
 */
public final class ExportResource {
    private final RecordedSession session;
    private final SessionExports exports;
    private final Tickets<Ticket> tickets;
    private final String base;

    /** An export that a browser may download. */
    private record Ticket(ExportOrder order, ExportOutcome outcome) {}

    /**
     * @param leaving replaces secrets in exports for other tools; a session file has them all
     * @param nanos the clock, in nanoseconds
     * @param tickets what precedes the names of tickets in their addresses, such as {@code /t/}
     */
    public ExportResource(RecordedSession session, Leaving leaving, LongSupplier nanos, String tickets) {
        this.session = session;
        this.exports = new SessionExports(session, leaving);
        this.tickets = new Tickets<>(nanos);
        this.base = tickets + "export/";
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/api/v1/export",
                        "Returns a set of flows as a session file, or in the format of another tool, without secrets unless secrets is on"
                                + " (format, set, view, secrets; version of mitmproxy's, true_ports of a packet capture, no_static"
                                + " of k6 and OpenAPI).",
                        this::export),
                new Route(
                        "POST",
                        "/api/v1/export",
                        "Makes an address for an export (members as the parameters of GET), good for a minute without the token.",
                        this::create),
                new Route(
                        "GET",
                        "/api/v1/export/{ticket}",
                        "Tells how far the export of an address is: waiting, writing, done or failed, its flows, and what was"
                                + " lost.",
                        this::tell),
                new Route("GET", base + "{ticket}", "Sends the export of a ticket.", this::download));
    }

    private ApiResponse export(ApiRequest request) throws IOException {
        session.requireRecorded();
        ExportOrder order = ExportOrder.of(request, session);
        return respond(request, order, new ExportOutcome());
    }

    private ApiResponse respond(ApiRequest request, ExportOrder order, ExportOutcome outcome) throws IOException {
        outcome.begin(new UntilGone(request));
        return exports.respond(order, !request.method().equals("HEAD"), outcome);
    }

    private ApiResponse create(ApiRequest request) throws IOException {
        session.requireRecorded();
        request.takes();
        ExportOrder order = ExportOrder.of(request.withQuery(members(request)), session);
        String name = tickets.create(new Ticket(order, new ExportOutcome()));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("url", base + name);
            json.writeStringProperty("id", name);
            Json.property(
                    json, "flows", order.flows() == null ? null : order.flows().getLongCardinality());
            json.writeEndObject();
        }));
    }

    /** Returns the members of the body as parameters; null is none. */
    private static Map<String, String> members(ApiRequest request) {
        Map<String, String> members = new LinkedHashMap<>();
        RequestJson.object(request.body()).forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                members.put(name, value.toString());
            } else if (value != null) {
                throw ApiProblem.badRequest("the member " + name + " must be a text, a number, true or false");
            }
        });
        return members;
    }

    private Ticket ticket(ApiRequest request) {
        return tickets.find(request.variable("ticket"))
                .orElseThrow(() -> ApiProblem.notFound("this address was good for a minute; export again"));
    }

    private ApiResponse tell(ApiRequest request) {
        request.takes();
        Ticket ticket = ticket(request);
        tickets.renew(request.variable("ticket")); // as long as the page asks
        return ticket.outcome().respond();
    }

    private ApiResponse download(ApiRequest request) throws IOException {
        Ticket ticket = ticket(request);
        return respond(request, ticket.order(), ticket.outcome());
    }
}
