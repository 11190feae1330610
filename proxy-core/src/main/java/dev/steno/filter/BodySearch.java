package dev.steno.filter;

import dev.steno.content.BodyText;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Times;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Searches bodies and messages. A match is final; a mismatch is final only once the flow is closed. Immutable. */
record BodySearch(ContentSource content, Predicate<String> test) {

    static boolean ended(HttpRequest request) {
        return Times.isSet(request.ended());
    }

    static boolean ended(@Nullable HttpResponse response) {
        return response != null && Times.isSet(response.ended());
    }

    /** @param only the direction to search; null for both */
    Match in(Flow flow, @Nullable Direction only) {
        boolean open = flow.state() == FlowState.OPEN;
        if (!(flow instanceof HttpFlow http)) {
            return messages(flow, open, only);
        }
        Match match = bodies(http, open, only);
        return match == Match.YES || http.webSocket() == null ? match : match.or(messages(flow, open, only));
    }

    private Match bodies(HttpFlow http, boolean open, @Nullable Direction only) {
        HttpRequest request = http.request();
        Match match = only != Direction.SERVER_TO_CLIENT
                ? in(request.body(), ImportMarks.bodyHeaders(http, true), open && !ended(request))
                : Match.NO;
        if (match == Match.YES || only == Direction.CLIENT_TO_SERVER) {
            return match;
        }
        HttpResponse response = http.response();
        return match.or(
                response == null
                        ? open ? Match.UNKNOWN : Match.NO
                        : in(response.body(), ImportMarks.bodyHeaders(http, false), open && !ended(response)));
    }

    private Match in(Body body, Headers headers, boolean more) {
        Match without = more ? Match.UNKNOWN : Match.NO;
        if (body.size() == 0) {
            return without;
        }
        String text = content.text(body, headers);
        if (text == null) {
            return Match.UNKNOWN;
        }
        return test.test(text) ? Match.YES : without;
    }

    private Match messages(Flow flow, boolean more, @Nullable Direction only) {
        Match found = content.anyMessage(
                flow,
                message -> (only == null || only == message.direction()) && test.test(BodyText.plain(message.data())));
        return found == Match.NO && more ? Match.UNKNOWN : found;
    }
}
