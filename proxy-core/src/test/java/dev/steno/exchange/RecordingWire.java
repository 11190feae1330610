package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.EndType;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.wire.Wire;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.WebSocketSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A wire without connections that records each call as a line, which begins with {@code >} towards the server and
 * {@code <} towards the client; the sign is doubled for data.
 */
final class RecordingWire implements Wire {
    private final List<String> calls = new ArrayList<>();
    private Consumer<String> onCall = call -> {};
    private int count;

    /** Runs within each call; simulates a wire that re-entrantly reports an established or a broken connection. */
    void onCall(Consumer<String> action) {
        onCall = action;
    }

    /** The calls since the last call of this method. */
    List<String> take() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Number of calls so far. */
    int calls() {
        return count;
    }

    private void note(String call) {
        count++;
        calls.add(call);
        onCall.accept(call);
    }

    @Override
    public void connectUpstream(Endpoint target, boolean tls, boolean fresh) {
        note("connect " + target + (tls ? " tls" : "") + (fresh ? " fresh" : ""));
    }

    @Override
    public void playServer(WebSocketSource server) {
        note("play server");
    }

    @Override
    public void sendRequestHead(HttpRequest head) {
        note("> " + head.method() + " " + head.path() + fields(head.headers()));
    }

    @Override
    public void sendRequestData(Chunk chunk) {
        String text = CountedChunk.text(chunk);
        chunk.release();
        note(">> " + text);
    }

    @Override
    public void sendRequestEnd(@Nullable Headers trailers) {
        note("> end" + fields(trailers));
    }

    @Override
    public void sendInterim(HttpResponse interim) {
        note("< interim " + interim.status() + fields(interim.headers()));
    }

    @Override
    public void sendResponseHead(HttpResponse head) {
        note("< " + head.status() + fields(head.headers()));
    }

    @Override
    public void sendResponseData(Chunk chunk) {
        String text = CountedChunk.text(chunk);
        chunk.release();
        note("<< " + text);
    }

    @Override
    public void sendResponseEnd(@Nullable Headers trailers) {
        note("< end" + fields(trailers));
    }

    @Override
    public void holdRequest(boolean held) {
        note(held ? "hold request" : "read request");
    }

    @Override
    public void holdResponse(boolean held) {
        note(held ? "hold response" : "read response");
    }

    @Override
    public void abortUpstream() {
        note("abort upstream");
    }

    @Override
    public void abortClient(End end) {
        note("abort client" + (end.equals(End.CLOSE) ? "" : " " + new EndType().print(end)));
    }

    @Override
    public void exchangeDone() {
        note("done");
    }

    private static String fields(@Nullable Headers headers) {
        if (headers == null || headers.isEmpty()) {
            return "";
        }
        return " {" + headers.toString().strip().replace("\r\n", ", ") + "}";
    }
}
