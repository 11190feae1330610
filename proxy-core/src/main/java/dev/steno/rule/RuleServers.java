package dev.steno.rule;

import dev.steno.flow.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The servers whose requests rules may keep from them: those that a rule which answers, or leads elsewhere, names in its
 * text. A rule for any server concerns none of these, so that tunnels are as usual. Immutable.
 */
final class RuleServers implements Predicate<Endpoint> {
    private final List<String> texts;

    private RuleServers(List<String> texts) {
        this.texts = texts;
    }

    /** @param rules those that are on */
    static RuleServers of(List<Rule> rules) {
        return new RuleServers(rules.stream()
                .filter(rule -> keepsFromServer(rule.kind()))
                .map(rule -> (rule.filterText() + " " + rule.spec())
                        .replace("\\", "")
                        .toLowerCase(Locale.ROOT))
                .toList());
    }

    private static boolean keepsFromServer(RuleKind kind) {
        return kind == RuleKind.MAP_LOCAL || kind == RuleKind.MAP_REMOTE || kind == RuleKind.BLOCK_LIST;
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    @Override
    public boolean test(Endpoint server) {
        String host = server.host().toLowerCase(Locale.ROOT);
        for (String text : texts) {
            if (text.contains(host)) {
                return true;
            }
        }
        return false;
    }
}
