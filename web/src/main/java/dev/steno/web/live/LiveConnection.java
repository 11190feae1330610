package dev.steno.web.live;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.filter.Order;
import dev.steno.json.Json;
import dev.steno.view.Arrangement;
import dev.steno.view.View;
import dev.steno.web.http.ApiProblem;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one page of the user interface follows: its own view, its window of it, one flow, and the status. For the event
 * loop.
 */
final class LiveConnection {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);

    private static final int VERSION = 1;

    private final LiveChannels channels;
    private final Outlet out;
    private final View view;
    private final FlowWindow window;
    private final SearchReports search;
    private final FlowWatch watch;
    private final LiveMessages messages;
    private @Nullable Arrangement asked;
    private @Nullable News told;

    /** Whether the page was told of an error in a highlight that it may show still. */
    private boolean highlightsFailed;

    private LiveConnection(LiveChannels channels, Outlet out) {
        this.channels = channels;
        this.out = out;
        this.view = channels.parts().views().open();
        this.window = new FlowWindow(view, out);
        this.search = new SearchReports(out, window::searchEnded);
        this.watch = new FlowWatch(channels.parts().views(), out);
        this.messages =
                new LiveMessages(channels.parts().source(), channels.parts().content(), channels.reading(), out);
    }

    /** Opens the page's view and greets the page. */
    static LiveConnection open(LiveChannels channels, Outlet out) {
        LiveConnection opened = new LiveConnection(channels, out);
        opened.view.listen(opened.window);
        opened.greet();
        opened.tellNews();
        return opened;
    }

    private void greet() {
        out.send(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", "hi");
            json.writeNumberProperty("v", VERSION);
            json.writeNumberProperty("view", view.number());
            json.writeArrayPropertyStart("columns");
            LiveColumns.NAMES.forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("version", channels.parts().version());
            json.writeStringProperty("session", channels.parts().name());
            json.writeEndObject();
        }));
    }

    /** @throws ApiProblem if the message is unknown */
    void receive(LiveRequest request) {
        switch (request.type()) {
            case "view" -> arrange(request);
            case "win" ->
                window.want(new FlowWindow.Place(
                        request.number("from", 0, 0, Long.MAX_VALUE),
                        (int) request.number("count", 0, 0, FlowWindow.MOST),
                        request.isOn("tail"),
                        request.flow("around")));
            case "ack" -> {
                if (request.has("m")) {
                    messages.painted(request.number("m", 0, 0, Long.MAX_VALUE));
                } else {
                    window.painted(request.number("n", 0, 0, Long.MAX_VALUE));
                }
            }
            case "msgs" -> messages.want(request);
            case "focus" -> view.focus(request.flow("id"));
            case "flow" -> watch.follow(request.flow("id"));
            case "pause" -> {
                window.pause(request.isOn("on"));
                messages.pause(request.isOn("on"));
            }
            case "cancel" -> view.cancelSearch();
            default -> throw ApiProblem.badRequest("there is no message " + request.type());
        }
    }

    private void arrange(LiveRequest request) {
        Highlights highlights = Highlights.of(request.texts("highlights"));
        if (highlights.hasProblems() || highlightsFailed) {
            out.send(highlights.message());
            highlightsFailed = highlights.hasProblems();
        }
        String text = request.text("filter", "");
        window.shows(request.number("n", 0, 0, Long.MAX_VALUE));
        Filter filter;
        try {
            filter = FilterParser.parseOrAll(text);
        } catch (FilterSyntaxException e) {
            search.tellProblem(text, e);
            return;
        }
        Arrangement next = new Arrangement(
                filter,
                request.isOn("marked"),
                order(request.text("order", Order.TIME.label())),
                request.isOn("reversed"));
        boolean isSame = next.equals(asked);
        if (!isSame) {
            search(next, text);
        }
        window.restart(highlights, new ExtraColumns(request.texts("extra")));
        if (isSame) {
            search.repeat();
        }
    }

    /** The view is asked before the window is, so that each frame from now on is of the new arrangement. */
    private void search(Arrangement next, String text) {
        asked = next;
        view.arrange(next, window.isTail(), search.begin(text)).whenComplete((done, failure) -> {
            if (failure != null && !(failure instanceof java.util.concurrent.CancellationException)) {
                LOG.warn("cannot search for the filter of a page", failure);
            }
        });
        window.searchBegins();
    }

    private static Order order(String label) {
        return Arrays.stream(Order.values())
                .filter(order -> order.label().equals(label))
                .findFirst()
                .orElseThrow(() -> ApiProblem.badRequest("there is no order " + label));
    }

    /** A slow page is told of the newest state later, without those between. */
    private void tellNews() {
        channels.news()
                .news()
                .whenCompleteAsync(
                        (news, failure) -> {
                            if (news != null && out.hasRoom()) {
                                news.tell(told, out);
                                told = news;
                            } else if (failure != null) {
                                LOG.debug("cannot read the status", failure);
                            }
                            out.schedule(this::tellNews, 1, TimeUnit.SECONDS);
                        },
                        out);
    }

    /** The page has left: its view is closed. */
    void close() {
        watch.close();
        messages.close();
        view.forget(window);
        view.close();
    }
}
