package dev.steno.builtin;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.text.QrPicture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The content served under the page's host and at the proxy's own address: the page, the certificate in three encodings
 * and as a profile, the CA's revocation list, the proxy's auto-configuration, and the picture that shows whether HTTPS is trusted. The constructor reads templates and must not run on an event loop;
 * {@link #answer} is pure and runs on any thread.
 */
final class CaPageContent {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SVG = "image/svg+xml";
    /** Windows, iOS and Firefox offer to install a file of this type. */
    private static final String CERTIFICATE = "application/x-x509-ca-cert";

    /** RFC 2585, 4.2. */
    private static final String REVOCATIONS = "application/pkix-crl";

    /**
     * Age at which the revocation list is renewed. A list is valid for 30 days, so at least 29 are left for clients.
     */
    private static final Duration RENEWAL = Duration.ofDays(1);

    private static final String NO_REVOCATIONS =
            "The CA's certificate does not permit it to sign revocation lists (key usage lacks cRLSign), so"
                    + " certificates that it signs name no list. Use a CA whose key usage has cRLSign.\n";

    /** The type that Netscape gave proxy auto-configuration; browsers still expect it. */
    private static final String PAC = "application/x-ns-proxy-autoconfig";

    private static final int QR_PIXELS = 200;

    private static final String CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'";

    /** @param disposition the Content-Disposition (RFC 6266); null for a document that is displayed */
    private record Document(String type, @Nullable String disposition, String policy, byte[] content) {}

    private final Map<String, Document> documents = new HashMap<>();
    private final CaPageTemplate page = CaPageTemplate.load("ca-page.html");
    private final CaPageTemplate plainStatus = CaPageTemplate.load("ca-page-http.html");
    private final CaPageTemplate directStatus = CaPageTemplate.load("ca-page-direct.html");
    private final CaPageTemplate reach = CaPageTemplate.load("ca-page-reach.html");
    private final CaPageTemplate secureStatus = CaPageTemplate.load("ca-page-https.html");
    private final CaPageTemplate style = CaPageTemplate.load("ca-page.css");
    private final CaPageTemplate check = CaPageTemplate.load("ca-page-check.svg");
    private final Map<String, String> facts;
    private final String pagePolicy;
    private final CaPageTemplate webInterface = CaPageTemplate.load("ca-page-web.html");
    private final Supplier<List<Endpoint>> reachable;
    private final Supplier<String> web;
    private final Instant due;

    /**
     * @param reachable see {@link CaPage#CaPage(java.util.function.Function, Supplier, Supplier)}
     * @param web the same
     * @param now the time of construction, at which the validity of the revocation list starts
     */
    CaPageContent(
            String host, CaDocuments documents, Supplier<List<Endpoint>> reachable, Supplier<String> web, Instant now) {
        this.reachable = reachable;
        this.web = web;
        due = now.plus(RENEWAL);
        facts = Map.of(
                "host", host,
                "name", documents.name(),
                "fingerprint", documents.fingerprint(),
                "spki", documents.spkiHash(),
                "until", documents.until().toString().substring(0, 10));
        pagePolicy = "default-src 'none'; style-src '" + CaPageTemplate.sha256(style.text()) + "'; img-src https://"
                + host + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        file("/ca.pem", "application/x-pem-file", "attachment", documents.pem());
        file("/ca.der", CERTIFICATE, "inline", documents.der());
        file("/ca.cer", CERTIFICATE, "inline", documents.der());
        file("/ca.p12", "application/x-pkcs12", "attachment", documents.p12());
        file("/steno.mobileconfig", AppleProfile.TYPE, "attachment", utf8(AppleProfile.of(documents)));
        documents.revocationList().ifPresent(list -> file("/ca.crl", REVOCATIONS, "attachment", list));
    }

    /**
     * Whether the revocation list must be renewed: it is a day old, or the clock was set back to a time before its
     * start.
     */
    boolean isDue(Instant now) {
        return !now.isBefore(due) || now.isBefore(due.minus(RENEWAL));
    }

    private void file(String path, String type, String disposition, byte[] content) {
        String name = path.startsWith("/steno") ? path.substring(1) : "steno-" + path.substring(1);
        documents.put(path, new Document(type, disposition + "; filename=\"" + name + "\"", CLOSED_POLICY, content));
    }

    /** Returns the response to any request for the page's host. */
    HttpResponse answer(HttpFlow flow) {
        HttpRequest request = flow.request();
        String path = request.path().split("[?#]", 2)[0];
        Document document = switch (path) {
            case "/" -> page(flow);
            case "/check" -> check(request);
            case "/proxy.pac", "/wpad.dat" ->
                new Document(PAC, null, CLOSED_POLICY, utf8(ProxyVisit.of(flow).pac()));
            default -> documents.get(path);
        };
        if (document == null) {
            String why =
                    path.equals("/ca.crl") ? NO_REVOCATIONS : "This page does not exist. The start page is at /.\n";
            return response(request, 404, "Not Found", null, text(why));
        }
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        return read
                ? response(request, 200, "OK", null, document)
                : response(
                        request, 405, "Method Not Allowed", "GET, HEAD", text("Only GET and HEAD are served here.\n"));
    }

    /** Returns the response if the CA could not be opened. */
    static HttpResponse unavailable(HttpRequest request, @Nullable Throwable error) {
        Throwable cause = error != null && error.getCause() != null ? error.getCause() : error;
        String why = cause == null ? "no reason was given" : String.valueOf(cause.getMessage());
        return response(request, 503, "Service Unavailable", null, text("The CA cannot be used: " + why + "\n"));
    }

    private Document page(HttpFlow flow) {
        Map<String, String> values = new HashMap<>(facts);
        ProxyVisit visit = ProxyVisit.of(flow);
        visit.describe(values);
        boolean secure = flow.request().scheme().equals("https");
        CaPageTemplate status = ProxyVisit.isDirect(flow) ? directStatus : secure ? secureStatus : plainStatus;
        values.put("status", status.fill(values));
        values.put("reach", reach(visit));
        String url = web.get();
        values.put("web", url.isEmpty() ? "" : webInterface.fill(Map.of("url", url)));
        values.put("style", style.text());
        return new Document("text/html; charset=utf-8", null, pagePolicy, utf8(page.fill(values)));
    }

    /** The address for a phone; empty if only this machine reaches the proxy. */
    private String reach(ProxyVisit visit) {
        List<String> addresses = new ArrayList<>();
        if (!visit.isLoopback()) {
            addresses.add(visit.url());
        }
        reachable.get().stream()
                .map(endpoint -> "http://" + endpoint + "/")
                .filter(url -> !addresses.contains(url))
                .forEach(addresses::add);
        if (addresses.isEmpty()) {
            return "";
        }
        StringBuilder others = new StringBuilder();
        addresses.stream()
                .skip(1)
                .forEach(url -> others.append("<p>Or <code>").append(url).append("</code></p>\n"));
        return reach.fill(Map.of(
                "address", addresses.get(0),
                "code", new QrPicture(addresses.get(0)).svg(QR_PIXELS),
                "others", others.toString(),
                "open", visit.isLoopback() ? "" : " open"));
    }

    private Document check(HttpRequest request) {
        boolean secure = request.scheme().equals("https");
        String svg = check.fill(Map.of(
                "colour", secure ? "#1a7f37" : "#9a6700",
                "text", secure ? "HTTPS is intercepted and trusted" : "Reached Steno without TLS"));
        return new Document(SVG, null, CLOSED_POLICY, utf8(svg));
    }

    private static Document text(String text) {
        return new Document(TEXT, null, CLOSED_POLICY, utf8(text));
    }

    private static HttpResponse response(
            HttpRequest request, int status, String reason, @Nullable String allow, Document document) {
        Headers.Builder headers = Headers.builder(8)
                .add("Content-Type", document.type())
                .add("Content-Length", Integer.toString(document.content().length))
                .add("Cache-Control", "no-store")
                .add("Content-Security-Policy", document.policy())
                .add("X-Content-Type-Options", "nosniff")
                .add("Referrer-Policy", "no-referrer");
        if (document.disposition() != null) {
            headers.add("Content-Disposition", document.disposition());
        }
        if (allow != null) {
            headers.add("Allow", allow);
        }
        // A HEAD is answered with the length that GET would have, and no body (RFC 9110, 9.3.2).
        Body body = request.method().equals("HEAD") ? Body.NONE : new Body.Inline(document.content());
        long now = Times.now();
        return new HttpResponse("HTTP/1.1", status, reason, headers.build(), null, body, now, now);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
