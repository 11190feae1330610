package dev.steno.script.run;

import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.flow.Direction;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import dev.steno.script.Script;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A message of a stream as a script sees it. Used by one thread, during a call. */
final class ScriptStream implements Script.Message {
    private final Hook.StreamMessage before;
    private Hook.StreamMessage now;
    private boolean killed;

    ScriptStream(Hook.StreamMessage message) {
        this.before = message;
        this.now = message;
    }

    Verdict<Hook.StreamMessage> verdict() {
        if (killed) {
            return new Verdict.Drop<>("killed by the script");
        }
        return now == before ? Verdict.pass() : new Verdict.Replace<>(now);
    }

    @Override
    public long flow() {
        return now.flow().id();
    }

    @Override
    public String host() {
        return now.flow() instanceof HttpFlow http
                ? http.request().host()
                : ((TcpFlow) now.flow()).target().host();
    }

    @Override
    public boolean fromClient() {
        return now.message().direction() == Direction.CLIENT_TO_SERVER;
    }

    @Override
    public boolean isText() {
        return now.message().kind() == Message.Kind.TEXT;
    }

    @Override
    public byte[] data() {
        return Objects.requireNonNull(now.message().data(), "a message that is shown has its data")
                .clone();
    }

    @Override
    public String text() {
        return new String(data(), StandardCharsets.UTF_8);
    }

    @Override
    public void data(byte[] data) {
        now = now.saying(data.clone());
    }

    @Override
    public void text(String text) {
        now = now.saying(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void drop() {
        now = now.dropped();
    }

    @Override
    public void add(boolean toClient, String text) {
        now = now.adding(
                toClient ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER,
                now.message().kind(),
                text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void kill() {
        killed = true;
    }
}
