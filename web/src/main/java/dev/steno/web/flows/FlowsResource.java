package dev.steno.web.flows;

import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import dev.steno.page.FlowPage;
import dev.steno.page.PageCursor;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionReader;
import dev.steno.view.View;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.session.FilterParameter;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists of flows: pages in any order, or all of them as a stream that can go on with what comes. */
public final class FlowsResource {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final RecordedSession session;

    public FlowsResource(RecordedSession session) {
        this.session = session;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/flows",
                "Lists flows by pages (filter, order, reverse, limit, cursor; or view), or all as a stream of lines "
                        + "(Accept: application/x-ndjson; follow).",
                this::list));
    }

    private ApiResponse list(ApiRequest request) throws IOException {
        session.requireRecorded();
        boolean lines = request.header("accept").orElse("").contains(ApiResponse.LINES);
        if (lines || request.isOn("follow")) {
            return stream(request);
        }
        int limit = (int) request.number("limit", USUAL, 1, MOST);
        View view = session.namedView(request).orElse(null);
        return view == null ? page(request, limit) : ViewPage.of(request, view, limit);
    }

    private ApiResponse page(ApiRequest request, int limit) throws IOException {
        Filter filter = FilterParameter.of(request);
        Order order = order(request);
        boolean reverse = request.isOn("reverse");
        String cursor = request.parameter("cursor").orElse("");
        PageCursor after = cursor.isEmpty() ? null : place(cursor, order, reverse);
        session.settle();
        try (SessionReader reader = session.reader()) {
            FlowPage page =
                    FlowPage.read(reader, new FlowPage.Request(filter, order, reverse, after, limit), request::isGone);
            PageCursor next = page.next();
            return answer(page.rows(), next == null ? null : next.text());
        } catch (CancellationException e) {
            throw new IOException("the client closed the connection", e);
        }
    }

    private static PageCursor place(String cursor, Order order, boolean reverse) {
        PageCursor place = PageCursor.parse(cursor)
                .orElseThrow(() -> ApiProblem.badRequest("the cursor is not one that Steno gave: " + cursor));
        if (place.order() != order || place.reverse() != reverse) {
            throw ApiProblem.badRequest("the cursor belongs to another order; give order and reverse as for its page");
        }
        return place;
    }

    static ApiResponse answer(List<FlowRow> rows, @Nullable String next) {
        return ApiResponse.json(Json.bytes(json -> {
            FlowJson objects = new FlowJson(json);
            json.writeStartObject();
            json.writeArrayPropertyStart("flows");
            rows.forEach(objects::write);
            json.writeEndArray();
            Json.property(json, "next", next);
            json.writeEndObject();
        }));
    }

    private static Order order(ApiRequest request) {
        String name = request.parameter("order").orElse("time");
        return Arrays.stream(Order.values())
                .filter(order -> order.label().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiProblem.badRequest("order must be one of "
                        + Arrays.stream(Order.values()).map(Order::label).collect(Collectors.joining(", ")) + ", not "
                        + name));
    }

    private ApiResponse stream(ApiRequest request) {
        if (order(request) != Order.TIME) {
            throw ApiProblem.badRequest("a stream is in the order of time; ask for pages to have another order");
        }
        if (request.parameter("view").isPresent()) {
            throw ApiProblem.badRequest("a stream has a filter, not a view");
        }
        boolean follow = request.isOn("follow");
        boolean reverse = request.isOn("reverse");
        if (follow && reverse) {
            throw ApiProblem.badRequest("a stream that is followed cannot be reversed");
        }
        FlowLines lines = new FlowLines(session, FilterParameter.of(request), reverse, request::isGone);
        return ApiResponse.stream(ApiResponse.LINES, follow ? lines::follow : lines::writeAll);
    }
}
