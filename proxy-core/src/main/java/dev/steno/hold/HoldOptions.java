package dev.steno.hold;

import dev.steno.addon.HoldTerms;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Flag;
import dev.steno.option.ByteSize;
import dev.steno.option.Opt;
import java.time.Duration;

/** Options that decide which messages are held for a person. */
public record HoldOptions(
        @Opt(
                help =
                        "Holds requests and responses that match a filter until they are resumed; ~q holds requests only, "
                                + "~s responses only.",
                metavar = "FILTER",
                live = true)
        String intercept,

        @Opt(help = "Whether --intercept is in effect.", defaultValue = "true", live = true)
        boolean interceptActive,

        @Opt(
                help = "How long a message is held before --intercept-on-timeout is done; 0s for no limit.",
                defaultValue = "0s",
                live = true)
        Duration interceptTimeout,

        @Opt(
                help =
                        "What happens after --intercept-timeout: resume sends the message on, drop ends the exchange with a "
                                + "page, answer:STATUS sends an empty response.",
                metavar = "ACTION",
                defaultValue = "resume",
                live = true)
        String interceptOnTimeout,

        @Opt(
                help =
                        "The largest body that is held in memory; a larger one waits in the session, or, if nothing is recorded, "
                                + "only its head is held.",
                defaultValue = "1mb",
                live = true)
        ByteSize interceptBody,

        @Opt(
                help =
                        "The memory for held bodies; if it is used up, further ones wait in the session, or only their heads are "
                                + "held if nothing is recorded.",
                defaultValue = "256mb",
                live = true)
        ByteSize interceptMemory,

        @Opt(
                help =
                        "Which filters hold messages of WebSockets and raw streams: named are those that name ~websocket or "
                                + "~tcp, all and none are all filters and none.",
                defaultValue = "named",
                live = true)
        MessageHolds interceptMessages) {

    static final HoldOptions DEFAULT = new HoldOptions(
            "", true, Duration.ZERO, "resume", new ByteSize(1_000_000), new ByteSize(256_000_000), MessageHolds.NAMED);

    public HoldOptions {
        parse(intercept);
        then(interceptOnTimeout);
    }

    /** What happens when the time is over. */
    HoldTerms.Then then() {
        return then(interceptOnTimeout);
    }

    private static HoldTerms.Then then(String text) {
        if (text.equals("resume")) {
            return HoldTerms.Then.RESUME;
        }
        if (text.equals("drop")) {
            return HoldTerms.Then.DROP;
        }
        if (text.matches("answer:[2-5][0-9][0-9]")) {
            return new HoldTerms.Then.Answer(Integer.parseInt(text.substring("answer:".length())));
        }
        throw new IllegalArgumentException("\"" + text
                + "\" is not what can happen: resume, drop, or answer:STATUS with a status from 200 to 599");
    }

    /** The filter; matches nothing if none is set. */
    Filter filter() {
        return parse(intercept);
    }

    /** Whether any message can be held by filter. */
    boolean holds() {
        return interceptActive && !intercept.isBlank();
    }

    /** Whether messages of streams can be held by filter. */
    boolean holdsMessages() {
        return holds()
                && (interceptMessages == MessageHolds.ALL
                        || interceptMessages == MessageHolds.NAMED && namesStreams(filter()));
    }

    private static boolean namesStreams(Filter filter) {
        if (filter instanceof Filter.Not not) {
            return namesStreams(not.operand());
        } else if (filter instanceof Filter.And and) {
            return and.operands().stream().anyMatch(HoldOptions::namesStreams);
        } else if (filter instanceof Filter.Or or) {
            return or.operands().stream().anyMatch(HoldOptions::namesStreams);
        }
        return filter instanceof Filter.Is is && (is.flag() == Flag.WEBSOCKET || is.flag() == Flag.TCP);
    }

    private static Filter parse(String text) {
        return text.isBlank() ? new Filter.Not(Filter.ALL) : FilterParser.parse(text);
    }
}
