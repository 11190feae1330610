package dev.steno.mcp.tool;

import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides on a held message of the running Steno. */
final class HoldDecideTool implements McpTool {
    private static final List<String> ACTIONS = List.of("resume", "edit", "answer", "drop", "kill");

    private final McpRecord record;
    private final RunningSteno.Finder running;
    private final Approvals approvals;

    HoldDecideTool(McpRecord record, RunningSteno.Finder running, Approvals approvals) {
        this.record = record;
        this.running = running;
        this.approvals = approvals;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "hold_decide",
                "Decide on a held message",
                "Sends a held message on (resume, with edits if they are given), changes it without sending it (edit), answers"
                        + " the request in the server's place (answer), ends the exchange (drop: with a page; kill: cut off).",
                List.of(
                        ToolParameter.flow(),
                        ToolParameter.choice("action", "what to do", ACTIONS).needed(),
                        ToolParameter.list("edits", FlowEditSendTool.EDITS, Map.of("type", "object")),
                        ToolParameter.flag("and_response", "resume: hold the response too"),
                        ToolParameter.number("status", "answer: the status; 200 by default", 100, 999),
                        ToolParameter.list(
                                "headers",
                                "answer: fields as [name, value]",
                                Map.of("type", "array", "items", Map.of("type", "string"))),
                        ToolParameter.text("body", "answer: the body as text")),
                Grant.HOLD);
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        long flow = arguments.flow("flow");
        String action = arguments.choice("action", "", ACTIONS);
        for (String needless : List.of("edits", "and_response", "status", "headers", "body")) {
            if (arguments.isGiven(needless) && !takes(action).contains(needless)) {
                throw new ToolFailure("the action " + action + " has no " + needless);
            }
        }
        RunningCalls.refuseTokens(arguments.given());
        RunningSteno steno = RunningCalls.find(running);
        if (approvals.isPossible()) {
            String host = host(flow, arguments.list("edits"), steno);
            approvals.require(Grant.HOLD, host, "decide on held messages of " + host, cancelled);
        }
        String path = "/held/" + flow + "/";
        Map<String, Object> body = new LinkedHashMap<>();
        switch (action) {
            case "resume" -> {
                if (arguments.isGiven("edits")) {
                    body.put("edits", arguments.list("edits"));
                }
                body.put("and_response", arguments.flag("and_response", false));
                steno.post(path + "resume", body);
            }
            case "edit" -> {
                body.put("edits", arguments.list("edits"));
                steno.post(path + "edit", body);
            }
            case "answer" -> {
                body.put("status", arguments.number("status", 200, 100, 999));
                body.put("headers", arguments.list("headers"));
                body.put("body", arguments.text("body").orElse(""));
                steno.post(path + "answer", body);
            }
            default -> steno.post(path + action, body);
        }
        to.say(
                action.equals("edit")
                        ? "The message of flow " + flow + " is changed, and still held: hold_decide sends it on."
                        : "Done: " + action + " of flow " + flow + ".");
        to.hint("The flow: flow_get {\"flow\":" + flow + "}");
    }

    /** Returns the host that a held message goes to or comes from; edits may move it to another. */
    private String host(long flow, List<?> edits, RunningSteno steno) throws ToolFailure, IOException {
        Optional<String> moved = ActedHost.ofEdits(edits);
        if (moved.isPresent()) {
            return moved.get();
        }
        for (Map<String, @Nullable Object> held :
                RunningCalls.objects(RunningCalls.object(steno.get("/held")).get("held"))) {
            if (held.get("id") instanceof Number id && id.longValue() == flow) {
                return ActedHost.ofUrl(RunningCalls.text(held, "url"))
                        .or(() -> recordedHost(flow))
                        .orElse("an unknown host");
            }
        }
        throw new ToolFailure("flow " + flow + " is not held: hold_list shows what is");
    }

    private Optional<String> recordedHost(long flow) {
        try {
            return record.reader().flow(flow).flatMap(ActedHost::of);
        } catch (SessionException e) {
            return Optional.empty();
        }
    }

    private static List<String> takes(String action) {
        return switch (action) {
            case "resume" -> List.of("edits", "and_response");
            case "edit" -> List.of("edits");
            case "answer" -> List.of("status", "headers", "body");
            default -> List.of();
        };
    }
}
