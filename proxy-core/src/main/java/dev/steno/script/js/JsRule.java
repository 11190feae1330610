package dev.steno.script.js;

import dev.steno.script.Script;
import dev.steno.script.run.HookedAddon;
import dev.steno.script.run.PlainFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.WrappedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rule of one line: {@code HOOK: CODE}, such as {@code request: r.headers["x"] = "y"}. The code finds the request or the
 * response as {@code r}, and the exchange as {@code f}. Any thread.
 */
public final class JsRule implements Consumer<Script.Flow> {
    private static final Logger LOG = LoggerFactory.getLogger("script");

    /** The hooks that such a rule can have. */
    private static final List<String> HOOKS =
            List.of("requestheaders", "request", "responseheaders", "response", "server_failed", "error");

    private final String name;
    private final String hook;
    private final JsEngine engine;
    private final org.mozilla.javascript.Script code;

    private JsRule(String name, String hook, JsEngine engine, org.mozilla.javascript.Script code) {
        this.name = name;
        this.hook = hook;
        this.engine = engine;
        this.code = code;
    }

    /**
     * Makes addons of rules; they run in the order of the list.
     *
     * @throws IllegalArgumentException if one is not valid, with a sentence that says what to do
     */
    public static List<HookedAddon> addons(List<String> rules) {
        if (rules.isEmpty()) {
            return List.of(); // the engine is not loaded
        }
        JsEngine engine = new JsEngine();
        List<HookedAddon> addons = new ArrayList<>();
        for (String each : rules) {
            JsRule rule = parse("js-" + (addons.size() + 1), each, engine);
            addons.add(new HookedAddon(rule.name, Map.of(rule.hook, rule), () -> {}));
        }
        return addons;
    }

    private static JsRule parse(String name, String text, JsEngine engine) {
        int colon = text.indexOf(':');
        String hook = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (!HOOKS.contains(hook)) {
            throw new IllegalArgumentException("--js is HOOK: CODE with one of the hooks " + String.join(", ", HOOKS)
                    + ", such as 'request: r.headers[\"x\"] = \"y\"', not: " + text);
        }
        if (text.substring(colon + 1).isBlank()) {
            throw new IllegalArgumentException("--js '" + text + "' has no code: write some behind the colon, such as '"
                    + hook + ": " + example(hook) + "', or leave the option out");
        }
        try {
            return new JsRule(
                    name,
                    hook,
                    engine,
                    engine.call(context -> context.compileString(text.substring(colon + 1), name, 1, null)));
        } catch (RhinoException e) {
            throw new IllegalArgumentException("--js '" + text + "': " + e.details() + " (column "
                    + (colon + 1 + Math.max(1, e.columnNumber())) + ")");
        }
    }

    private static String example(String hook) {
        return hook.equals("error") || hook.equals("server_failed") ? "f.log(f.error)" : "r.headers[\"x\"] = \"y\"";
    }

    @Override
    public void accept(Script.Flow flow) {
        try {
            engine.call(context -> {
                Scriptable scope = engine.scope(context);
                boolean response = hook.startsWith("response");
                JsObject request = request(flow.request());
                scope.put("f", scope, exchange(flow, scope));
                scope.put("request", scope, request);
                if (flow.hasResponse()) {
                    scope.put("response", scope, response(flow.response()));
                }
                scope.put("r", scope, response ? scope.get("response", scope) : request);
                return code.exec(context, scope, scope);
            });
        } catch (WrappedException e) { // of a call on the request, the response or the exchange
            throw PlainFailure.of("", e.getWrappedException());
        } catch (RhinoException e) {
            throw new PlainFailure(e.details());
        } catch (RuntimeException | JsEngine.Spent | OutOfMemoryError e) {
            throw PlainFailure.of("", e);
        }
    }

    private static JsObject part(String noun, Script.Part part) {
        JsHeaders headers = new JsHeaders(part);
        return new JsObject(noun)
                .property("headers", () -> headers, null)
                .property("text", part::text, part::text)
                .property("hasBody", part::hasBody, null);
    }

    private static JsObject request(Script.Request request) {
        return part("request", request)
                .property("method", request::method, request::method)
                .property("url", request::url, request::url)
                .property("host", request::host, null)
                .property("port", request::port, null)
                .property("path", request::path, request::url);
    }

    private static JsObject response(Script.Response response) {
        return part("response", response)
                .property("status", response::status, status -> response.status(Integer.parseInt(status)))
                .property("reason", response::reason, null);
    }

    private JsObject exchange(Script.Flow flow, Scriptable scope) {
        return new JsObject("f")
                .property("id", flow::id, null)
                .property("client", flow::client, null)
                .property("error", flow::error, null)
                .property("isReplay", flow::isReplay, null)
                .method("kill", given -> flow.kill(), scope)
                .method("retry", given -> flow.retry(), scope)
                .method("intercept", given -> flow.intercept(), scope)
                .method("answer", given -> answer(flow, given), scope)
                .method("comment", given -> flow.comment(text(given, 0)), scope)
                .method("mark", given -> flow.mark(text(given, 0)), scope)
                .method("metadata", given -> flow.metadata(text(given, 0), text(given, 1)), scope)
                .method("log", given -> LOG.info("{}: {}", name, text(given, 0)), scope);
    }

    private static void answer(Script.Flow flow, Object[] given) {
        String[] headers = new String[given.length < 3 ? 0 : given.length - 2];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = text(given, i + 2);
        }
        flow.answer((int) Context.toNumber(given.length == 0 ? 200 : given[0]), text(given, 1), headers);
    }

    private static String text(Object[] given, int index) {
        return index < given.length ? Context.toString(given[index]) : "";
    }
}
