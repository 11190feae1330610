package dev.steno.cli.client;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.steno.testing.tls.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** An HTTPS server on loopback whose CA no client knows; every path has the content {@code {"path":PATH}}. */
final class HttpsOrigin implements AutoCloseable {
    private final Identity identity;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param more names of the server in addition to {@code localhost} */
    HttpsOrigin(Path folder, String... more) throws IOException {
        identity = Identity.make(
                folder, Stream.concat(Stream.of("localhost"), Stream.of(more)).toArray(String[]::new));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.server()));
        server.createContext("/", exchange -> {
            byte[] body = ("{\"path\":\"" + exchange.getRequestURI() + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    /** The file with the certificate of its CA. */
    Path ca() {
        return identity.ca();
    }

    /** The URL of a path. */
    String url(String path) {
        return "https://" + authority() + path;
    }

    /** Its name and port. */
    String authority() {
        return "localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
