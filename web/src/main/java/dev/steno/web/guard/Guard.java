package dev.steno.web.guard;

import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may be answered, before any resource sees it. It refuses what comes through a proxy, under
 * a name that is not this server's, from a page of another origin, or without the token. Nothing a browser sends by
 * itself, such as a cookie, is a credential. Any thread.
 */
public final class Guard {
    /** Fields that a proxy adds, beside those of {@link #X_FORWARDED}. */
    private static final Set<String> FORWARDED = Set.of("via", "forwarded", "x-real-ip");

    /** How the names of fields begin that tell what a proxy changed. */
    private static final String X_FORWARDED = "x-forwarded-";

    /** What a browser says of requests by the page itself, and by a person who typed the address (Fetch Metadata, 2.3). */
    private static final Set<String> SAME_ORIGIN = Set.of("same-origin", "none");

    /** Where a page changes its code for the token: the only resource of the API that needs no token. */
    public static final String LOGIN = "/api/v1/login";

    /** Where a client of the model context protocol posts its messages. */
    public static final String MCP = "/mcp";

    /** Where a monitoring system scrapes metrics. */
    public static final String METRICS = "/metrics";

    /** What is neither below this path nor {@link #MCP} nor {@link #METRICS} is a page, which holds no data. */
    private static final String API = "/api/";

    private static final String BEARER = "Bearer ";
    private static final String OPEN = "open the URL that steno web prints";

    private volatile WebToken token;
    private volatile @Nullable WebToken metricsToken;
    private final HostNames names;
    private final boolean behindProxy;
    private final FailedAttempts failures;
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();

    /**
     * @param behindProxy whether requests may come through a reverse proxy that the user runs
     * @param nanos the clock, in nanoseconds
     */
    public Guard(WebToken token, HostNames names, boolean behindProxy, LongSupplier nanos) {
        this.token = token;
        this.names = names;
        this.behindProxy = behindProxy;
        this.failures = new FailedAttempts(nanos);
    }

    /** Returns the token that requests must have. */
    public WebToken token() {
        return token;
    }

    /** Replaces the token: requests with the old one are refused from now on. */
    public void replaceToken(WebToken next) {
        token = next;
        ends.forEach(Runnable::run);
    }

    /** Accepts another token as well, for {@link #METRICS} alone: a monitoring system need not be able to read the record. */
    public void opensMetrics(WebToken other) {
        metricsToken = other;
    }

    /** Adds what ends the connections that the old token opened. Called after the token was replaced, on any thread. */
    public void onNewToken(Runnable end) {
        ends.add(end);
    }

    /**
     * Checks a request.
     *
     * @throws ApiProblem 401, 403, 421 or 429 if it is refused
     */
    public void check(ApiRequest request) {
        boolean isPage = !request.path().startsWith(API)
                && !request.path().equals(MCP)
                && !request.path().equals(METRICS);
        checkOrigin(request, isPage);
        if (!isPage && !request.path().equals(LOGIN)) {
            checkToken(request);
        }
    }

    /**
     * Checks the opening handshake of a WebSocket. The token follows as its first message, since pages cannot send header
     * fields with it; the origin must be named, as browsers do.
     *
     * @throws ApiProblem 403 or 421 if it is refused
     */
    public void checkWebSocket(ApiRequest request) {
        checkOrigin(request, false);
        if (request.header("origin").isEmpty()) {
            throw ApiProblem.of(403, "the handshake has no Origin: send Origin: http:// followed by the value of Host");
        }
    }

    /**
     * Checks the token in the first message of a WebSocket.
     *
     * @param request the opening handshake
     * @throws ApiProblem 401 or 429 if it is refused
     */
    public void checkToken(ApiRequest request, String presented) {
        checkSecret(request, token.isSame(presented), true, "token");
    }

    /** Whether this server has pages and their options, as that of a Steno that records, or serves models only. */
    private boolean hasPages() {
        return token.name().equals(WebToken.NAME);
    }

    private boolean opensPages(ApiRequest request) {
        return hasPages() && !request.path().equals(METRICS);
    }

    private String field(ApiRequest request) {
        WebToken other = request.path().equals(METRICS) ? metricsToken : null;
        String file = (other == null ? token : other).name();
        return "send Authorization: Bearer with the content of " + file + " in the home folder";
    }

