package dev.steno.cli.mcp;

import dev.steno.cli.terminal.Console;
import dev.steno.json.Json;
import dev.steno.json.JsonInput;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The client's end of {@code steno mcp}, which runs in the test process. */
public final class McpClientEnd implements AutoCloseable {
    static final String NEWEST = "2025-11-25";
    private static final long PATIENCE_SECONDS = 120;

    private final PipedOutputStream toServer = new PipedOutputStream();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Thread server;
    private final Thread reader;
    private volatile int code = -1;
    private int last;

    private McpClientEnd(List<String> words) throws IOException {
        PipedInputStream in = new PipedInputStream(toServer, 8 << 20);
        // A pipe of java.io fails when the thread that wrote last has ended, though its writer is still open.
        Pipe answers = Pipe.open();
        InputStream fromServer = Channels.newInputStream(answers.source());
        OutputStream out = Channels.newOutputStream(answers.sink());
        server = new Thread(
                () -> {
                    try (out) {
                        code = new McpCommand().run(words, new Console(out, err, null, Map.of(), null, in, false));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "mcp under test");
        server.start();
        reader = new Thread(() -> read(fromServer), "mcp answers");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream from) {
        try (BufferedReader text = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("the stream failed: " + e);
        }
    }

    /** Starts a server that is not initialized yet. */
    static McpClientEnd raw(Path home, Object... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("--home", home.toString()));
        for (Object word : words) {
            all.add(word.toString());
        }
        return new McpClientEnd(all);
    }

    /** Starts a server and agrees on the newest version. */
    public static McpClientEnd of(Path home, Object... words) throws Exception {
        McpClientEnd client = raw(home, words);
        client.initialize(NEWEST);
        return client;
    }

    Map<String, @Nullable Object> initialize(String version) throws Exception {
        return initialize(version, Map.of());
    }

    Map<String, @Nullable Object> initialize(String version, Map<String, ?> capabilities) throws Exception {
        Map<String, @Nullable Object> result = object(call(
                        "initialize",
                        Map.of(
                                "protocolVersion",
                                version,
                                "capabilities",
                                capabilities,
                                "clientInfo",
                                Map.of("name", "test", "version", "1")))
                .get("result"));
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return result;
    }

    /** Sends a line. */
    void send(String line) throws IOException {
        sendBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(byte[] bytes) throws IOException {
        toServer.write(bytes);
        toServer.flush();
    }

    /** Sends a request; returns its id. */
    long ask(String method, Map<String, ?> params) throws IOException {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("jsonrpc", "2.0");
        request.put("id", ++last);
        request.put("method", method);
        request.put("params", params);
        send(new String(Json.bytes(json -> Json.value(json, request)), StandardCharsets.UTF_8));
        return last;
    }

    /** Returns the next line. */
    String line() throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no answer; standard error: " + err.toString(StandardCharsets.UTF_8));
        }
        return line;
    }

    /** Returns the next answer. */
    Map<String, @Nullable Object> answer() throws Exception {
        return object(JsonInput.whole(line().getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a request and returns its answer. */
    Map<String, @Nullable Object> call(String method, Map<String, ?> params) throws Exception {
        ask(method, params);
        return answer();
    }

    /** Calls a tool; returns the text of its answer, which must not be a failure. */
    public String tool(String name, Map<String, ?> arguments) throws Exception {
        Map<String, @Nullable Object> result = result(name, arguments);
        if (Boolean.TRUE.equals(result.get("isError"))) {
            throw new AssertionError(name + " failed: " + text(result));
        }
        return text(result);
    }

    /** Calls a tool that fails; returns why. */
    String failure(String name, Map<String, ?> arguments) throws Exception {
        Map<String, @Nullable Object> result = result(name, arguments);
        if (!Boolean.TRUE.equals(result.get("isError"))) {
            throw new AssertionError(name + " did not fail: " + text(result));
        }
        return text(result).strip();
    }

    private Map<String, @Nullable Object> result(String name, Map<String, ?> arguments) throws Exception {
        Map<String, @Nullable Object> answer = call("tools/call", Map.of("name", name, "arguments", arguments));
        if (!(answer.get("result") instanceof Map)) {
            throw new AssertionError("an error: " + answer);
        }
        return object(answer.get("result"));
    }

    private static String text(Map<String, @Nullable Object> result) {
        List<?> content = (List<?>) result.get("content");
        return String.valueOf(object(content == null ? null : content.get(0)).get("text"));
    }

    @SuppressWarnings("unchecked") // as the reader of JSON creates them
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    /** Ends the input, and returns the exit code. */
    public int end() throws IOException, InterruptedException {
        toServer.close();
        server.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        if (server.isAlive()) {
            throw new AssertionError("the server runs on after the end of its input");
        }
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)); // so that its last lines are among the rest
        return code;
    }

    /** Lines that were not taken yet. */
    List<String> rest() {
        return List.copyOf(lines);
    }

    @Override
    public void close() throws IOException {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
