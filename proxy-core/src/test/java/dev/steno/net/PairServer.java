package dev.steno.net;

import dev.steno.testing.Bytes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** Reads requests and answers them in the HTTP version of the pair's server, and keeps what it read. */
final class PairServer {
    private final BlockingQueue<PairMessage> seen = new LinkedBlockingQueue<>();
    private final Function<PairMessage, PairMessage> answers;

    PairServer(Function<PairMessage, PairMessage> answers) {
        this.answers = answers;
    }

    /** The requests that were received completely. */
    BlockingQueue<PairMessage> seen() {
        return seen;
    }

    ScriptedOrigin.Script script(VersionPair pair) {
        return pair.server == 1 ? this::http1 : FrameServer.script(this::http2);
    }

    private void http1(Wiretap connection) throws IOException {
        for (String head = connection.readHead(); head != null; head = connection.readHead()) {
            HttpAnswer request = connection.readBodyOf(head);
            List<String> fields = PairMessage.lines(head);
            boolean chunked = request.field("Transfer-Encoding") != null;
            String[] line = head.substring(0, head.indexOf("\r\n")).split(" ");
            PairMessage got = new PairMessage(
                    line[0] + " " + line[1],
                    fields,
                    new String(request.body(), java.nio.charset.StandardCharsets.ISO_8859_1),
                    request.trailers().isEmpty() ? null : PairMessage.lines("\r\n" + request.trailers()),
                    chunked ? "chunked" : request.field("Content-Length") != null ? "length" : "none",
                    List.of(),
                    null);
            seen.add(got);
            connection.send(http1(answers.apply(got)));
        }
    }

    private static String http1(PairMessage answer) {
        StringBuilder out = new StringBuilder();
        for (String interim : answer.interims()) {
            out.append("HTTP/1.1 ").append(interim.replace("|", "\r\n")).append("\r\n\r\n");
        }
        out.append("HTTP/1.1 ").append(answer.start()).append(" X\r\n");
        answer.fields().forEach(field -> out.append(field).append("\r\n"));
        boolean length = !answer.all("content-length").isEmpty();
        if (answer.body() == null || length) {
            return out + "\r\n" + (answer.body() == null ? "" : answer.body());
        }
        out.append("Transfer-Encoding: chunked\r\n\r\n");
        if (!answer.body().isEmpty()) {
            out.append(Integer.toHexString(answer.body().length())).append("\r\n");
            out.append(answer.body()).append("\r\n");
        }
        out.append("0\r\n");
        if (answer.trailers() != null) {
            answer.trailers().forEach(field -> out.append(field).append("\r\n"));
        }
        return out + "\r\n";
    }

    private void http2(FrameServer server) throws IOException {
        while (true) {
            FrameServer.Request head = server.request();
            StringBuilder body = new StringBuilder();
            List<String> trailers = null;
            boolean ended = head.ends();
            while (!ended) {
                FrameClient.Frame frame = server.next();
                if (frame == null) {
                    return;
                }
                if (frame.type() == FrameClient.RST_STREAM) {
                    break;
                }
                if (frame.type() == FrameClient.DATA) {
                    body.append(new String(frame.payload(), java.nio.charset.StandardCharsets.ISO_8859_1));
                } else if (frame.type() == FrameClient.HEADERS) {
                    trailers = server.fields(frame);
                }
                ended = frame.endsStream();
            }
            if (ended) {
                PairMessage got = new PairMessage(
                        head.field(":method") + " " + head.field(":path"),
                        head.fields(),
                        body.toString(),
                        trailers,
                        "stream",
                        List.of(),
                        null);
                seen.add(got);
                http2(server, head.stream(), answers.apply(got));
            }
        }
    }

    private static void http2(FrameServer server, int stream, PairMessage answer) throws IOException {
        for (String interim : answer.interims()) {
            String[] parts = interim.split("\\|");
            List<String> fields = new ArrayList<>(List.of(":status: " + parts[0].split(" ")[0]));
            for (int i = 1; i < parts.length; i++) {
                fields.add(parts[i]);
            }
            server.headers(stream, false, PairMessage.pairs(fields));
        }
        List<String> fields = new ArrayList<>(List.of(":status: " + answer.start()));
        fields.addAll(answer.fields());
        server.headers(stream, answer.body() == null, PairMessage.pairs(fields));
        if (answer.body() != null) {
            server.data(stream, answer.trailers() == null, Bytes.latin1(answer.body()));
        }
        if (answer.trailers() != null) {
            server.headers(stream, true, PairMessage.pairs(answer.trailers()));
        }
    }
}
