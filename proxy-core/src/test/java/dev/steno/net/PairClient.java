package dev.steno.net;

import dev.steno.testing.Bytes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http3.Http3Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Sends a request in the HTTP version of the pair's client and reads the response. */
interface PairClient {
    PairMessage ask(PairMessage request) throws Exception;

    /** An HTTP/1.1 client in a tunnel. */
    static PairClient http1(RawClient client, String authority) {
        return request -> {
            StringBuilder out = new StringBuilder(request.start()).append(" HTTP/1.1\r\n");
            if (request.all("host").isEmpty()) {
                out.append("Host: ").append(authority).append("\r\n");
            }
            request.fields().forEach(field -> out.append(field).append("\r\n"));
            boolean length = !request.all("content-length").isEmpty();
            if (request.body() == null || length) {
                out.append("\r\n").append(request.body() == null ? "" : request.body());
            } else {
                out.append("Transfer-Encoding: chunked\r\n\r\n");
                if (!request.body().isEmpty()) {
                    out.append(Integer.toHexString(request.body().length())).append("\r\n");
                    out.append(request.body()).append("\r\n");
                }
                out.append("0\r\n");
                if (request.trailers() != null) {
                    request.trailers().forEach(field -> out.append(field).append("\r\n"));
                }
                out.append("\r\n");
            }
            client.send(out.toString());
            return readHttp1(client, request.method().equals("HEAD"));
        };
    }

    private static PairMessage readHttp1(RawClient client, boolean toHead) throws IOException {
        List<String> interims = new ArrayList<>();
        while (true) {
            HttpAnswer answer = toHead ? client.responseToHead() : client.response();
            String status = Integer.toString(answer.status());
            List<String> fields = PairMessage.lines(answer.head());
            if (answer.status() < 200 && answer.status() != 101) {
                interims.add(String.join("|", join(status, fields)));
                continue;
            }
            boolean chunked = answer.field("Transfer-Encoding") != null;
            return new PairMessage(
                    status,
                    fields,
                    new String(answer.body(), StandardCharsets.ISO_8859_1),
                    answer.trailers().isEmpty() ? null : PairMessage.lines("\r\n" + answer.trailers()),
                    chunked ? "chunked" : answer.field("Content-Length") != null ? "length" : "none",
                    interims,
                    null);
        }
    }

    private static List<String> join(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    private static String[] section(PairMessage request, String authority) {
        List<String> all = new ArrayList<>();
        all.add(":method: " + request.method());
        all.add(":scheme: https");
        if (request.all(":authority").isEmpty()) {
            all.add(":authority: " + authority);
        }
        all.add(":path: " + request.path());
        all.addAll(request.fields());
        return PairMessage.pairs(all);
    }

    /** An HTTP/2 client in a tunnel. One stream after the other. */
    static PairClient http2(FrameClient client, String authority) {
        int[] next = {1};
        return request -> {
            int stream = next[0];
            next[0] += 2;
            boolean alone = request.body() == null && request.trailers() == null;
            client.headers(stream, alone, section(request, authority));
            if (request.body() != null) {
                client.data(stream, request.trailers() == null, Bytes.latin1(request.body()));
            }
            if (request.trailers() != null) {
                client.headers(stream, true, PairMessage.pairs(request.trailers()));
            }
            return readHttp2(client, stream);
        };
    }

    private static PairMessage readHttp2(FrameClient client, int stream) throws IOException {
        List<List<String>> heads = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (FrameClient.Frame frame = client.next(); frame != null; frame = client.next()) {
            if (frame.type() == FrameClient.HEADERS) {
                List<String> fields = client.fieldLines(frame);
                if (frame.stream() == stream) {
                    heads.add(fields);
                }
            }
            if (frame.stream() != stream) {
                continue;
            }
            if (frame.type() == FrameClient.DATA) {
                body.append(new String(frame.payload(), StandardCharsets.ISO_8859_1));
            }
            if (frame.endsStream() || frame.type() == FrameClient.RST_STREAM) {
                return of(heads, body.toString(), frame.type() == FrameClient.RST_STREAM ? "" + frame.code() : null);
            }
        }
        return of(heads, body.toString(), "closed");
    }

    private static PairMessage of(List<List<String>> heads, String body, String end) {
        List<String> interims = new ArrayList<>();
        List<String> head = List.of();
        List<String> trailers = null;
        String status = "0";
        for (List<String> section : heads) {
            List<String> told = PairMessage.values(section, ":status");
            if (told.isEmpty()) {
                trailers = section;
            } else if (told.get(0).startsWith("1")) {
                interims.add(String.join("|", join(told.get(0), section.subList(1, section.size()))));
            } else {
                head = section;
                status = told.get(0);
            }
        }
        return new PairMessage(status, head, body, trailers, "stream", interims, end);
    }

    /** An HTTP/3 client. */
    static PairClient http3(Http3Caller caller, String authority) {
        return request -> {
            Http3Caller.Stream stream = caller.open().headers(section(request, authority));
            if (request.body() != null) {
                stream.data(Bytes.latin1(request.body()));
            }
            if (request.trailers() != null) {
                stream.headers(PairMessage.pairs(request.trailers()));
            }
            stream.end();
            Awaitility.await().until(() -> stream.hasEnded() || stream.resetCode() >= 0 || !caller.isOpen());
            List<List<String>> heads = stream.heads().stream()
                    .map(head -> List.of(head.split("\n")))
                    .toList();
            String end = stream.resetCode() >= 0 ? "" + stream.resetCode() : caller.isOpen() ? null : "closed";
            return of(heads, stream.text(), end);
        };
    }

    /** The code of a reset in the client's version, HTTP/2 or HTTP/3. */
    static String code(VersionPair pair, int http2, int http3) {
        return Integer.toString(pair.client == 2 ? http2 : http3);
    }
}
