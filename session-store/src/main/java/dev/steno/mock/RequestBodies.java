package dev.steno.mock;

import dev.steno.flow.Body;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Times;
import dev.steno.mock.answer.BodySupply;
import dev.steno.mock.key.ContentRule;
import dev.steno.mock.key.MatchRules;
import dev.steno.mock.key.RequestParts;
import java.io.IOException;
import java.io.InputStream;

/** The parts of requests whose bodies may have to be read. Stateless. */
final class RequestBodies {
    /** The largest body that is compared by what it means, as sent, in bytes; larger ones are compared by their bytes. */
    static final int MOST = 8 << 20;

    private RequestBodies() {}

    /** Whether the parts of a request can be made without reading a body. */
    static boolean isAtHand(HttpRequest request, MatchRules rules) {
        return rules.content() == ContentRule.NONE || !(request.body() instanceof Body.Stored);
    }

    /** Whether the content of a request counts, and is too large or too slow to be known. */
    static boolean lacksContent(HttpRequest request, MatchRules rules) {
        return rules.content() != ContentRule.NONE
                && request.body() instanceof Body.None
                && !Times.isSet(request.ended());
    }

    /** Returns the parts of a request whose body is at hand. */
    static RequestParts parts(HttpRequest request, MatchRules rules) {
        byte[] body = request.body() instanceof Body.Inline inline ? inline.bytes() : null;
        return RequestParts.of(request, body, rules);
    }

    /**
     * Returns the parts of a request. Blocks.
     *
     * @throws IOException if its body cannot be read
     */
    static RequestParts parts(HttpRequest request, MatchRules rules, BodySupply bodies) throws IOException {
        if (isAtHand(request, rules)) {
            return parts(request, rules);
        }
        try (InputStream in = bodies.open(request.body())) {
            return request.body().size() > MOST
                    ? RequestParts.ofLarge(request, in, rules)
                    : RequestParts.of(request, in.readAllBytes(), rules);
        }
    }
}
