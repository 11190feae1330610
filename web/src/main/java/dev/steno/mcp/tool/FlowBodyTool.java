package dev.steno.mcp.tool;

import com.google.re2j.PatternSyntaxException;
import dev.steno.filter.ByteFinder;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.look.BodyFinder;
import dev.steno.look.FlowBody;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.TextPart;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.rule.json.JsonPath;
import dev.steno.rule.json.JsonSelection;
import dev.steno.rule.json.JsonValues;
import dev.steno.rule.spec.RuleException;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads a part of a body or a message: bytes from an offset, values of JSON, or the lines with a match. */
final class FlowBodyTool implements McpTool {
    private static final int USUAL = 4_096;
    private static final int MOST = 16 * 1024;

    /** Upper bound on the decoded bytes in which JSON is read, and on those of a message. */
    private static final int LARGEST = 8 << 20;

    private static final int MATCHES = 50;
    private static final long FIND_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final McpRecord record;

    FlowBodyTool(McpRecord record) {
        this.record = record;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "flow_body",
                "Read a body",
                "Reads a body, or with message one message of a WebSocket or stream. With path, values of its JSON; with"
                        + " regex, its matches; otherwise bytes from offset as text. Binary content as its size and 64 bytes.",
                ToolParameter.flow(),
                ToolParameter.choice("part", "response by default", List.of("request", "response")),
                ToolParameter.number("message", "a seq of messages_list, instead of part", 0, Long.MAX_VALUE),
                ToolParameter.flag("decoded", "without its content codings; true by default"),
                ToolParameter.number("offset", "first byte, counted in what decoded says; 0 by default", 0, 1L << 40),
                ToolParameter.number("length", "bytes; " + USUAL + " by default", 1, MOST),
                ToolParameter.text("path", "values of JSON, such as $.items[0].name, $.items[*].id or /items/0"),
                ToolParameter.text("regex", "RE2 expression; gives the lines with their offsets"));
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        Flow flow = FlowReading.read(record, arguments.flow("flow"));
        ReadContent source = content(flow, arguments);
        if (arguments.isGiven("path") && arguments.isGiven("regex")) {
            throw new ToolFailure("path and regex exclude each other: call once with each");
        }
        if (arguments.isGiven("path")) {
            select(source, arguments.needed("path"), to);
        } else if (arguments.isGiven("regex")) {
            find(source, arguments, to, cancelled);
        } else {
            read(source, arguments, to);
        }
    }

    private ReadContent content(Flow flow, ToolArguments arguments) throws ToolFailure, IOException {
        boolean decoded = arguments.flag("decoded", true);
        if (arguments.isGiven("message")) {
            return ReadContent.message(record, flow, arguments.number("message", 0, 0, Long.MAX_VALUE), LARGEST);
        }
        boolean ofRequest = arguments
                .choice("part", "response", List.of("request", "response"))
                .equals("request");
        FlowBody body = FlowBody.of(flow, ofRequest)
                .orElseThrow(() -> new ToolFailure(
                        "flow " + FlowNumber.print(flow.id()) + " has no " + (ofRequest ? "request" : "response")
                                + " with a body; messages_list lists the messages of a stream"));
        return ReadContent.body(record, body, decoded);
    }

    private static void read(ReadContent source, ToolArguments arguments, FencedAnswer to)
            throws ToolFailure, IOException {
        long offset = arguments.number("offset", 0, 0, 1L << 40);
        int length = (int) arguments.number("length", USUAL, 1, MOST);
        FlowReading.Part part = source.part(offset, length);
        Charset charset = source.charset();
        if (!FlowReading.isText(part.bytes(), charset)) {
            int shown = Math.min(64, part.bytes().length);
            to.say(source.label() + ", binary. Bytes " + offset + " to " + (offset + shown) + " in hexadecimal:");
            to.add(FlowReading.hex(part.bytes()));
            addProblem(part, to);
            if (!part.end() || part.bytes().length > shown) {
                to.hint("More: " + source.call() + ",\"offset\":" + (offset + shown) + "}");
            }
            return;
        }
        TextPart text = TextPart.of(part.bytes(), charset, part.end(), to.left() - 600);
        long until = offset + text.bytes();
        boolean more = !part.end() || text.bytes() < part.bytes().length;
        to.say(source.label() + ". Bytes " + offset + " to " + until + (more ? "" : ", the end") + ".");
        to.add(text.text());
        addProblem(part, to);
        if (more) {
            to.hint("More: " + source.call() + ",\"offset\":" + until + "}");
        }
    }

    /** Among the content, since it may quote it. */
    private static void addProblem(FlowReading.Part part, FencedAnswer to) {
        if (!part.problem().isEmpty()) {
            to.add("[it cannot be decoded further: " + VisibleText.line(part.problem(), 200) + "]");
        }
    }

    private static void select(ReadContent source, String path, FencedAnswer to) throws ToolFailure, IOException {
        JsonPath parsed;
        try {
            parsed = JsonPath.parse(path);
        } catch (RuleException e) {
            throw new ToolFailure("path: " + e.getMessage());
        }
        FlowReading.Part part = source.part(0, LARGEST);
        String text = new String(part.bytes(), source.charset());
        String json = text.startsWith("\ufeff") ? text.substring(1) : text;
        if (!part.end()) {
            throw new ToolFailure("the body is longer than " + Quantity.bytes(LARGEST)
                    + ", in which JSON is read: use regex, or offset and length");
        }
        if (!JsonValues.areValues(json)) {
            throw new ToolFailure("the body is not JSON: use regex, or offset and length");
        }
        List<String> values = JsonSelection.of(json, parsed);
        int shown = 0;
        boolean cut = false;
        for (; shown < values.size() && !cut; shown++) {
            String value = values.get(shown);
            if (!to.add(value)) {
                int space = (to.left() - 200) / 4;
                cut = true;
                if (space < 200) {
                    break;
                }
                to.add(VisibleText.line(value, Math.min(space, MOST)));
            }
        }
        to.say(source.label() + ". " + Quantity.count(values.size(), "value") + " at " + path
                + (shown < values.size() ? ", " + shown + " of them shown:" : ":"));
        if (cut) {
            to.hint("What is cut does not fit into an answer: call with a longer path, such as one with an index");
        }
    }

    private static void find(ReadContent source, ToolArguments arguments, FencedAnswer to, Cancellation cancelled)
            throws ToolFailure, IOException {
        ByteFinder finder;
        try {
            finder = ByteFinder.expression(arguments.needed("regex"));
        } catch (PatternSyntaxException e) {
            throw new ToolFailure("regex: " + e.getMessage());
        }
        long offset = arguments.number("offset", 0, 0, 1L << 40);
        long deadline = System.nanoTime() + FIND_NANOS;
        int[] found = {0};
        long[] next = {-1};
        long stopped;
        try (InputStream in = source.open(offset)) {
            stopped = new BodyFinder(in, offset, finder, source.charset())
                    .find(
                            (at, length, line) -> {
                                if (found[0] == MATCHES || !to.add(at + ": " + VisibleText.line(line, 400))) {
                                    next[0] = at;
                                    return false;
                                }
                                found[0]++;
                                return true;
                            },
                            () -> cancelled.getAsBoolean() || System.nanoTime() - deadline > 0);
        }
        long from = next[0] >= 0 ? next[0] : stopped;
        to.say(source.label() + ". " + Quantity.count(found[0], "place")
                + (found[0] == 0 ? " where it matches" : " where it matches, each with its offset and line")
                + (from >= 0 ? "; the rest is not searched yet." : "."));
        if (from >= 0) {
            to.hint("More: the same call with offset " + from);
        }
    }
}
