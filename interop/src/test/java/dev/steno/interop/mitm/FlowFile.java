package dev.steno.interop.mitm;

import dev.steno.interop.tnetstring.TnetValue;
import dev.steno.interop.tnetstring.TnetWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flow files, built from maps, lists, byte arrays and texts. */
final class FlowFile {
    private FlowFile() {}

    /** A dictionary from alternating keys and values; a value may be null. */
    static Map<String, @Nullable Object> dict(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            dict.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return dict;
    }

    static List<@Nullable Object> list(@Nullable Object... members) {
        return new ArrayList<>(Arrays.asList(members));
    }

    static byte[] b(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The items back to back. */
    static byte[] bytes(List<? extends Map<String, @Nullable Object>> flows) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Map<String, @Nullable Object> flow : flows) {
            all.writeBytes(item(flow));
        }
        return all.toByteArray();
    }

    @SafeVarargs
    static Path write(Path folder, Map<String, @Nullable Object>... flows) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Map<String, @Nullable Object> flow : flows) {
            all.writeBytes(item(flow));
        }
        return write(folder, all.toByteArray());
    }

    static Path write(Path folder, byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "flows", ".mitm"), bytes);
    }

    static byte[] item(Object value) {
        TnetWriter out = new TnetWriter(256);
        value(value).write(out);
        return out.result();
    }

    private static TnetValue value(@Nullable Object value) {
        if (value == null) {
            return TnetValue.NULL;
        }
        if (value instanceof byte[] bytes) {
            return new TnetValue.Bytes(bytes);
        }
        if (value instanceof String text) {
            return new TnetValue.Text(text);
        }
        if (value instanceof Integer integer) {
            return new TnetValue.Int(BigInteger.valueOf(integer));
        }
        if (value instanceof Double real) {
            return new TnetValue.Real(real);
        }
        if (value instanceof Boolean bool) {
            return new TnetValue.Bool(bool);
        }
        if (value instanceof List<?> list) {
            return new TnetValue.Sequence(list.stream().map(FlowFile::value).toList());
        }
        Map<String, TnetValue> entries = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, each) -> entries.put((String) key, value(each)));
        return new TnetValue.Dictionary(entries);
    }

    /** A client's connection of format 21. */
    static Map<String, @Nullable Object> client() {
        Map<String, @Nullable Object> client = connection("11111111-1111-4111-8111-111111111111");
        client.put("peername", list("127.0.0.1", 50001));
        client.put("sockname", list("127.0.0.1", 8080));
        client.put("mitmcert", null);
        client.put("proxy_mode", "regular");
        return client;
    }

    /** A server's connection of format 21. */
    static Map<String, @Nullable Object> server() {
        Map<String, @Nullable Object> server = connection("22222222-2222-4222-8222-222222222222");
        server.put("peername", list("192.0.2.7", 443));
        server.put("sockname", list("192.0.2.1", 40000));
        server.put("address", list("a.example", 443));
        server.put("via", null);
        server.put("timestamp_tcp_setup", 1767323045.01);
        return server;
    }

    private static Map<String, @Nullable Object> connection(String id) {
        return dict(
                "id",
                id,
                "transport_protocol",
                "tcp",
                "error",
                null,
                "tls",
                true,
                "certificate_list",
                list(),
                "alpn",
                b("http/1.1"),
                "alpn_offers",
                list(b("h2"), b("http/1.1")),
                "cipher",
                "TLS_AES_128_GCM_SHA256",
                "cipher_list",
                list(),
                "tls_version",
                "TLSv1.3",
                "sni",
                "a.example",
                "timestamp_start",
                1767323045.0,
                "timestamp_end",
                null,
                "timestamp_tls_setup",
                1767323045.02);
    }

    static Map<String, @Nullable Object> request(String path, byte @Nullable [] content) {
        return dict(
                "http_version",
                b("HTTP/1.1"),
                "headers",
                list(list(b("Host"), b("a.example"))),
                "content",
                content,
                "trailers",
                null,
                "timestamp_start",
                1767323045.678901,
                "timestamp_end",
                1767323045.7,
                "host",
                "a.example",
                "port",
                443,
                "method",
                b("GET"),
                "scheme",
                b("https"),
                "authority",
                b(""),
                "path",
                b(path));
    }

    static Map<String, @Nullable Object> response(byte @Nullable [] content) {
        return dict(
                "http_version",
                b("HTTP/1.1"),
                "headers",
                list(list(b("Content-Type"), b("text/plain"))),
                "content",
                content,
                "trailers",
                null,
                "timestamp_start",
                1767323045.8,
                "timestamp_end",
                1767323045.900002,
                "status_code",
                200,
                "reason",
                b("OK"));
    }

    /** A flow of format 21. */
    static Map<String, @Nullable Object> http(String path, byte @Nullable [] requested, byte @Nullable [] answered) {
        Map<String, @Nullable Object> flow = flow("http");
        flow.put("request", request(path, requested));
        flow.put("response", response(answered));
        flow.put("websocket", null);
        return flow;
    }

    /** What all flows of format 21 have. */
    static Map<String, @Nullable Object> flow(String type) {
        return dict(
                "version",
                21,
                "type",
                type,
                "id",
                "33333333-3333-4333-8333-333333333333",
                "error",
                null,
                "client_conn",
                client(),
                "server_conn",
                server(),
                "intercepted",
                false,
                "is_replay",
                null,
                "marked",
                "",
                "metadata",
                dict(),
                "comment",
                "",
                "timestamp_created",
                1767323045.0,
                "backup",
                null);
    }
}
