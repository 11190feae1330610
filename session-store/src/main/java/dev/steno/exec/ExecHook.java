package dev.steno.exec;

import dev.steno.flow.Headers;
import dev.steno.script.Script;
import dev.steno.script.run.HookedAddon;
import dev.steno.script.run.PlainFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program at one hook: writes what passes as an object, and does what the answer says. Any thread that may block.
 *
 * <p>The line has {@code id}, {@code hook}, {@code flow}, {@code client}, {@code request} and, once there is one, {@code
 * response}. The answer has the same {@code id} and, if something is to happen, {@code request} or {@code response} with the
 * members to change, {@code answer}, {@code kill}, {@code comment} or {@code metadata}.
 */
public final class ExecHook implements Consumer<Script.Flow> {
    private static final List<String> HOOKS = List.of("request", "response");

    private final ChildProgram program;
    private final String hook;

    private ExecHook(ChildProgram program, String hook) {
        this.program = program;
        this.hook = hook;
    }

    /** Makes addons of programs, in their order; a program is started with its first message. */
    public static List<HookedAddon> addons(ExecOptions options) {
        List<HookedAddon> addons = new ArrayList<>();
        for (String command : options.exec()) {
            String name = "exec-" + (addons.size() + 1);
            ChildProgram program = new ChildProgram(name, command, options.execTimeout());
            Map<String, Consumer<Script.Flow>> methods = new LinkedHashMap<>();
            HOOKS.forEach(hook -> methods.put(hook, new ExecHook(program, hook)));
            addons.add(new HookedAddon(name, methods, program::close));
        }
        return addons;
    }

    @Override
    public void accept(Script.Flow flow) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("hook", hook);
        message.put("flow", flow.id());
        message.put("client", flow.client());
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("method", flow.request().method());
        request.put("url", flow.request().url());
        add(request, flow.request(), hook.equals("request"));
        message.put("request", request);
        if (flow.hasResponse()) {
            Map<String, @Nullable Object> response = new LinkedHashMap<>();
            response.put("status", flow.response().status());
            add(response, flow.response(), true);
            message.put("response", response);
        }
        Map<?, ?> answer = program.ask(message);
        try {
            apply(answer, flow);
        } catch (RuntimeException e) { // the exchange refuses what the answer asks for
            throw PlainFailure.of("the answer cannot be applied: ", e);
        }
    }

    private static void add(Map<String, @Nullable Object> object, Script.Part part, boolean body) {
        List<List<String>> fields = new ArrayList<>();
        Headers headers = part.headers();
        for (int i = 0; i < headers.size(); i++) {
            if (!isPseudo(headers.name(i))) {
                fields.add(List.of(headers.name(i), headers.value(i)));
            }
        }
        object.put("headers", fields);
        if (body && part.hasBody()) {
            object.put("body", Base64.getEncoder().encodeToString(part.body()));
            object.put("text", part.text());
        }
    }

    /** Whether a field is one of HTTP/2 that follows the method, the URL or the status. */
    private static boolean isPseudo(String name) {
        return name.startsWith(":");
    }

    private void apply(Map<?, ?> answer, Script.Flow flow) {
        if (answer.get("comment") instanceof String comment) {
            flow.comment(comment);
        }
        if (answer.get("metadata") instanceof Map<?, ?> notes) {
            notes.forEach((name, value) -> flow.metadata(String.valueOf(name), String.valueOf(value)));
        }
        if (answer.get("request") instanceof Map<?, ?> change) {
            Script.Request request = flow.request();
            if (change.get("method") instanceof String method) {
                request.method(method);
            }
            if (change.get("url") instanceof String url) {
                request.url(url);
            }
            change(request, change);
        }
        if (answer.get("response") instanceof Map<?, ?> change) {
            if (change.get("status") != null) {
                flow.response().status(status(change));
            }
            change(flow.response(), change);
        }
        if (answer.get("kill") instanceof String reason) {
            flow.kill(reason);
        } else if (answer.get("answer") instanceof Map<?, ?> given) {
            List<String> headers = new ArrayList<>();
            fields(given).forEach(headers::addAll);
            flow.answer(
                    given.get("status") == null ? 200 : status(given), bytes(given), headers.toArray(String[]::new));
        }
    }

    private static int status(Map<?, ?> response) {
        if (response.get("status") instanceof Number status) {
            return status.intValue();
        }
        throw new IllegalArgumentException("the status is a number, and not " + response.get("status"));
    }

    private static void change(Script.Part part, Map<?, ?> change) {
        if (change.get("headers") instanceof List<?>) {
            Headers before = part.headers();
            for (int i = 0; i < before.size(); i++) {
                if (!isPseudo(before.name(i))) {
                    part.removeHeader(before.name(i));
                }
            }
            fields(change).forEach(each -> part.addHeader(each.get(0), each.get(1)));
        }
        if (change.get("text") instanceof String text) {
            part.text(text);
        } else if (change.get("body") instanceof String) {
            part.body(bytes(change));
        }
    }

    private static byte[] bytes(Map<?, ?> object) {
        if (object.get("text") instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return object.get("body") instanceof String body ? Base64.getDecoder().decode(body) : new byte[0];
    }

    private static List<List<String>> fields(Map<?, ?> object) {
        List<List<String>> fields = new ArrayList<>();
        if (object.get("headers") instanceof List<?> given) {
            for (Object each : given) {
                if (!(each instanceof List<?> pair) || pair.size() != 2) {
                    throw new IllegalArgumentException("headers are a list of [name, value], and one is " + each);
                }
                fields.add(List.of(String.valueOf(pair.get(0)), String.valueOf(pair.get(1))));
            }
        }
        return fields;
    }
}
