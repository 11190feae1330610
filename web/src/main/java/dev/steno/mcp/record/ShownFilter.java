package dev.steno.mcp.record;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.filter.TextField;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tests a filter on what a client may see. Texts that may have secrets are tested as they are shown, with tokens; otherwise a
 * client could find out a secret letter by letter. The other leaves are tested on the flow as recorded. For one search.
 */
final class ShownFilter {
    private final Filter filter;
    private final ContentSource content;

    /** @param content bodies and messages, redacted */
    ShownFilter(Filter filter, ContentSource content) {
        this.filter = filter;
        this.content = content;
    }

    /** Whether no leaf concerns texts that may have secrets, so that the record can be searched as it is. */
    static boolean isOpen(Filter filter) {
        if (filter instanceof Filter.Not not) {
            return isOpen(not.operand());
        }
        if (filter instanceof Filter.And and) {
            return and.operands().stream().allMatch(ShownFilter::isOpen);
        }
        if (filter instanceof Filter.Or or) {
            return or.operands().stream().allMatch(ShownFilter::isOpen);
        }
        return !isOfSecrets(filter);
    }

    private static boolean isOfSecrets(Filter leaf) {
        return leaf instanceof Filter.Matches matches && mayHaveSecrets(matches.field())
                || leaf instanceof Filter.Equals equals && mayHaveSecrets(equals.field());
    }

    private static boolean mayHaveSecrets(TextField field) {
        return switch (field) {
            case METHOD,
                    DOMAIN,
                    HOST,
                    SCHEME,
                    CONTENT_TYPE,
                    REQUEST_TYPE,
                    RESPONSE_TYPE,
                    TYPE,
                    SOURCE,
                    DESTINATION,
                    MARK,
                    RECORDER,
                    RULE,
                    STEP,
                    REPLAY,
                    KIND,
                    STATE,
                    MODE -> false;
            case URL,
                    PATH,
                    QUERY,
                    HEADERS,
                    REQUEST_HEADERS,
                    RESPONSE_HEADERS,
                    COOKIE,
                    BODY,
                    REQUEST_BODY,
                    RESPONSE_BODY,
                    COMMENT,
                    METADATA,
                    ERROR -> true;
        };
    }

    /** Returns a filter of the record that matches each flow that the given one matches as it is shown. */
    static Filter candidates(Filter filter) {
        if (filter instanceof Filter.And and) {
            List<Filter> kept = new ArrayList<>();
            for (Filter each : and.operands()) {
                Filter wide = candidates(each);
                if (!(wide instanceof Filter.All)) {
                    kept.add(wide);
                }
            }
            return kept.isEmpty() ? Filter.ALL : kept.size() == 1 ? kept.get(0) : new Filter.And(kept);
        }
        if (filter instanceof Filter.Or or) {
            List<Filter> all =
                    or.operands().stream().map(ShownFilter::candidates).toList();
            return all.stream().anyMatch(each -> each instanceof Filter.All) ? Filter.ALL : new Filter.Or(all);
        }
        // any other expression may match a token, which the record does not have
        return isOpen(filter) || LiteralText.isTokenFree(filter) ? filter : Filter.ALL;
    }

    /**
     * Whether a flow matches.
     *
     * @param shown the flow with tokens; made when it is needed
     */
    boolean matches(Flow recorded, Supplier<Flow> shown) throws SessionException {
        Flow[] made = new Flow[1];
        Supplier<Flow> once = () -> {
            if (made[0] == null) {
                made[0] = shown.get();
            }
            return made[0];
        };
        try {
            return test(filter, recorded, once) == Match.YES;
        } catch (UncheckedIOException e) {
            return false; // a damaged body does not end the search
        }
    }

    private Match test(Filter part, Flow recorded, Supplier<Flow> shown) {
        if (part instanceof Filter.Not not) {
            return test(not.operand(), recorded, shown).not();
        }
        if (part instanceof Filter.And and) {
            Match all = Match.YES;
            for (Filter each : and.operands()) {
                if (all != Match.NO) {
                    all = all.and(test(each, recorded, shown));
                }
            }
            return all;
        }
        if (part instanceof Filter.Or or) {
            Match any = Match.NO;
            for (Filter each : or.operands()) {
                if (any != Match.YES) {
                    any = any.or(test(each, recorded, shown));
                }
            }
            return any;
        }
        return part.test(isOfSecrets(part) ? shown.get() : recorded, content);
    }
}
