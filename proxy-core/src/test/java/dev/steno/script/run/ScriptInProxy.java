package dev.steno.script.run;

import dev.steno.command.Commands;
import dev.steno.option.Options;
import dev.steno.script.source.ScriptException;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.proxy.ProxyTest;
import dev.steno.testing.proxy.RunningProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Base of tests of a script in a running proxy, whose file they change. */
abstract class ScriptInProxy extends ProxyTest {
    @TempDir
    Path folder;

    final Commands commands = new Commands();
    final List<String> logged = new CopyOnWriteArrayList<>();
    ScriptAddon script;
    AnsweringOrigin origin;

    private final Logger logger = Logger.getLogger("script");
    private final Logger watch = Logger.getLogger("dev.steno.addon.bus.HandlerWatch");
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() throws IOException {
        for (Logger each : List.of(logger, watch)) {
            each.addHandler(log);
            each.setUseParentHandlers(false);
        }
        origin = closing(AnsweringOrigin.plain((request, body, out) ->
                AnsweringOrigin.ok(out, "text/plain", "from the origin".getBytes(StandardCharsets.UTF_8))));
    }

    @AfterEach
    void forget() {
        for (Logger each : List.of(logger, watch)) {
            each.removeHandler(log);
            each.setUseParentHandlers(true);
        }
    }

    Path write(String name, String source) throws IOException {
        return Files.writeString(folder.resolve(name), source);
    }

    /** Starts a proxy with a script. */
    void run(String source) throws Exception {
        run(source, Duration.ofMinutes(3));
    }

    /** @param limit within which its calls have to return */
    void run(String source, Duration limit) throws IOException, ScriptException {
        Path file = write("test.java", source);
        ScriptPorts ports = new ScriptPorts(
                () -> proxy.options, () -> commands, () -> proxy.server().localClients(), ScriptPorts.Query.NONE);
        script = ScriptAddon.of(file, ports);
        Options options = new Options();
        options.register(ScriptOptions.class);
        options.set("script-timeout", limit.toMillis() + "ms");
        closing(proxy);
        proxy = RunningProxy.startWith(home, options, script);
        script.started();
    }

    /** Asks the origin through the proxy. */
    HttpAnswer ask(String path) throws IOException {
        try (RawClient client = RawClient.to(proxy.port())) {
            return client.send(request(path)).response();
        }
    }

    String request(String path) {
        return "GET http://127.0.0.1:" + origin.port() + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + origin.port()
                + "\r\n\r\n";
    }
}
