package dev.steno.mcp.tool;

import dev.steno.flow.Times;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.store.SessionInfo;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what the session has, and what this server may do. */
final class SessionInfoTool implements McpTool {
    private final McpRecord record;
    private final RunningSteno.Finder running;
    private final Set<Grant> grants;

    SessionInfoTool(McpRecord record, RunningSteno.Finder running, Set<Grant> grants) {
        this.record = record;
        this.running = running;
        this.grants = grants;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "session_info",
                "About the session",
                "Tells how many flows the session has, of which time, whether it is being recorded, and what is allowed.");
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws IOException {
        // every row is read, so by another reader than that of short calls
        SessionInfo info = record.statistics().read((reader, unwanted) -> reader.info(), cancelled);
        to.say("Session " + record.file() + ", " + Quantity.bytes(info.bytes()) + ", "
                + Quantity.count(info.flows(), "flow") + " " + info.byKind() + ", by state " + info.byState() + ".");
        if (info.firstStarted() != Times.UNSET) {
            to.say("From " + Timestamps.iso(info.firstStarted()) + " to " + Timestamps.iso(info.lastStarted()) + ", "
                    + Quantity.bytes(info.bodyBytes()) + " of bodies; the newest flow is number "
                    + record.reader().lastFlow() + ".");
        }
        to.say(
                info.isRecorded()
                        ? "It is being recorded"
                                + (running.find().isPresent()
                                        ? ", by a Steno that takes commands."
                                        : ", by a Steno whose API this server does not reach.")
                        : "It is not being recorded.");
        to.say(
                record.isRedacted()
                        ? "Secrets are shown as tokens, equal ones for equal secrets; steno mcp --reveal shows them."
                        : "Secrets are shown.");
        String refused = Arrays.stream(Grant.values())
                .filter(each -> !grants.contains(each))
                .map(Grant::label)
                .collect(Collectors.joining(","));
        to.say(
                refused.isEmpty()
                        ? "Everything is allowed."
                        : "Not allowed: " + refused + ". A person allows it by steno mcp --allow " + refused + ".");
    }
}
