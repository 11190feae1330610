package dev.steno.web.flows;

import dev.steno.compare.ComparisonRules;
import dev.steno.compare.IgnoreRule;
import dev.steno.compare.Ignored;
import dev.steno.compare.UsualNoise;
import dev.steno.diff.DiffSide;
import dev.steno.diff.DifferenceJson;
import dev.steno.diff.LargeSideException;
import dev.steno.store.WorkStopped;
import dev.steno.view.FlowSpec;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.http.UntilGone;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Compares two selections of the session that is being recorded. The flows are paired first, so that what is wrong with a
 * selection is a problem; then each difference is written as a line when it is found. All of that ends when the client leaves.
 */
public final class DiffResource {
    /** Upper bound on the flows of a side, so that comparisons have at most 110 MB of keys in the process that records. */
    private static final int MOST = 500_000;

    /** Comparisons that run at once. */
    private static final int AT_ONCE = 2;

    private static final int PATIENCE_SECONDS = 30;
    private static final int USUAL_LIMIT = 1_000;
    private static final int MOST_PERCENT = 1_000_000;

    private final RecordedSession session;
    private final int most;
    private final Semaphore room = new Semaphore(AT_ONCE);

    public DiffResource(RecordedSession session) {
        this(session, MOST);
    }

    /** @param most upper bound on the flows of a side */
    DiffResource(RecordedSession session, int most) {
        this.session = session;
        this.most = most;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/diff",
                "Compares two selections of the session (a, b, view) as lines: head, changed, removed and added flows, summary"
                        + " (skip, limit, values, length; ignore, strict, ordered, timing).",
                this::diff));
    }

    private ApiResponse diff(ApiRequest request) throws IOException {
        session.requireRecorded();
        request.takes("a", "b", "view", "skip", "limit", "values", "length", "ignore", "strict", "ordered", "timing");
        String a = request.parameter("a").orElse("");
        String b = request.parameter("b").orElse("");
        DiffLines.Wanted wanted = new DiffLines.Wanted(
                a,
                choice(a, request),
                b,
                choice(b, request),
                rules(request),
                request.number("skip", 0, 0, Integer.MAX_VALUE),
                request.number("limit", USUAL_LIMIT, 0, Integer.MAX_VALUE),
                request.number("values", Integer.MAX_VALUE, 0, Integer.MAX_VALUE),
                (int) request.number("length", DifferenceJson.LONGEST, 1, DifferenceJson.LONGEST));
        if (request.method().equals("HEAD")) {
            return ApiResponse.stream(ApiResponse.LINES, out -> {});
        }
        awaitRoom();
        ApiResponse response = null;
        try {
            session.settle();
            DiffLines lines = DiffLines.pair(session, wanted, most, new UntilGone(request));
            response = ApiResponse.stream(ApiResponse.LINES, out -> {
                try {
                    lines.writeTo(out);
                } finally {
                    room.release();
                }
            });
            return response;
        } catch (LargeSideException e) {
            throw ApiProblem.of(422, e.getMessage() + "; steno diff compares larger sessions");
        } catch (WorkStopped e) {
            throw new IOException("the client closed the connection", e);
        } finally {
            if (response == null) {
                room.release();
            }
        }
    }

    private void awaitRoom() throws IOException {
        try {
            if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw ApiProblem.of(
                        503,
                        AT_ONCE + " comparisons are in progress, the most at a time, and none ended within "
                                + PATIENCE_SECONDS + " s; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Steno stops");
        }
    }

    /** Returns the flows that a text selects: all if it is blank. */
    private DiffSide.Choice choice(String text, ApiRequest request) throws IOException {
        FlowSpec set = text.isBlank() ? FlowSpec.Named.ALL : FlowSelection.parse(text);
        if (set == FlowSpec.Named.ALL) {
            return DiffSide.Choice.ALL;
        }
        if (set instanceof FlowSpec.Matching matching) {
            return DiffSide.Choice.matching(matching.filter());
        }
        try {
            Roaring64Bitmap flows = session.view(request).resolve(set).get();
            return (reader, stopped) -> flows;
        } catch (ExecutionException e) {
            throw new IOException("the flows cannot be selected: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Steno stops");
        }
    }

    private static ComparisonRules rules(ApiRequest request) {
        List<IgnoreRule> ignored = new ArrayList<>(request.isOn("strict") ? List.of() : UsualNoise.RULES);
        for (String rule : request.parameter("ignore").orElse("").split("\n", -1)) {
            try {
                if (!rule.isBlank()) {
                    ignored.add(IgnoreRule.parse(rule.strip()));
                }
            } catch (IgnoreRule.IgnoreRuleException e) {
                throw ApiProblem.badRequest("ignore: " + e.getMessage());
            }
        }
        long percent = request.number("timing", -1, 0, MOST_PERCENT);
        return ComparisonRules.differences(Ignored.of(ignored))
                .withOrder(request.isOn("ordered"))
                .withTiming(percent < 0 ? -1 : percent / 100.0);
    }
}
