package dev.steno.web.flows;

import dev.steno.flow.FlowNumber;
import dev.steno.store.FlowRow;
import dev.steno.view.View;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A page of a live view, whose filter and order are the view's. The next page begins after the last flow of this one, or at
 * its place if the flow is no longer shown. Stateless.
 */
final class ViewPage {
    private ViewPage() {}

    static ApiResponse of(ApiRequest request, View view, int limit) throws IOException {
        for (String other : List.of("filter", "order", "reverse")) {
            if (request.parameter(other).isPresent()) {
                throw ApiProblem.badRequest(
                        "a view has its own filter and order; give " + other + " or view, not both");
            }
        }
        long from = from(request, view);
        List<FlowRow> rows = await(view.rows(from, limit));
        long size = await(view.size());
        boolean more = !rows.isEmpty() && from + limit < size;
        @Nullable
        String next = more ? FlowNumber.print(rows.get(rows.size() - 1).id()) + "." + (from + limit) : null;
        return FlowsResource.answer(rows, next);
    }

    private static long from(ApiRequest request, View view) throws IOException {
        String cursor = request.parameter("cursor").orElse("");
        if (cursor.isEmpty()) {
            return 0;
        }
        int dot = cursor.lastIndexOf('.'); // the number of a flow may have one too
        OptionalLong flow = dot < 0 ? OptionalLong.empty() : FlowNumber.parse(cursor.substring(0, dot));
        if (flow.isEmpty() || !cursor.substring(dot + 1).matches("[0-9]{1,18}")) {
            throw ApiProblem.badRequest("the cursor is not one that Steno gave for a view: " + cursor);
        }
        OptionalLong place = await(view.indexOf(flow.getAsLong()));
        return place.isPresent() ? place.getAsLong() + 1 : Long.parseLong(cursor.substring(dot + 1));
    }

    private static <T> T await(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IOException("the view cannot be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Steno stops");
        }
    }
}
