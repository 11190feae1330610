package dev.steno.mcp.tool;

import dev.steno.filter.Order;
import dev.steno.json.FlowIdJson;
import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.page.PageCursor;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists flows, a line each. */
final class FlowsListTool implements McpTool {
    private static final int USUAL = 50;
    private static final int MOST = 200;

    /** Chars of a value; a URL may have thousands. */
    private static final int VALUE = 300;

    /** Without URLs, whose order tells about the secrets in them. */
    private static final List<String> ORDERS = List.of("time", "duration", "size", "status", "host", "method", "type");

    private static final List<String> FIELDS =
            List.of("id", "started", "method", "status", "type", "response_size", "duration", "url", "error");

    private final McpRecord record;

    FlowsListTool(McpRecord record) {
        this.record = record;
    }

    @Override
    public ToolSpec spec() {
        return ToolSpec.reading(
                "flows_list",
                "List flows",
                "Lists recorded flows, newest first, one line each with tabs between the fields. An answer has a cursor"
                        + " for the next page.",
                ToolParameter.filter(),
                ToolParameter.choice("order", "what they are ordered by; time by default", ORDERS),
                ToolParameter.flag("ascending", "oldest, smallest or first in the alphabet first; false by default"),
                ToolParameter.list(
                        "fields",
                        "what is shown of each; by default " + String.join(", ", FIELDS),
                        Map.of("type", "string", "enum", names())),
                ToolParameter.number("limit", "flows of a page; " + USUAL + " by default", 1, MOST),
                ToolParameter.text("cursor", "from the answer before, with the same filter"));
    }

    private static List<String> names() {
        return FlowColumns.SHOWN.stream().map(FlowColumn::name).toList();
    }

    @Override
    public void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException {
        List<FlowColumn> columns = columns(arguments.texts("fields"));
        PageCursor after = cursor(arguments.text("cursor").orElse(""));
        Order order = after != null
                ? after.order()
                : Order.valueOf(arguments.choice("order", "time", ORDERS).toUpperCase(java.util.Locale.ROOT));
        boolean reverse = after != null ? after.reverse() : !arguments.flag("ascending", false);
        int limit = (int) arguments.number("limit", USUAL, 1, MOST);
        FlowListing page =
                FlowListing.read(record.reader(), arguments.filter(), order, reverse, after, limit, cancelled);
        int shown = 0;
        if (!page.rows().isEmpty()) {
            to.add(columns.stream().map(FlowColumn::name).collect(Collectors.joining("\t")));
        }
        while (shown < page.rows().size() && to.add(line(columns, page.rows().get(shown)))) {
            shown++;
        }
        to.say(Quantity.count(shown, "flow") + (arguments.isGiven("filter") ? " that match the filter" : "")
                + ", "
                + (order == Order.TIME
                        ? (reverse ? "newest" : "oldest") + " first"
                        : "ordered by " + order.label() + (reverse ? ", highest first" : ""))
                + (page.next() == null && shown == page.rows().size() ? ". There are no more." : "."));
        if (page.searchedTo() > 0 && shown == page.rows().size()) {
            to.hint("The search was stopped after 10 s at flow " + page.searchedTo()
                    + ". It goes on with the same call and" + " cursor \"" + page.next() + "\"");
        } else if (shown < page.rows().size() && order != Order.TIME) {
            to.hint("Only " + shown + " of " + page.rows().size()
                    + " fit into an answer: call with fewer fields, or limit " + Math.max(1, shown));
        } else if (shown < page.rows().size()) {
            to.hint("More: the same call with cursor \""
                    + FlowListing.afterRow(reverse, page.rows().get(Math.max(0, shown - 1))) + "\"");
        } else if (page.next() != null) {
            to.hint("More: the same call with cursor \"" + page.next() + "\"");
        }
        if (shown > 0) {
            to.hint("One of them: flow_get {\"flow\":"
                    + FlowIdJson.text(page.rows().get(0).id()) + "}");
        }
    }

    private static @Nullable PageCursor cursor(String text) throws ToolFailure {
        if (text.isEmpty()) {
            return null;
        }
        PageCursor cursor = PageCursor.parse(text)
                .orElseThrow(
                        () -> new ToolFailure("the cursor is not one of an answer: leave it out for the first page"));
        if (!ORDERS.contains(cursor.order().label())) {
            throw new ToolFailure("the cursor is of another order: leave it out for the first page");
        }
        return cursor;
    }

    private static List<FlowColumn> columns(List<String> names) throws ToolFailure {
        List<FlowColumn> columns = new ArrayList<>();
        for (String name : names.isEmpty() ? FIELDS : names) {
            columns.add(FlowColumns.SHOWN.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ToolFailure(
                            "there is no field " + name + "; there are " + String.join(", ", names()))));
        }
        return columns;
    }

    private static String line(List<FlowColumn> columns, FlowRow row) {
        return columns.stream()
                .map(column -> VisibleText.line(value(column, row), VALUE))
                .collect(Collectors.joining("\t"));
    }

    private static String value(FlowColumn column, FlowRow row) {
        if (column instanceof FlowColumn.Number number) {
            return value(number, row.number(number));
        }
        String text = column instanceof FlowColumn.Text of
                ? row.text(of)
                : column instanceof FlowColumn.Derived derived ? derived.value().of(row) : null;
        return text == null ? "" : text;
    }

    private static String value(FlowColumn.Number column, long value) {
        if (column.isUnknown(value)) {
            return "";
        }
        if (column.constants() != null) {
            return String.valueOf(column.constants().word(value));
        }
        return switch (column.unit()) {
            case TIME -> Timestamps.iso(value);
            case DURATION ->
                BigDecimal.valueOf(value / 1_000, 3).stripTrailingZeros().toPlainString() + " ms";
            default -> String.valueOf(value);
        };
    }
}
