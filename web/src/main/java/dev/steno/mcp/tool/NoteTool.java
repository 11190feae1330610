package dev.steno.mcp.tool;

import dev.steno.flow.FlowNumber;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.rpc.Cancellation;
import java.io.IOException;
import java.util.List;

/** Sets the mark and the comment of a flow. */
final class NoteTool implements McpTool {
    private final RunningSteno.Finder running;

    NoteTool(RunningSteno.Finder running) {
        this.running = running;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "note",
                "Note",
                "Sets the comment or the mark of a flow, for people to see; an empty text removes it.",
                List.of(
                        ToolParameter.flow(),
                        ToolParameter.text("comment", "a sentence"),
                        ToolParameter.text("mark", "a word or a sign, such as *")),
                Grant.NOTES);
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        String flow = FlowNumber.print(arguments.flow("flow"));
        if (!arguments.isGiven("comment") && !arguments.isGiven("mark")) {
            throw new ToolFailure("give comment, mark or both");
        }
        RunningSteno steno = RunningCalls.find(running);
        for (String what : List.of("comment", "mark")) {
            if (arguments.isGiven(what)) {
                set(steno, "flow." + what, flow, arguments.needed(what));
            }
        }
        to.say("Done.");
    }

    private static void set(RunningSteno steno, String command, String flow, String text)
            throws ToolFailure, IOException {
        Object count = RunningCalls.command(steno, command, List.of("@" + flow, text));
        if (count instanceof Number number && number.longValue() == 0) {
            throw new ToolFailure("there is no flow " + flow + "; flows_list shows which there are");
        }
    }
}
