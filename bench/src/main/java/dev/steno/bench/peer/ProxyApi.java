package dev.steno.bench.memory;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API of a proxy. */
record ProxyApi(String url, String token) {
    private static final Pattern WEB = Pattern.compile("\"web\":\"(http:[^\"]*)\"");

    static ProxyApi of(Path home, long pid) throws IOException {
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

    String call(String method, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
