package dev.steno.rule.action;

import dev.steno.addon.End;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.rule.spec.RuleException;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code block-list} and {@code allow-list}: an answer in place of the server's, empty unless a rules file gives it a
 * body. Status 444 closes the connection without an answer, or cancels the stream. Immutable.
 *
 * @param status 200 to 599
 * @param headers fields of the answer
 * @param body its body; empty for none
 */
public record BlockedAnswer(int status, Headers headers, byte[] body) implements RuleAction {
    /** The status that stands for an end without an answer. */
    public static final int SILENT = 444;

    public BlockedAnswer {
        if (status < 200 || status > 599) {
            throw new RuleException(
                    status + " is not a status of an answer; expected 200 to 599, or 444 for no answer");
        }
    }

    /** @throws RuleException if the text is not a status */
    public static BlockedAnswer of(String status) {
        if (!status.strip().matches("[0-9]{3}")) {
            throw new RuleException("\"" + status + "\" is not a status; expected 200 to 599, or 444 for no answer");
        }
        return new BlockedAnswer(Integer.parseInt(status.strip()), Headers.EMPTY, new byte[0]);
    }

    @Override
    public Set<RulePoint> points() {
        return EnumSet.of(RulePoint.REQUEST);
    }

    @Override
    public Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) {
        if (status == SILENT) {
            return new Verdict.Drop<>("blocked by rule", new End.Stream(End.Code.CANCEL)); // others are sent again
        }
        long now = Times.now();
        Body content = body.length == 0 ? Body.NONE : new Body.Inline(body);
        return new Verdict.Answer<>(new HttpResponse("HTTP/1.1", status, "", headers, null, content, now, now));
    }
}
