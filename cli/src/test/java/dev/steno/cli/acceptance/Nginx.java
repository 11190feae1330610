package dev.steno.cli.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.http1.Head;
import dev.steno.testing.process.OtherProgram;
import dev.steno.testing.process.Program;
import dev.steno.testing.tls.Identity;
import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nginx as a server on a free loopback port, with all its files in one folder. */
final class Nginx implements AutoCloseable {
    private static final Pattern RECEIVED = Pattern.compile(
            "\\[debug] [0-9#]+: \\*([0-9]+) http (?:request line: \"(.*)\"|header: \"(.*)\"|header done)");

    private final Path folder;
    private final OtherProgram process;
    private final int port;

    private Nginx(Program program, Path folder, Identity identity, int port, String configuration) throws Exception {
        this.folder = folder;
        this.port = port;
        Files.createDirectories(folder);
        identity.writeTo(folder);
        Files.writeString(folder.resolve("nginx.conf"), configuration, StandardCharsets.ISO_8859_1);
        process = OtherProgram.listening(
                port, folder.resolve("nginx.out"), program, "-p", folder, "-c", "nginx.conf", "-e", "error.log");
    }

    /** Starts nginx in front of a cleartext gRPC server: it speaks HTTP/2 on both sides, over TLS or not. */
    static Nginx beforeGrpc(Path folder, Identity identity, boolean tls, String server) throws Exception {
        int port = Loopback.freePort();
        String configuration = """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log error.log;
                events {}
                http {
                    access_log access.log;
                    client_body_temp_path client; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:%d %s http2;
                        ssl_certificate leaf.pem;
                        ssl_certificate_key leaf-key.pem;
                        client_max_body_size 0;
                        location / { grpc_pass grpc://%s; }
                    }
                }
                """.formatted(port, tls ? "ssl" : "", server);
        return new Nginx(Program.need("nginx"), folder, identity, port, configuration);
    }

    /** The access log: one line per request. */
    String accesses() throws IOException {
        return Files.readString(folder.resolve("access.log"), StandardCharsets.ISO_8859_1);
    }

    /**
     * Starts nginx as an HTTPS server that logs what it receives. If this machine has no nginx that can, the test is
     * skipped with the reason.
     */
    static Nginx start(Path folder, Site site, Identity identity) throws Exception {
        Program program = Program.need("nginx");
        boolean logs = program.call("-V").err().contains("--with-debug");
        if (!logs) {
            System.out.println("skipped: this nginx was built without --with-debug; Debian's nginx has it");
        }
        assumeTrue(logs, "this nginx was built without --with-debug");
        int port = Loopback.freePort();
        return new Nginx(program, folder, identity, port, configuration(site, folder, port, ""));
    }

    /** Starts nginx as an HTTPS server that speaks HTTP/2. */
    static Nginx startHttp2(Path folder, Site site, Identity identity) throws Exception {
        int port = Loopback.freePort();
        return new Nginx(Program.need("nginx"), folder, identity, port, configuration(site, folder, port, "http2"));
    }

    private static String configuration(Site site, Path folder, int port, String http2) {
        Path inner = folder.resolve("inner.sock");
        return """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log error.log debug;
                events {}
                http {
                    access_log off;
                    client_body_temp_path client; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                    types {
                        text/html html; text/css css; application/javascript js; image/png png;
                        image/svg+xml svg; application/json json; font/woff2 woff2;
                    }
                    default_type application/octet-stream;
                    gzip on;
                    gzip_min_length 1000;
                    gzip_types text/css application/javascript image/svg+xml application/json;
                    server {
                        listen 127.0.0.1:%d ssl %s;
                        ssl_certificate leaf.pem;
                        ssl_certificate_key leaf-key.pem;
                        root "%s";
                        add_header Cache-Control "max-age=600";
                        add_header X-Latin "caf\u00e9 \u00ff";
                        add_header x-lower "twice,  with  spaces";
                        add_header x-lower "again";
                        # A response before the end of the request would stop the browser's upload over HTTP/2.
                        location = /done { proxy_pass http://unix:%s:/; }
                        location = "%s" { alias "%s"; }
                    }
                    server {
                        listen unix:%s;
                        error_log inner.log;
                        return 204;
                    }
                }
                """.formatted(
                port, http2, site.root(), inner, Site.LATIN_NAME, site.root().resolve(Site.LATIN_FILE), inner);
    }

    int port() {
        return port;
    }

    /** The heads of all requests received so far, from the debug log. */
    List<Head> received() throws IOException {
        Map<String, Head> open = new LinkedHashMap<>();
        List<Head> heads = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("error.log"), StandardCharsets.ISO_8859_1)) {
            Matcher received = RECEIVED.matcher(line);
            if (!received.find()) {
                continue;
            }
            String connection = received.group(1);
            if (received.group(2) != null) {
                open.put(connection, new Head(received.group(2), new ArrayList<>()));
            } else if (received.group(3) != null) {
                open.get(connection).fields().add(Head.field(received.group(3)));
            } else {
                heads.add(open.remove(connection));
            }
        }
        return heads;
    }

    @Override
    public void close() {
        process.close();
    }
}
