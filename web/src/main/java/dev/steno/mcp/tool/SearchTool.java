package dev.steno.mcp.tool;

import com.google.re2j.PatternSyntaxException;
import dev.steno.filter.ByteFinder;
import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.filter.Regex;
import dev.steno.filter.TextField;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.look.BodyFinder;
import dev.steno.look.FlowBody;
import dev.steno.look.MessageFilter;
import dev.steno.look.MessageRow;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.page.PageCursor;
import dev.steno.store.FlowRow;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds a text in URLs, header fields, bodies and messages, and shows where. */
final class SearchTool implements McpTool {
    private static final int USUAL = 20;
    private static final int MOST = 100;

    /** Chars of a line with a match. */
    private static final int LINE = 240;

    /** In one body, a match is looked for this long. */
    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Map<String, List<TextField>> PLACES = Map.of(
            "all", List.of(TextField.URL, TextField.HEADERS, TextField.BODY),
            "url", List.of(TextField.URL),
            "headers", List.of(TextField.HEADERS),
            "body", List.of(TextField.BODY));

    private final McpRecord record;

    SearchTool(McpRecord record) {
        this.record = record;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "search",
                "Search",
                "Finds a text in URLs, header fields, decoded bodies and messages, ignoring case, newest flow first. Each flow"
                        + " with its first matches.",
                ToolParameter.text("text", "what to find").needed(),
                ToolParameter.flag("regex", "whether text is an RE2 expression; false by default"),
                ToolParameter.choice("in", "all by default", List.of("all", "url", "headers", "body")),
                ToolParameter.filter(),
                ToolParameter.number("limit", "flows; " + USUAL + " by default", 1, MOST),
                ToolParameter.text("cursor", "from the answer before, with the same arguments"));
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        String text = arguments.needed("text");
        if (text.isEmpty()) {
            throw new ToolFailure("text is empty: it says what to find");
        }
        String expression = arguments.flag("regex", false) ? text : Regex.quote(text);
        String in = arguments.choice("in", "all", List.copyOf(PLACES.keySet()));
        List<TextField> fields = PLACES.getOrDefault(in, List.of());
        Filter filter = filter(fields, expression, arguments.filter());
        PageCursor after = cursor(arguments.text("cursor").orElse(""));
        int limit = (int) arguments.number("limit", USUAL, 1, MOST);
        FlowListing page = FlowListing.read(record.reader(), filter, Order.TIME, true, after, limit, cancelled);
        int shown = 0;
        while (shown < page.rows().size() && write(page.rows().get(shown), fields, expression, to, cancelled)) {
            shown++;
        }
        to.say(Quantity.count(shown, "flow") + ", newest first"
                + (page.next() == null && shown == page.rows().size() ? "; there are no more." : "."));
        PageCursor next = page.next();
        if (shown < page.rows().size() && shown > 0) {
            next = FlowListing.afterRow(true, page.rows().get(shown - 1));
        }
        if (next != null) {
            to.hint((page.searchedTo() > 0
                            ? "The search was stopped after 10 s at flow " + page.searchedTo() + ". "
                            : "")
                    + "More: the same call with cursor \"" + next + "\"");
        }
    }

    private static @Nullable PageCursor cursor(String text) throws ToolFailure {
        PageCursor cursor = text.isEmpty() ? null : PageCursor.parse(text).orElse(null);
        if (!text.isEmpty() && (cursor == null || cursor.order() != Order.TIME || !cursor.reverse())) {
            throw new ToolFailure("the cursor is not one of a search: leave it out for the first page");
        }
        return cursor;
    }

    private static Filter filter(List<TextField> fields, String expression, Filter within) throws ToolFailure {
        try {
            List<Filter> leaves = fields.stream()
                    .map(field -> (Filter) Filter.Matches.of(field, expression))
                    .toList();
            Filter any = leaves.size() == 1 ? leaves.get(0) : new Filter.Or(leaves);
            return within instanceof Filter.All ? any : new Filter.And(List.of(within, any));
        } catch (PatternSyntaxException e) {
            throw new ToolFailure("text is not a valid expression: " + e.getMessage());
        }
    }

    private boolean write(
            FlowRow row, List<TextField> fields, String expression, FencedAnswer to, Cancellation cancelled)
            throws IOException {
        Flow flow = record.reader().flow(row.id()).orElse(null);
        if (flow == null) {
            return true; // removed meanwhile
        }
        String method = row.method() == null ? "" : row.method() + " ";
        if (!to.add("#" + FlowNumber.print(row.id()) + " " + VisibleText.line(method + row.url(), LINE)
                + (row.status() == 0 ? "" : " " + row.status()))) {
            return false;
        }
        for (TextField field : fields) {
            if (field == TextField.BODY) {
                body(flow, true, expression, to, cancelled);
                body(flow, false, expression, to, cancelled);
                messages(flow, expression, to);
            } else if (field == TextField.HEADERS) {
                Regex regex = Regex.of(expression, field.mode());
                for (String fieldLines : field.values(flow)) {
                    fieldLines
                            .lines()
                            .filter(regex::find)
                            .limit(2)
                            .forEach(line -> to.add("  header " + VisibleText.line(FlowReading.text(line), LINE)));
                }
            }
        }
        return true;
    }

    private void body(Flow flow, boolean ofRequest, String expression, FencedAnswer to, Cancellation cancelled)
            throws IOException {
        FlowBody body = FlowBody.of(flow, ofRequest).orElse(null);
        if (body == null || body.body().size() == 0) {
            return;
        }
        ReadContent content = ReadContent.body(record, body, true);
        Charset charset = content.charset();
        long deadline = System.nanoTime() + NANOS;
        try (InputStream in = content.open(0)) {
            new BodyFinder(in, 0, ByteFinder.expression(expression), charset)
                    .find(
                            (offset, length, line) -> {
                                to.add("  " + (ofRequest ? "request" : "response") + " body at " + offset + ": "
                                        + VisibleText.line(line, LINE));
                                return false;
                            },
                            () -> cancelled.getAsBoolean() || System.nanoTime() - deadline > 0);
        }
    }

    private void messages(Flow flow, String expression, FencedAnswer to) throws IOException {
        if (flow.messages() == 0) {
            return;
        }
        MessageFilter filter = new MessageFilter(Regex.of(expression, Regex.Mode.DOTALL), null, null);
        for (MessageRow row : record.messages()
                .window(record.reader(), flow, filter, 0, 2, false)
                .rows()) {
            to.add("  message " + row.sequence() + ": " + VisibleText.line(row.text(), LINE));
        }
    }
}
