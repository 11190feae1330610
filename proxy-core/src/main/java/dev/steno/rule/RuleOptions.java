package dev.steno.rule;

import dev.steno.option.Opt;
import dev.steno.option.RefusedOptionException;
import dev.steno.rule.spec.RuleException;
import java.util.ArrayList;
import java.util.List;

/** Options that set rules. */
public record RuleOptions(
        @Opt(
                help = "Sends requests elsewhere: replaces what a regular expression finds in the URL.",
                metavar = "[/FILTER]/REGEX/URL",
                live = true)
        List<String> mapRemote,

        @Opt(
                help =
                        "Answers requests whose URL matches with a file, or with the file of a folder that the rest of the URL "
                                + "names.",
                metavar = "[/FILTER]/REGEX/PATH",
                live = true)
        List<String> mapLocal,

        @Opt(
                help = "Sets a header field of requests and responses, or removes it if the value is empty.",
                metavar = "[/FILTER]/NAME/[@]VALUE",
                live = true)
        List<String> modifyHeaders,

        @Opt(
                help = "Answers requests with an empty response of this status; 444 closes the connection instead.",
                metavar = "/FILTER/STATUS",
                live = true)
        List<String> blockList,

        @Opt(
                help = "Answers requests that match none of these filters with status 403.",
                metavar = "FILTER",
                live = true)
        List<String> allowList,

        @Opt(
                help =
                        "Removes the conditions from requests by which servers answer that the client's copy is still valid.",
                live = true)
        boolean anticache,

        @Opt(help = "Asks servers for responses without compression.", live = true)
        boolean anticomp,

        @Opt(
                help = "Adds the last Authorization that was sent to an origin to requests that match and have none.",
                metavar = "FILTER",
                live = true)
        String stickyAuth) {

    static final RuleOptions NONE =
            new RuleOptions(List.of(), List.of(), List.of(), List.of(), List.of(), false, false, "");

    /** @throws RefusedOptionException if a rule is not valid */
    public RuleOptions {
        mapRemote = List.copyOf(mapRemote);
        mapLocal = List.copyOf(mapLocal);
        modifyHeaders = List.copyOf(modifyHeaders);
        blockList = List.copyOf(blockList);
        allowList = List.copyOf(allowList);
        for (RuleKind kind : RuleKind.values()) {
            rules(
                    kind,
                    texts(
                            kind,
                            mapRemote,
                            mapLocal,
                            modifyHeaders,
                            blockList,
                            allowList,
                            anticache,
                            anticomp,
                            stickyAuth));
        }
    }

    /** The rules, in their order. */
    List<Rule> rules() {
        List<Rule> all = new ArrayList<>();
        for (RuleKind kind : RuleKind.values()) {
            all.addAll(rules(kind, texts(kind)));
        }
        return all;
    }

    private List<String> texts(RuleKind kind) {
        return texts(kind, mapRemote, mapLocal, modifyHeaders, blockList, allowList, anticache, anticomp, stickyAuth);
    }

    private static List<String> texts(
            RuleKind kind,
            List<String> mapRemote,
            List<String> mapLocal,
            List<String> modifyHeaders,
            List<String> blockList,
            List<String> allowList,
            boolean anticache,
            boolean anticomp,
            String stickyAuth) {
        return switch (kind) {
            case MAP_REMOTE -> mapRemote;
            case MAP_LOCAL -> mapLocal;
            case MODIFY_HEADERS -> modifyHeaders;
            case BLOCK_LIST -> blockList;
            case ALLOW_LIST -> allowList;
            case ANTICACHE -> anticache ? List.of("") : List.of();
            case ANTICOMP -> anticomp ? List.of("") : List.of();
            case STICKY_AUTH -> stickyAuth.isBlank() ? List.of() : List.of(stickyAuth);
        };
    }

    private static List<Rule> rules(RuleKind kind, List<String> texts) {
        List<Rule> rules = new ArrayList<>(texts.size());
        boolean single = kind == RuleKind.ANTICACHE || kind == RuleKind.ANTICOMP || kind == RuleKind.STICKY_AUTH;
        for (String text : texts) {
            String name = single ? kind.label() : kind.label() + "-" + (rules.size() + 1);
            try {
                rules.add(Rule.of(name, kind, text, "--" + kind.label()));
            } catch (RuleException e) {
                throw new RefusedOptionException(kind.label(), e);
            }
        }
        return rules;
    }
}