    /** Returns the first field that says that a request came through a proxy. */
    private static Optional<String> forwardedBy(ApiRequest request) {
        return request.headers().keySet().stream()
                .filter(field -> FORWARDED.contains(field) || field.startsWith(X_FORWARDED))
                .findFirst();
    }

    /**
     * Whether a request that was let in comes from a program on this machine, which has read the token as its owner can:
     * not from a page, whose requests have fields that no script can omit (Fetch Metadata; Origin, RFC 6454, 7), nor from
     * another machine.
     */
    public static boolean isLocalProgram(ApiRequest request) {
        return request.header("sec-fetch-site").isEmpty()
                && request.header("origin").isEmpty()
                && forwardedBy(request).isEmpty()
                && isOfThisMachine(request.client());
    }

    private static boolean isOfThisMachine(InetAddress client) {
        try {
            return client.isLoopbackAddress() || NetworkInterface.getByInetAddress(client) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private void checkOrigin(ApiRequest request, boolean isPage) {
        if (!behindProxy) {
            forwardedBy(request).ifPresent(field -> {
                throw ApiProblem.of(
                        403,
                        "the request came through a proxy, as its field " + field + " says"
                                + (hasPages() ? "; --web-behind-proxy accepts such requests" : ""));
            });
        }
        String host = request.header("host").orElse("");
        if (!names.include(host)) {
            throw ApiProblem.of(
                    421,
                    "this server is not called " + (host.isEmpty() ? "nothing" : host) + "; use its address"
                            + (hasPages() ? ", or give the name by --web-host" : ""));
        }
        request.header("origin").ifPresent(origin -> {
            if (!origin.equals("http://" + host) && !origin.equals("https://" + host)) {
                throw ApiProblem.of(403, "the page " + origin + " may not use this API");
            }
        });
        request.header("sec-fetch-site").ifPresent(site -> {
            boolean fine = isPage ? SAME_ORIGIN.contains(site) || isFollowedLink(request) : site.equals("same-origin");
            if (!fine) {
                throw ApiProblem.of(
                        403, "a page of another origin may not use this API (Sec-Fetch-Site: " + site + ")");
            }
        });
    }

    /**
     * Whether a person followed a link on another page to this one, such as the link of the page http://steno.internal/:
     * it is not embedded there, and holds no data.
     */
    private static boolean isFollowedLink(ApiRequest request) {
        return request.method().equals("GET")
                && request.header("sec-fetch-mode").filter("navigate"::equals).isPresent()
                && request.header("sec-fetch-dest").filter("document"::equals).isPresent();
    }

    private void checkToken(ApiRequest request) {
        String sent = request.header("authorization").orElse("");
        boolean bearer = sent.regionMatches(true, 0, BEARER, 0, BEARER.length());
        checkSecret(
                request,
                bearer && isRight(request, sent.substring(BEARER.length()).strip()),
                bearer,
                "token");
    }

    private boolean isRight(ApiRequest request, String presented) {
        WebToken other = request.path().equals(METRICS) ? metricsToken : null;
        return token.isSame(presented) || other != null && other.isSame(presented);
    }

    /**
     * Refuses a request whose secret is wrong, and counts that. A right one always passes, and both are compared in the
     * same time.
     *
     * @param right whether the secret is the right one
     * @param sent whether there was one at all
     * @param what the secret's name for the message
     * @throws ApiProblem 401 or 429
     */
    public void checkSecret(ApiRequest request, boolean right, boolean sent, String what) {
        if (right) { // also while the address waits: another user of this machine must not lock its owner out
            return;
        }
        long wait = failures.wait(request.client());
        if (wait > 0) {
            throw ApiProblem.of(429, "too many wrong secrets from this address; try again in " + wait + " s")
                    .withHeader("Retry-After", String.valueOf(wait));
        }
        if (sent) {
            failures.failed(request.client());
        }
        throw ApiProblem.of(
                        401,
                        sent
                                ? "the " + what + " is wrong: " + (opensPages(request) ? OPEN : field(request))
                                : "the request has no " + what + ": " + field(request)
                                        + (opensPages(request) ? ", or " + OPEN : ""))
                .withHeader("WWW-Authenticate", "Bearer");
    }
}
