package dev.steno.mcp.tool;

import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All tools. A call never fails with an exception: the model reads why it failed. Any thread but an event loop. */
public final class McpTools {
    private final Map<String, McpTool> tools = new LinkedHashMap<>(); // not changed after construction
    private final Set<Grant> grants;

    /** @param approvals asks a person before what is allowed is done */
    public McpTools(McpRecord record, RunningSteno.Finder running, Set<Grant> grants, Approvals approvals) {
        this.grants = Set.copyOf(grants);
        for (McpTool tool : List.of(
                new SessionInfoTool(record, running, this.grants),
                new FlowsStatsTool(record),
                new FlowsListTool(record),
                new FlowGetTool(record),
                new FlowBodyTool(record),
                new SearchTool(record),
                new MessagesListTool(record),
                new DiffTool(record),
                new ExportTool(record),
                new HoldListTool(record, running),
                new HoldDecideTool(record, running, approvals),
                new FlowEditSendTool(record, running, approvals),
                new RulesSetTool(record, running, approvals),
                new NoteTool(running))) {
            tools.put(tool.spec().name(), tool);
        }
    }

    /** What a client is told of each tool. Also of those that are refused: they say how a person allows them. */
    public List<Map<String, Object>> list() {
        return tools.values().stream().map(tool -> tool.spec().json()).toList();
    }

    /**
     * An answer.
     *
     * @param failed whether the text says why there is none
     */
    public record Result(String text, boolean failed) {}

    /** Calls a tool; empty if there is none with this name. */
    public Optional<Result> call(String name, Map<String, @Nullable Object> arguments, Cancellation cancelled) {
        McpTool tool = tools.get(name);
        return tool == null ? Optional.empty() : Optional.of(call(tool, arguments, cancelled));
    }

    private Result call(McpTool tool, Map<String, @Nullable Object> given, Cancellation cancelled) {
        ToolSpec spec = tool.spec();
        Grant grant = spec.grant();
        if (grant != null && !grants.contains(grant)) {
            return failed("refused: this server only reads" + allowed() + ". A person allows " + spec.name()
                    + " by starting it with steno mcp --allow " + grant.label());
        }
        FencedAnswer answer = new FencedAnswer();
        try {
            tool.call(ToolArguments.of(spec, given), answer, cancelled);
            return new Result(answer.text(), false);
        } catch (ToolFailure e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return failed(FileErrors.reason(e));
        } catch (UncheckedIOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (CancellationException e) {
            return failed("the call was cancelled");
        }
    }

    private String allowed() {
        return grants.isEmpty()
                ? ""
                : ", but for " + grants.stream().map(Grant::label).sorted().collect(Collectors.joining(", "));
    }

    private static Result failed(String why) {
        return new Result(new FencedAnswer().say(why).text(), true);
    }

    /** The names of all tools, separated by commas. */
    public String names() {
        return String.join(", ", tools.keySet());
    }
}
