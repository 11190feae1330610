package dev.steno.rule;

import dev.steno.filter.Filter;
import dev.steno.filter.TextField;
import dev.steno.flow.Endpoint;
import dev.steno.rule.action.RemoteUrl;
import dev.steno.rule.local.LocalFile;
import java.util.List;

/**
 * Tells which servers rules name, so that a tunnel to one need not be connected before a request is forwarded. A rule
 * names a server by {@code ~d} or {@code host} in its filter, or in the expression on the URL. Pure functions.
 */
final class NamedServers {
    private NamedServers() {}

    /** Whether a rule may keep requests from a server by its name. */
    static boolean names(Rule rule, Endpoint server) {
        return names(rule.filter(), server.host()) || inUrl(rule, server.host());
    }

    private static boolean names(Filter filter, String host) {
        if (filter instanceof Filter.And and) {
            return anyNames(and.operands(), host);
        }
        if (filter instanceof Filter.Or or) {
            return anyNames(or.operands(), host);
        }
        if (filter instanceof Filter.Matches matches) {
            return (matches.field() == TextField.DOMAIN || matches.field() == TextField.HOST)
                    && matches.regex().find(host);
        }
        return filter instanceof Filter.Equals equals
                && (equals.field() == TextField.DOMAIN || equals.field() == TextField.HOST)
                && equals.value().equalsIgnoreCase(host);
    }

    private static boolean anyNames(List<Filter> operands, String host) {
        for (Filter operand : operands) {
            if (names(operand, host)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inUrl(Rule rule, String host) {
        String url = rule.action() instanceof RemoteUrl remote
                ? remote.url().pattern()
                : rule.action() instanceof LocalFile local ? local.url().pattern() : "";
        return host.indexOf('.') > 0 && url.replace("\\", "").contains(host);
    }
}
