package dev.steno.web.api;

import dev.steno.web.guard.WebToken;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The page of the user interface and the files that it loads, which are built from {@code web/ui}. They hold no data and
 * need no token. Each file is read and compressed once, when it is first asked for.
 */
public final class PageResource {
    private static final String FOLDER = "/dev/steno/web/ui/";
    private static final String INDEX = "index.html";

    /** In the page, the place of the value that allows the style elements of one response (CSP 3, nonce-source). */
    private static final String NONCE = "__NONCE__";

    private static final int NONCE_BYTES = 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,40}\\.(html|js|css|svg|txt)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    /** A year, the longest that caches keep (RFC 9111, 5.2.2.1). The address of a file has its version. */
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";

    private final Map<String, Content> files = new ConcurrentHashMap<>();

    private record Content(byte[] plain, byte[] compressed) {}

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route("GET", "/", "The user interface.", this::page),
                new Route("GET", "/ui/{name}", "A file of the user interface.", this::file));
    }

    /** Answers with the page, whose policy has a number for this one response. */
    public ApiResponse page(ApiRequest request) throws IOException {
        String nonce = WebToken.random(NONCE_BYTES);
        String page = new String(content(INDEX).plain(), StandardCharsets.UTF_8).replace(NONCE, nonce);
        return ApiResponse.text(type(INDEX), page).with("Content-Security-Policy", policy(nonce));
    }

    /** What the page may load and do: only what this server serves; markup is never made from text. */
    private static String policy(String nonce) {
        return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' blob:; "
                + "media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
    }

    private ApiResponse file(ApiRequest request) throws IOException {
        String name = request.variable("name");
        if (!NAME.matcher(name).matches() || name.equals(INDEX)) {
            throw ApiProblem.notFound("the user interface has no file " + name);
        }
        Content content = content(name);
        boolean compress = request.header("accept-encoding")
                .orElse("")
                .matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
        ApiResponse response = ApiResponse.of(200, type(name), compress ? content.compressed() : content.plain())
                .with("Vary", "Accept-Encoding");
        if (compress) {
            response = response.with("Content-Encoding", "gzip");
        }
        return request.parameter("v").isPresent() ? response.with("Cache-Control", IMMUTABLE) : response;
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private Content content(String name) throws IOException {
        Content known = files.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = PageResource.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw ApiProblem.notFound("the user interface has no file " + name);
            }
            byte[] plain = in.readAllBytes();
            Content read = new Content(plain, compress(plain));
            files.put(name, read);
            return read;
        }
    }

    private static byte[] compress(byte[] plain) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        }
        return compressed.toByteArray();
    }
}
