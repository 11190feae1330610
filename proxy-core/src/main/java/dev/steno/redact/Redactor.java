package dev.steno.redact;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets by tokens in flows, bodies and messages. Equal secrets of one session become equal tokens; see
 * {@link Redacted}. What was redacted stays as it is when it is redacted again. Any thread; never blocks, but for streams,
 * which read what they are given.
 *
 * <pre>
 * Flow shown = redactor.redact(flow);
 * InputStream body = redactor.body(http, Direction.SERVER_TO_CLIENT, reader.body(response.body()));
 * </pre>
 */
public sealed interface Redactor permits Unredacted, RuleRedactor {
    /** Changes nothing. */
    Redactor NONE = new Unredacted();

    /**
     * What is redacted in everything that leaves the machine, unless a person asks for the secrets: credentials, cookies,
     * and parameters of queries and forms with names of secrets.
     */
    static Redactor usual(RedactionKey key) {
        return of(RedactionRules.usual(), key);
    }

    /** Redacts by rules. */
    static Redactor of(RedactionRules rules, RedactionKey key) {
        return rules.isEmpty() ? NONE : new RuleRedactor(rules, key);
    }

    /** As {@link #of}, and tells a log what it replaces. */
    static Redactor logging(RedactionRules rules, RedactionKey key, SecretLog log) {
        return new RuleRedactor(rules, key, log, null);
    }

    /** Redacts by rules, and known secrets wherever they occur. */
    static Redactor everywhere(RedactionRules rules, RedactionKey key, Secrets known) {
        return new RuleRedactor(rules, key, SecretLog.NONE, known);
    }

    /** Whether nothing is ever changed. */
    boolean isNone();

    /**
     * Redacts a flow: its messages with headers, trailers and inline bodies, those of its original, URLs, notes, errors and
     * holds. A flow of which something was changed has {@link Redacted#MARK} in its notes, at the same revision. An inline
     * body stays one, also if it becomes longer than others are; stored bodies are changed by {@link #body}.
     *
     * @return this flow itself if nothing was changed
     */
    Flow redact(Flow flow);

    /** As {@link #redact(Flow)}, for the type that the caller has. */
    default HttpFlow redact(HttpFlow flow) {
        return (HttpFlow) redact((Flow) flow);
    }

    /**
     * Redacts a body as it is recorded, with its content codings, which it has afterwards too. Its length changes. A body
     * that rules concern but that cannot be decoded ends before what cannot be decoded; nothing of it is shown unredacted.
     *
     * @param flow the flow as recorded, not as redacted
     * @param direction of the message that has the body
     * @param recorded is closed with the result
     */
    InputStream body(HttpFlow flow, Direction direction, InputStream recorded);

    /**
     * Redacts a body whose content codings are removed.
     *
     * @param decoded is closed with the result
     */
    InputStream decodedBody(HttpFlow flow, Direction direction, InputStream decoded);

    /**
     * Returns the transform of a body with its content codings, for its recorder; null if no rule concerns it.
     *
     * @param type what is known about the body from the head of its message
     */
    @Nullable
    BodyRedaction transform(BodyType type);

    /** Returns the transform of one message of a WebSocket, for its recorder; null if no rule concerns messages. */
    @Nullable
    BodyRedaction messageTransform();

    /** Returns what redacts the messages of one flow, as the two methods below do. */
    default MessageRows messages(Flow flow) {
        return flow instanceof HttpFlow ? socketMessages() : streamPieces();
    }

    /**
     * Returns what redacts the messages of one WebSocket: the rows of both directions in their order. Rows that continue each
     * other are searched as one text; so a row is returned when enough of what follows it is known.
     */
    MessageRows socketMessages();

    /** Returns what redacts the pieces of one raw stream; those of a direction are one text. */
    MessageRows streamPieces();

    /** Whether any rule concerns bodies or messages, so that the record does not have them as they passed. */
    boolean concernsBodies();

    /** Redacts notes, such as the comment of a person. */
    Notes notes(Notes notes);

    /** Redacts a text of Steno's own, such as a line of the log. */
    String text(String text);

    /** Returns what the tokens of a flow that is redacted stand for. */
    HiddenValues hiddenIn(Flow flow);

    /** Returns what the tokens of a message of a stream stand for. */
    HiddenValues hiddenIn(byte[] message);

    /** Redacts one whole message of a stream; the same array if nothing was replaced. */
    byte[] message(byte[] data);

    /** How many values each rule has replaced so far, by the text of the rule, in the order of the rules. */
    Map<String, Long> counts();
}
