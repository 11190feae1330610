package dev.steno.cli.tui;

import dev.steno.cli.hold.HeldApi;
import dev.steno.cli.remote.ApiClient;
import dev.steno.cli.remote.JsonTree;
import dev.steno.command.CommandException;
import dev.steno.edit.MessagePart;
import dev.steno.flow.Times;
import dev.steno.tui.data.Draft;
import dev.steno.tui.data.HeldItem;
import dev.steno.tui.data.HeldStreamItem;
import dev.steno.tui.data.Interception;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Held messages and edits of a Steno that runs elsewhere, through its API. Blocks; any thread. */
final class ApiInterception implements Interception {
    private final ApiClient api;
    private final HeldApi held;

    ApiInterception(ApiClient api) {
        this.api = api;
        this.held = new HeldApi(api);
    }

    @Override
    public Queue queue() {
        return tried(() -> {
            Map<String, @Nullable Object> answer = JsonTree.object(api.get("/held"));
            Map<String, @Nullable Object> intercept = JsonTree.object(answer.get("intercept"));
            return new Queue(
                    JsonTree.objects(answer.get("held")).stream()
                            .map(ApiInterception::item)
                            .toList(),
                    JsonTree.text(intercept, "filter"),
                    Boolean.TRUE.equals(intercept.get("active")));
        });
    }

    private static HeldItem item(Map<String, @Nullable Object> one) {
        return new HeldItem(
                JsonTree.number(one, "id"),
                JsonTree.text(one, "point"),
                time(JsonTree.text(one, "since")),
                time(JsonTree.text(one, "deadline")),
                JsonTree.text(one, "why"),
                JsonTree.text(one, "method"),
                JsonTree.text(one, "url"),
                (int) JsonTree.number(one, "status"),
                Boolean.TRUE.equals(one.get("changed")));
    }

    private static long time(String text) {
        if (text.isEmpty()) {
            return Times.UNSET;
        }
        Instant time = Instant.parse(text);
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    @Override
    public List<HeldStreamItem> messages(long flow) {
        return tried(() -> held.messages(flow).stream()
                .map(one -> new HeldStreamItem(
                        JsonTree.number(one, "number"),
                        JsonTree.text(one, "from"),
                        JsonTree.text(one, "kind"),
                        JsonTree.number(one, "size"),
                        Boolean.TRUE.equals(one.get("edited")),
                        one.get("text") instanceof String text ? text : null))
                .toList());
    }

    @Override
    public Draft held(long flow) {
        return tried(() -> {
            Map<String, @Nullable Object> raw = held.raw(flow);
            MessagePart part = MessagePart.valueOf(JsonTree.text(raw, "part").toUpperCase(Locale.ROOT));
            return new Draft(flow, part, true, (int) JsonTree.number(raw, "revision"), JsonTree.text(raw, "text"));
        });
    }

    @Override
    public Draft recorded(long flow, MessagePart part) {
        return tried(() -> {
            Map<String, @Nullable Object> raw = JsonTree.object(api.get(path(flow) + "/raw?part=" + name(part)));
            return new Draft(flow, part, false, (int) JsonTree.number(raw, "revision"), JsonTree.text(raw, "text"));
        });
    }

    @Override
    public void save(Draft draft, String text) {
        List<Map<String, Object>> edits = List.of(Map.of("op", "raw", "value", text));
        tried(() -> draft.held()
                ? held.edit(draft.flow(), draft.revision(), edits)
                : api.post(
                        path(draft.flow()) + "/edit",
                        Map.of("part", name(draft.part()), "revision", draft.revision(), "edits", edits)));
    }

    private static String path(long flow) {
        return "/flows/" + flow;
    }

    private static String name(MessagePart part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    private static <T extends @Nullable Object> T tried(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }
}
