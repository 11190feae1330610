package dev.steno.mcp.tool;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** On which host a call acts. Stateless. */
final class ActedHost {
    /** A request that is not sent, with a host that no URL has. */
    private static final HttpRequest NOWHERE = new HttpRequest(
            "GET", "http", "", 80, "/", "HTTP/1.1", Headers.EMPTY, null, Body.NONE, Times.UNSET, Times.UNSET);

    private ActedHost() {}

    /** Returns the host of a URL, as a request would be sent to it; empty if it is a path, or no URL. */
    static Optional<String> ofUrl(@Nullable Object url) {
        try {
            String host = NOWHERE.to(String.valueOf(url), false).host();
            return host.equals(NOWHERE.host()) ? Optional.empty() : Optional.of(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the host to which edits move a request; empty if they do not. The last edit of the URL counts. */
    static Optional<String> ofEdits(List<?> edits) {
        Optional<String> host = Optional.empty();
        for (Object each : edits) {
            if (each instanceof Map<?, ?> edit && "url".equals(edit.get("op"))) {
                Optional<String> next = ofUrl(edit.get("value"));
                host = next.isPresent() ? next : host;
            }
        }
        return host;
    }

    /** Returns the host of a recorded flow; empty if it has no server. */
    static Optional<String> of(Flow flow) {
        if (flow instanceof HttpFlow http) {
            return Optional.of(http.request().host().toLowerCase(Locale.ROOT));
        }
        Peer server = flow.server();
        Endpoint address = server == null ? null : server.address();
        return Optional.ofNullable(address).map(each -> each.host().toLowerCase(Locale.ROOT));
    }
}
