package dev.steno.rule.action;

import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.spec.RuleException;
import dev.steno.rule.spec.RuleFailure;
import dev.steno.rule.spec.TextSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * {@code modify-headers}: removes the fields of a name, and adds one unless its value is empty. Rules on the same name
 * add one field each, in the place and the case of the first that was removed. A name may begin with {@code trailer:}, or
 * with {@code set-cookie:} for one cookie. Immutable.
 */
public final class HeaderEdit implements RuleAction {
    private static final String TRAILER = "trailer:";
    private static final String COOKIE = "set-cookie:";

    private final String name;
    private final String cookie; // empty for the whole field
    private final boolean trailer;
    private final TextSource value;

    private HeaderEdit(String name, String cookie, boolean trailer, TextSource value) {
        this.name = name;
        this.cookie = cookie;
        this.trailer = trailer;
        this.value = value;
    }

    /**
     * @param subject the name, with its prefix
     * @param value the value, or {@code @file}
     * @throws RuleException if the name or the value is not valid
     */
    public static HeaderEdit of(String subject, String value) {
        String lower = subject.toLowerCase(Locale.ROOT);
        boolean trailer = lower.startsWith(TRAILER);
        String name = trailer ? subject.substring(TRAILER.length()) : subject;
        String cookie = "";
        if (!trailer && lower.startsWith(COOKIE)) {
            cookie = subject.substring(COOKIE.length());
            name = "Set-Cookie";
            if (cookie.isEmpty()) {
                throw new RuleException("set-cookie: lacks the name of its cookie, as in set-cookie:sid");
            }
        }
        TextSource text = TextSource.parse(value, null);
        if (text instanceof TextSource.Fixed fixed
                && RuleFields.fault(fixed.now().text()) != null) {
            throw new RuleException("the value of " + name + " has a line break or NUL, which ends a header field");
        }
        return new HeaderEdit(RuleFields.name(name), cookie, trailer, text);
    }

    @Override
    public Set<RulePoint> points() {
        return EnumSet.allOf(RulePoint.class);
    }

    /** Whether it acts on trailers, which arrive after the body. */
    public boolean isTrailer() {
        return trailer;
    }

    @Override
    public boolean needsBody() {
        return trailer;
    }

    @Override
    public boolean streams() {
        return trailer;
    }

    @Override
    public boolean blocks() {
        return value.isFile();
    }

    @Override
    public Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) throws RuleFailure {
        HeaderEdits alone = new HeaderEdits(flow, point);
        alone.add(this);
        HttpFlow next = alone.apply();
        return next == flow ? Verdict.pass() : new Verdict.Replace<>(next);
    }

    String name() {
        return name;
    }

    /** The name of the cookie if only its field is removed; otherwise empty. */
    String cookie() {
        return cookie;
    }

    /**
     * The value for a message; empty if none is added. Reads the file if the rule names one.
     *
     * @throws RuleFailure if there is no valid one
     */
    public String value(HttpFlow flow, RulePoint point) throws RuleFailure {
        String version = RuleFields.version(flow, point);
        if (RuleFields.isFramed(version) && RuleFields.isOfConnection(name)) {
            throw new RuleFailure(name + " is a field of one connection, which " + version + " does not have");
        }
        String text = value.now().text();
        if (value.isFile()) {
            text = text.strip();
        }
        String fault = RuleFields.fault(text);
        if (fault != null) {
            throw new RuleFailure("the value of " + name + " has " + fault + ", which ends a header field");
        }
        return RuleFields.value(text);
    }
}
