package dev.steno.cli.remote;

import dev.steno.cli.command.Failure;
import dev.steno.json.Json;
import dev.steno.text.FileErrors;
import dev.steno.web.guard.WebToken;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** Calls the API of a running Steno with the token of its home folder. Blocks; for one thread. */
public final class ApiClient {
    private static final int CONNECT_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);

    private final RunningProxy proxy;
    private final String base;
    private final String authorization;
    private final String name;

    private ApiClient(RunningProxy proxy, String base, String authorization, String name) {
        this.name = name;
        this.proxy = proxy;
        this.base = base;
        this.authorization = authorization;
    }

    /**
     * Returns a client that calls itself {@code steno}.
     *
     * @throws Failure if its API is off, or its token is missing
     * @throws IOException if its token cannot be read
     */
    public static ApiClient of(RunningProxy proxy) throws IOException {
        return of(proxy, "steno");
    }

    /**
     * @param name what the client calls itself, for the record of who did what
     * @throws Failure if its API is off, or its token is missing
     * @throws IOException if its token cannot be read
     */
    public static ApiClient of(RunningProxy proxy, String name) throws IOException {
        String url = proxy.web()
                .orElseThrow(() -> Failure.because("the Steno that records to " + proxy.label()
                        + " was started with --web off, so it takes no commands"));
        try {
            return new ApiClient(
                    proxy, url + "api/v1", WebToken.read(proxy.home()).authorization(), name);
        } catch (NoSuchFileException e) {
            throw Failure.because(
                    "the token of the API is missing: " + proxy.home().resolve(WebToken.NAME)
                            + " does not exist; restart Steno, which makes a new one",
                    e);
        }
    }

    /**
     * Reads a resource.
     *
     * @param path below the base, with its query
     * @throws Failure if the API refuses; with the usage if a command was called incorrectly
     */
    public @Nullable Object get(String path) throws IOException {
        return call("GET", path, connection -> {});
    }

    /** Calls a resource that changes something; the arguments as {@link #get}. */
    public @Nullable Object post(String path, Map<String, Object> body) throws IOException {
        byte[] content = Json.bytes(json -> Json.value(json, body));
        return call("POST", path, connection -> {
            connection.setRequestProperty("Content-Type", "application/json");
            // otherwise HttpURLConnection sends it a second time if the connection ends without an answer
            connection.setFixedLengthStreamingMode(content.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(content);
            }
        });
    }

    /**
     * Sends a file as the body of a resource; its bytes are read while they are sent.
     *
     * @param path as {@link #get}
     * @param match the {@code If-Match} of the request
     */
    public @Nullable Object put(String path, Path file, String match) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory, not a file");
        }
        return call("PUT", path, connection -> {
            connection.setRequestProperty("If-Match", match);
            connection.setRequestProperty("Content-Type", "application/octet-stream");
            try (InputStream in = Files.newInputStream(file)) {
                if (Files.isRegularFile(file)) {
                    connection.setFixedLengthStreamingMode(Files.size(file));
                } else {
                    connection.setChunkedStreamingMode(0); // a pipe, whose length is not known
                }
                try (OutputStream out = connection.getOutputStream()) {
                    in.transferTo(out);
                }
            }
        });
    }

    /**
     * Opens the content of a resource, which is read while it arrives. The caller closes it, also before its end.
     *
     * @param path as {@link #get}
     */
    public InputStream open(String path) throws IOException {
        HttpURLConnection connection = begin("GET", path);
        try {
            if (connection.getResponseCode() >= 400) {
                answer(connection); // fails
            }
            return new FilterInputStream(connection.getInputStream()) {
                @Override
                public void close() {
                    connection.disconnect(); // the rest is not read
                }
            };
        } catch (ConnectException | SocketTimeoutException e) {
            throw silent(e);
        }
    }

    /** Encodes a value of a query, or a part of a path. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Sends the body of a request, if it has one. */
    private interface Sending {
        void to(HttpURLConnection connection) throws IOException;
    }

    private @Nullable Object call(String method, String path, Sending body) throws IOException {
        HttpURLConnection connection = begin(method, path);
        try {
            if (!method.equals("GET")) {
                connection.setDoOutput(true);
            }
            body.to(connection);
            return answer(connection);
        } catch (ConnectException | SocketTimeoutException e) {
            throw silent(e);
        }
    }

    private HttpURLConnection begin(String method, String path) throws IOException {
        // without the proxy that the JVM's properties may name: the API refuses what comes through one
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(ApiTls.trusting(proxy.ca()));
        }
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Authorization", authorization);
        connection.setRequestProperty("User-Agent", name);
        // a connection that is kept can end just when the next request is sent on it
        connection.setRequestProperty("Connection", "close");
        return connection;
    }

    private Failure silent(IOException e) {
        return Failure.because(
                "the Steno that records to " + proxy.label() + " does not answer at " + base + ": "
                        + FileErrors.reason(e),
                e);
    }

    private static @Nullable Object answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream content = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            Object value =
                    content == null || status == HttpURLConnection.HTTP_NO_CONTENT ? null : JsonTree.read(content);
            if (status >= 400) {
                Map<String, @Nullable Object> problem = JsonTree.object(value);
                String detail = JsonTree.text(problem, "detail");
                String usage = JsonTree.text(problem, "usage");
                throw usage.isEmpty() ? Failure.because(detail) : Failure.usage(detail + "; usage: " + usage);
            }
            return value;
        }
    }
}
