package dev.steno.mcp.tool;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.json.FlowIdJson;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends a request through the running Steno: that of a flow, changed or not, or a new one. */
final class FlowEditSendTool implements McpTool {
    /** How long the answer of the server is waited for; the flow goes on afterwards. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(50);
    private static final List<String> PARTS = List.of("request", "response", "notes");

    private final McpRecord record;
    private final RunningSteno.Finder running;
    private final Approvals approvals;

    FlowEditSendTool(McpRecord record, RunningSteno.Finder running, Approvals approvals) {
        this.record = record;
        this.running = running;
        this.approvals = approvals;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "flow_edit_send",
                "Send a request",
                "Sends the request of a flow again (of), with changes if they are given, or a new request (url). It becomes a"
                        + " flow of its own, which is shown. Secrets of the recorded request are sent as they were.",
                List.of(
                        ToolParameter.flow("of", "the flow whose request is sent"),
                        ToolParameter.text("method", "GET for a new request"),
                        ToolParameter.text("url", "where to"),
                        ToolParameter.list(
                                "headers",
                                "all header fields, as [name, value]",
                                Map.of("type", "array", "items", Map.of("type", "string"))),
                        ToolParameter.text("body", "as text"),
                        ToolParameter.text("body_base64", "the body as bytes"),
                        ToolParameter.list("edits", EDITS, Map.of("type", "object"))),
                Grant.SEND);
    }

    /** What the operations of edits are. */
    static final String EDITS =
            "operations, all done or none: {\"op\":\"method\"|\"url\"|\"status\"|\"reason\",\"value\":…},"
                    + " {\"op\":\"header.set\"|\"header.add\"|\"header.remove\",\"name\":…,\"value\":…},"
                    + " {\"op\":\"body\",\"text\":…|\"base64\":…}";

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        if (!arguments.isGiven("of") && !arguments.isGiven("url")) {
            throw new ToolFailure("give of, the number of a flow, or url");
        }
        Map<String, Object> body = new LinkedHashMap<>(arguments.given());
        RunningCalls.refuseTokens(body);
        if (arguments.isGiven("of")) {
            body.put("of", arguments.flow("of"));
        }
        RunningSteno steno = RunningCalls.find(running);
        if (approvals.isPossible()) {
            String host = host(arguments);
            approvals.require(Grant.SEND, host, "send requests to " + host, cancelled);
        }
        Object sent = steno.post("/send", body);
        OptionalLong made = FlowIdJson.read(RunningCalls.object(sent).get("id"));
        if (made.isEmpty()) {
            throw new ToolFailure("the running Steno did not say the number of the flow: flows_list shows the newest");
        }
        long id = made.getAsLong();
        Flow flow = await(id, cancelled);
        if (flow == null || flow.state() == FlowState.OPEN) {
            to.say("Sent as flow " + FlowNumber.print(id) + ", which has not ended yet.");
            to.hint("Later: flow_get {\"flow\":" + FlowIdJson.text(id) + "}");
            return;
        }
        new FlowOutline(record, to).write(flow, PARTS);
        if (arguments.isGiven("of") && flow instanceof HttpFlow) {
            to.hint("What differs: diff {\"a\":" + FlowIdJson.text(arguments.flow("of")) + ",\"b\":"
                    + FlowIdJson.text(id) + "}");
        }
    }

    /** Returns the host that the request goes to. */
    private String host(ToolArguments arguments) throws ToolFailure, IOException {
        Optional<String> named = ActedHost.ofEdits(arguments.list("edits"))
                .or(() -> Optional.ofNullable(arguments.given().get("url")).flatMap(ActedHost::ofUrl));
        if (named.isPresent()) {
            return named.get();
        }
        if (!arguments.isGiven("of")) {
            throw new ToolFailure("the url has no host: give it whole, as https://example.org/path");
        }
        long of = arguments.flow("of");
        return record.reader()
                .flow(of)
                .flatMap(ActedHost::of)
                .orElseThrow(() -> new ToolFailure("there is no flow " + FlowNumber.print(of)
                        + " with a server; flows_list shows which there are"));
    }

    private @Nullable Flow await(long id, Cancellation cancelled) throws IOException {
        long begun = System.nanoTime();
        Flow flow = record.reader().flow(id).orElse(null);
        while ((flow == null || flow.state() == FlowState.OPEN)
                && !cancelled.getAsBoolean()
                && System.nanoTime() - begun < PATIENCE) {
            LockSupport.parkNanos(POLL);
            flow = record.reader().flow(id).orElse(null);
        }
        return flow;
    }
}
