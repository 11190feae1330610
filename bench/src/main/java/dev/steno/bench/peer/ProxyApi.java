package dev.steno.bench.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API of a proxy. For one thread. */
public final class ProxyApi {
    private static final Pattern WEB = Pattern.compile("\"web\":\"(http:[^\"]*)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    private ProxyApi(String url, String token) {
        this.url = url;
        this.token = token;
    }

    public static ProxyApi of(Path home, long pid) throws IOException {
        Path run = home.resolve("run").resolve(pid + ".json");
        while (!Files.exists(run)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        Matcher web = WEB.matcher(Files.readString(run));
        if (!web.find()) {
            throw new IOException(run + " names no API");
        }
        return new ProxyApi(
                web.group(1) + "api/v1",
                Files.readString(home.resolve("web-token")).strip());
    }

    public String call(String method, String path) throws IOException, InterruptedException {
        return call(method, path, "");
    }

    /** Returns the body of the response; fails if it is an error. */
    public String call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new IOException(
                    method + " " + path + " was answered with " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
