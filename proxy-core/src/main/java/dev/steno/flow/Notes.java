package dev.steno.flow;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Additions to a flow by people, addons and the proxy; none of them was sent or received on the wire. Immutable.
 *
 * @param mark the text of the mark; empty if the flow is not marked
 * @param comment free text; empty if there is none
 * @param metadata values stored by addons, in key order
 * @param replay which message of the flow was replayed instead of received from its peer
 * @param recordedBy who recorded the flow, if it was read from a store that several recorders share; null in a session file
 */
public record Notes(
        String mark,
        String comment,
        Map<String, String> metadata,
        Replay replay,
        @Nullable RecordedBy recordedBy) {
    /** No additions. */
    public static final Notes NONE = new Notes("", "", Map.of(), Replay.NONE);

    /** The metadata key under which the proxy notes anomalies of messages that it forwarded nevertheless. */
    public static final String ODD = "steno.odd";

    /** The metadata key of who gave the response in the server's place: an addon, a rule or a person. */
    public static final String ANSWERED_BY = "answered-by";

    /**
     * The metadata key of the names of the rules that acted on the flow, in order and separated by blanks; that of a rule
     * that failed begins with an exclamation mark.
     */
    public static final String RULES = "rules";

    /** The metadata key of why rules failed: for each, its name and a main clause. */
    public static final String RULE_FAILURES = "rules-failed";

    /**
     * The metadata key of the events that people put into the response, an event stream: where each is in the body as
     * sent, and by whom.
     */
    public static final String INJECTED = "injected";

    /** Upper bound on the chars of noted injected events; further events are not noted. */
    public static final int LONGEST_INJECTED = 8000;

    /** The metadata key under which an edit notes what a person should know about it, such as a digest that does not follow. */
    public static final String EDIT = "steno.edit";

    /** The metadata key of the number of the flow whose request was sent again as this flow. */
    public static final String REPLAY_OF = "replay-of";

    /** The metadata key of the file of the session that has the flow of {@link #REPLAY_OF}; absent if it is this session. */
    public static final String REPLAY_SESSION = "replay-session";

    /** The metadata key of the run in which the request was sent again, the time at which the run was started. */
    public static final String REPLAY_RUN = "replay-run";

    /**
     * The metadata key of the time at which the request was due, of a run that follows a clock; its flow was started when it was
     * sent.
     */
    public static final String REPLAY_DUE = "replay-due";

    /** Upper bound on the chars of the names of rules, and of why they failed; more is dropped. */
    public static final int LONGEST_RULES = 2000;

    /** Upper bound on the chars of noted anomalies; further anomalies are dropped. */
    public static final int LONGEST_ODD = 2000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern INJECTED_AT = Pattern.compile("(?:^|; )at (\\d{1,18}), ");

    /** Which message of a flow was replayed. */
    public enum Replay implements NumberedConstant {
        NONE(0),
        REQUEST(1),
        RESPONSE(2);

        private final int number;

        Replay(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    public Notes {
        metadata = metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** The notes of a request that Steno sends itself. */
    public static Notes ofReplay() {
        return new Notes("", "", Map.of(), Replay.REQUEST);
    }

    /**
     * The notes of a request that is sent again.
     *
     * @param of the number of its flow in the session that is recorded
     * @param run the time at which the run was started, as text
     */
    public static Notes ofReplay(long of, String run) {
        return new Notes("", "", Map.of(REPLAY_OF, Long.toString(of), REPLAY_RUN, run), Replay.REQUEST);
    }

    /** The flow whose request was sent again as this one, in the session that {@link #REPLAY_SESSION} names; empty if none. */
    public OptionalLong replayOf() {
        String of = metadata.get(REPLAY_OF);
        return of == null || !NUMBER.matcher(of).matches() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(of));
    }

    /** Notes of a flow of a session file. */
    public Notes(String mark, String comment, Map<String, String> metadata, Replay replay) {
        this(mark, comment, metadata, replay, null);
    }

    /** These notes with one more anomaly. */
    public Notes withOdd(String what) {
        return withMetadata(ODD, what);
    }

    /** These notes with a value of an addon. */
    public Notes withMetadata(String key, String value) {
        Map<String, String> next = new TreeMap<>(metadata);
        next.put(key, value);
        return new Notes(mark, comment, next, replay, recordedBy);
    }

    /**
     * These notes with the names of further rules that acted, in order. Names for which there is no room are dropped.
     *
     * @param names each without white space; with an exclamation mark before it if the rule failed
     */
    public Notes withRules(List<String> names) {
        StringBuilder all = new StringBuilder(metadata.getOrDefault(RULES, ""));
        for (String name : names) {
            if (all.length() + name.length() + 1 <= LONGEST_RULES) {
                all.append(all.length() == 0 ? "" : " ").append(name);
            }
        }
        return withMetadata(RULES, all.toString());
    }

    /**
     * These notes with one more event that was put into the response.
     *
     * @param at where it begins in the body as sent, in bytes
     */
    public Notes withInjected(long at, int size, String by) {
        return withInjected("at " + at + ", " + size + " bytes, by " + by);
    }

    /** These notes with one more event that was not sent, since the response had ended before. */
    public Notes withoutInjected(int size, String by) {
        return withInjected("not sent, " + size + " bytes, by " + by + ": the response ended within an event");
    }

    /**
     * These notes with why further rules failed. Failures for which there is no room are dropped.
     *
     * @param failures each the name of the rule, a colon and a main clause
     */
    public Notes withRuleFailures(List<String> failures) {
        if (failures.isEmpty()) {
            return this;
        }
        StringBuilder all = new StringBuilder(metadata.getOrDefault(RULE_FAILURES, ""));
        for (String failure : failures) {
            if (all.length() + failure.length() + 2 <= LONGEST_RULES) {
                all.append(all.length() == 0 ? "" : "; ").append(failure);
            }
        }
        return withMetadata(RULE_FAILURES, all.toString());
    }

    /** Where the noted events begin that were put into the response, in the body as sent. */
    public Set<Long> injectedAt() {
        String noted = metadata.get(INJECTED);
        if (noted == null) {
            return Set.of();
        }
        Set<Long> places = new HashSet<>();
        for (Matcher at = INJECTED_AT.matcher(noted); at.find(); ) {
            places.add(Long.valueOf(at.group(1)));
        }
        return places;
    }

    private Notes withInjected(String what) {
        String before = metadata.getOrDefault(INJECTED, "");
        return before.length() + what.length() + 2 > LONGEST_INJECTED
                ? this
                : withMetadata(INJECTED, before.isEmpty() ? what : before + "; " + what);
    }

    /** Returns a copy with another mark; empty for none. */
    public Notes withMark(String next) {
        return new Notes(next, comment, metadata, replay, recordedBy);
    }

    /** Returns a copy with another comment; empty for none. */
    public Notes withComment(String next) {
        return new Notes(mark, next, metadata, replay, recordedBy);
    }

    /** Returns a copy with who recorded the flow; null if that is not known. */
    public Notes withRecordedBy(@Nullable RecordedBy by) {
        return new Notes(mark, comment, metadata, replay, by);
    }
}
