package dev.steno.script.run;

import dev.steno.addon.RecordedFlows;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Tokens;
import dev.steno.script.Script;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request as a script sees it. Used by one thread, during a call. */
final class ScriptRequest extends ScriptPart implements Script.Request {
    ScriptRequest(ShownExchange flow, Supplier<RecordedFlows> recorded) {
        super(flow, recorded);
    }

    private HttpRequest value() {
        return flow.value().request();
    }

    private void set(HttpRequest next) {
        if (next != value()) {
            flow.set(flow.value().withRequest(next));
        }
    }

    @Override
    Body now() {
        return value().body();
    }

    @Override
    void set(Headers headers) {
        set(value().withHeaders(headers));
    }

    @Override
    void set(Headers headers, Body body) {
        set(value().withHeaders(headers).withBody(body));
    }

    @Override
    String noun() {
        return "request";
    }

    @Override
    boolean isHead() {
        return flow.point() == ShownExchange.Point.REQUEST_HEAD;
    }

    @Override
    void requireOpen() {
        if (!isHead() && flow.point() != ShownExchange.Point.REQUEST) {
            throw new IllegalStateException("the request was sent already: change it in requestheaders or request");
        }
    }

    @Override
    public Headers headers() {
        return value().headers();
    }

    @Override
    public String method() {
        return value().method();
    }

    @Override
    public void method(String method) {
        requireOpen();
        if (!Tokens.isToken(method)) {
            throw new IllegalArgumentException("a method cannot be called '" + method + "'");
        }
        set(value().withMethod(method));
    }

    @Override
    public String url() {
        return value().url();
    }

    @Override
    public void url(String url) {
        requireOpen();
        set(value().to(url, false));
    }

    @Override
    public String host() {
        return value().host();
    }

    @Override
    public int port() {
        return value().port();
    }

    @Override
    public String path() {
        return value().path();
    }

    private List<String> parameters() {
        int mark = path().indexOf('?');
        return mark < 0 ? List.of() : List.of(path().substring(mark + 1).split("&", -1));
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return decoded(equals < 0 ? parameter : parameter.substring(0, equals));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // a percent sign without digits
            return text;
        }
    }

    @Override
    public @Nullable String query(String name) {
        for (String each : parameters()) {
            if (name(each).equals(name)) {
                int equals = each.indexOf('=');
                return equals < 0 ? "" : decoded(each.substring(equals + 1));
            }
        }
        return null;
    }

    @Override
    public void query(String name, String value) {
        requireOpen();
        String given = URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
        List<String> next = new ArrayList<>();
        boolean found = false;
        for (String each : parameters()) {
            if (!name(each).equals(name)) {
                next.add(each);
            } else if (!found) {
                found = true;
                next.add(given);
            }
        }
        if (!found) {
            next.add(given);
        }
        int mark = path().indexOf('?');
        set(value().to((mark < 0 ? path() : path().substring(0, mark)) + "?" + String.join("&", next), true));
    }
}
