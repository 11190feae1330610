package dev.steno.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.steno.addon.Phase;
import dev.steno.rule.action.BlockedAnswer;
import dev.steno.rule.action.BodyChange;
import dev.steno.rule.action.FreshRequest;
import dev.steno.rule.action.HeaderEdit;
import dev.steno.rule.action.PlainContent;
import dev.steno.rule.action.RemoteUrl;
import dev.steno.rule.action.RuleAction;
import dev.steno.rule.action.StickyAuth;
import dev.steno.rule.cookie.StickyCookie;
import dev.steno.rule.local.LocalFile;
import dev.steno.rule.network.Fault;
import dev.steno.rule.network.Throttle;
import dev.steno.rule.spec.Replacement;
import dev.steno.rule.spec.RuleException;
import dev.steno.rule.spec.SpecParts;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/**
 * The kinds of rules, in the order in which they act on a message. Each is also the option that sets its rules. Of those
 * that answer, the first answer wins.
 */
public enum RuleKind {
    MAP_REMOTE(Phase.ROUTE, "[/FILTER]/REGEX/URL", RuleKind::mapRemote),
    ANTICACHE(Phase.MODIFY, "FILTER", text -> whole(text, new FreshRequest())),
    ANTICOMP(Phase.MODIFY, "FILTER", text -> whole(text, new PlainContent())),
    STICKY_COOKIE(Phase.MODIFY, "FILTER", text -> whole(text, new StickyCookie())),
    STICKY_AUTH(Phase.MODIFY, "FILTER", text -> whole(text, new StickyAuth())),
    MODIFY_HEADERS(Phase.MODIFY, "[/FILTER]/NAME/[@]VALUE", RuleKind::modifyHeaders),
    MODIFY_BODY(Phase.MODIFY, "[/FILTER]/REGEX/[@]TEXT", RuleKind::modifyBody),
    FAULT(Phase.DECIDE, "[/FILTER/]FAULT KEY=VALUE...", RuleKind::fault),
    THROTTLE(Phase.DECIDE, "[/FILTER/]NETWORK|DOWN/UP/LATENCY", RuleKind::throttle),
    ALLOW_LIST(Phase.DECIDE, "FILTER", text -> whole(text, BlockedAnswer.of("403"))),
    BLOCK_LIST(Phase.DECIDE, "/FILTER/STATUS", RuleKind::blockList),
    MAP_LOCAL(Phase.DECIDE, "[/FILTER]/REGEX/PATH", RuleKind::mapLocal);

    private final Phase phase;
    private final String form;
    private final Function<String, Meaning> parser;

    RuleKind(Phase phase, String form, Function<String, Meaning> parser) {
        this.phase = phase;
        this.form = form;
        this.parser = parser;
    }

    /**
     * What a rule means.
     *
     * @param filter the text of the filter; empty for every message
     */
    public record Meaning(String filter, RuleAction action) {}

    /** The name of the kind and of its option. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How a rule of this kind is written in one line. */
    public String form() {
        return form;
    }

    /** Whether its option sets at most one rule. */
    boolean isSingle() {
        return switch (this) {
            case ANTICACHE, ANTICOMP, STICKY_COOKIE, STICKY_AUTH -> true;
            default -> false;
        };
    }

    Phase phase() {
        return phase;
    }

    /** Finds a kind by its name, in kebab-case or snake_case. */
    public static RuleKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new RuleException("\"" + label + "\" is not a kind of rules; the kinds are "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(RuleKind::label).toList())));
    }

    /**
     * Reads a rule in one line.
     *
     * @throws RuleException if it is not valid
     */
    public Meaning parse(String text) {
        return parser.apply(text);
    }

    /**
     * Compiles the expression of a rule.
     *
     * @throws RuleException if it is not valid
     */
    public static Pattern regex(String text) {
        try {
            return Pattern.compile(text, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new RuleException("\"" + text + "\" is not a regular expression of RE2: " + e.getDescription());
        }
    }

    private static Meaning whole(String text, RuleAction action) {
        return new Meaning(text, action);
    }

    private static Meaning mapRemote(String text) {
        SpecParts parts = SpecParts.of(text, MAP_REMOTE.form);
        Pattern url = regex(parts.subject());
        return new Meaning(
                parts.filter(), new RemoteUrl(url, Replacement.parse(parts.replacement(), url), false, false));
    }

    private static Meaning modifyHeaders(String text) {
        SpecParts parts = SpecParts.of(text, MODIFY_HEADERS.form);
        return new Meaning(parts.filter(), HeaderEdit.of(parts.subject(), parts.replacement()));
    }

    private static Meaning modifyBody(String text) {
        SpecParts parts = SpecParts.of(text, MODIFY_BODY.form);
        if (BodyChange.isOfJson(parts.filter())) {
            throw new RuleException("\"" + text + "\" has its separator within the path of "
                    + parts.filter().strip()
                    + "; choose one that the path does not contain, as in |json:/name/0|\"text\"");
        }
        return new Meaning(parts.filter(), BodyChange.of(parts.subject(), parts.replacement()));
    }

    private static Meaning blockList(String text) {
        SpecParts parts = SpecParts.ofTwo(text, BLOCK_LIST.form);
        return new Meaning(parts.filter(), BlockedAnswer.of(parts.replacement()));
    }

    private static Meaning fault(String text) {
        SpecParts parts = SpecParts.ofFilterAndRest(text, FAULT.form);
        return new Meaning(parts.filter(), Fault.of(parts.replacement()));
    }

    private static Meaning throttle(String text) {
        SpecParts parts = SpecParts.ofFilterAndRest(text, THROTTLE.form);
        return new Meaning(parts.filter(), Throttle.of(parts.replacement()));
    }

    private static Meaning mapLocal(String text) {
        SpecParts parts = SpecParts.of(text, MAP_LOCAL.form);
        return new Meaning(parts.filter(), LocalFile.of(regex(parts.subject()), parts.replacement()));
    }
}
