package dev.steno.testing.process;

import dev.steno.testing.tls.TestCa;
import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Third-party HTTP/2 servers with TLS. Each is started at its first use, on a free port of loopback, and serves the
 * same files: {@code page} and {@code large}.
 */
public final class OtherServers implements AutoCloseable {
    /** Number of requests that nginx accepts on one connection before it sends GOAWAY. */
    public static final int REQUESTS_A_CONNECTION = 300;

    public static final String PAGE = "a page";

    private final Path folder;
    private final Path clientCa;
    private final byte[] large;
    private final List<OtherProgram> running = new ArrayList<>();
    private int nginx;
    private int strict;
    private int nghttpd;

    /**
     * Prepares servers that present certificates of a CA; starts none.
     *
     * @param clientCa the CA whose client certificates nginx accepts on its {@link #strict} port
     */
    public OtherServers(Path folder, TestCa authority, Path clientCa, byte[] large) throws IOException {
        this.folder = folder;
        this.clientCa = clientCa;
        this.large = large;
        authority.identity("localhost", "127.0.0.1").writeTo(folder);
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(site.resolve("page"), PAGE);
        Files.write(site.resolve("large"), large);
    }

    public byte[] large() {
        return large;
    }

    /** The port of a server by its name. */
    public int port(String name) throws IOException {
        return switch (name) {
            case "nginx" -> nginx();
            case "nghttpd" -> nghttpd();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The port of nginx, which offers HTTP/1.1 and HTTP/2 by ALPN. */
    public int nginx() throws IOException {
        if (nginx == 0) {
            Program program = Program.need("nginx");
            nginx = Loopback.freePort();
            strict = Loopback.freePort();
            Files.writeString(folder.resolve("nginx.conf"), """
                    daemon off;
                    master_process off;
                    pid nginx.pid;
                    error_log error.log;
                    events {}
                    http {
                        log_format seen '$server_protocol $status $ssl_client_s_dn $request_method $uri c$connection';
                        access_log seen.log seen;
                        client_body_temp_path client; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                        uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                        ssl_certificate leaf.pem;
                        ssl_certificate_key leaf-key.pem;
                        keepalive_requests %1$d;
                        root "%2$s";
                        server { listen 127.0.0.1:%3$d ssl http2; }
                        server { listen 127.0.0.1:%4$d ssl http2; ssl_verify_client on; ssl_client_certificate "%5$s"; }
                    }
                    """.formatted(
                            REQUESTS_A_CONNECTION, folder.resolve("site"), nginx, strict, clientCa));
            running.add(OtherProgram.listening(
                    nginx, folder.resolve("nginx.out"), program, "-p", folder, "-c", "nginx.conf", "-e", "error.log"));
        }
        return nginx;
    }

    /** The port on which nginx requires a client certificate. */
    public int strict() throws IOException {
        nginx();
        return strict;
    }

    /**
     * The port of nghttpd, which supports only HTTP/2, echoes request bodies, and sends a trailer {@code x-end} with
     * every body.
     */
    public int nghttpd() throws IOException {
        if (nghttpd == 0) {
            Program program = Program.need("nghttpd");
            nghttpd = Loopback.freePort();
            running.add(OtherProgram.listening(
                    nghttpd,
                    folder.resolve("nghttpd.out"),
                    program,
                    "--address=127.0.0.1",
                    "--htdocs=" + folder.resolve("site"),
                    "--echo-upload",
                    "--trailer=x-end: yes",
                    Integer.toString(nghttpd),
                    folder.resolve("leaf-key.pem").toString(),
                    folder.resolve("leaf.pem").toString()));
        }
        return nghttpd;
    }

    /**
     * Waits until nginx has answered {@code count} requests since the last call of this method. Returns a line for
     * each: version, status, client, method, path, connection.
     */
    public List<String> seen(int count) throws IOException {
        Path log = folder.resolve("seen.log");
        Awaitility.await()
                .until(() ->
                        Files.readAllLines(log, StandardCharsets.ISO_8859_1).size() >= count);
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        Files.write(log, new byte[0]); // nginx appends
        return lines;
    }

    @Override
    public void close() {
        running.forEach(OtherProgram::close);
    }
}
