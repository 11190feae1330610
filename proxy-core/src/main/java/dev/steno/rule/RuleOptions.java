package dev.steno.rule;

import dev.steno.option.ByteSize;
import dev.steno.option.Opt;
import dev.steno.option.RefusedOptionException;
import dev.steno.rule.action.RemoteUrl;
import dev.steno.rule.spec.RuleException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Options that set rules. */
public record RuleOptions(
        @Opt(
                help = "Sends requests elsewhere: replaces what a regular expression finds in the URL.",
                metavar = "[/FILTER]/REGEX/URL",
                live = true)
        List<String> mapRemote,

        @Opt(
                help =
                        "Lets the responses of requests that --map-remote sent elsewhere name the server that was asked: in "
                                + "Location, Link, the Domain of cookies and the allowed origin.",
                live = true)
        boolean rewriteBack,

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
                help = "Replaces what a regular expression finds in the decoded text of bodies.",
                metavar = "[/FILTER]/REGEX/[@]TEXT",
                live = true)
        List<String> modifyBody,

        @Opt(
                help =
                        "The largest body, as sent, that is held for a rule that needs it; a larger one passes unchanged.",
                defaultValue = "8mb",
                live = true)
        ByteSize rulesBody,

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
                help = "Keeps the cookies that servers set, and sends them with requests that match.",
                metavar = "FILTER",
                live = true)
        String stickyCookie,

        @Opt(
                help =
                        "Keeps the cookies of --sticky-cookie in this file, from which the next start reads them; curl -b "
                                + "reads it as well.",
                metavar = "FILE",
                live = true)
        Optional<Path> stickyCookieKeep,

        @Opt(
                help = "Adds the last Authorization that was sent to an origin to requests that match and have none.",
                metavar = "FILTER",
                live = true)
        String stickyAuth) {

    static final RuleOptions NONE = new RuleOptions(
            List.of(),
            false,
            List.of(),
            List.of(),
            List.of(),
            new ByteSize(8_000_000),
            List.of(),
            List.of(),
            false,
            false,
            "",
            Optional.empty(),
            "");

    /** @throws RefusedOptionException if a rule is not valid */
    public RuleOptions {
        check(RuleKind.MAP_REMOTE, mapRemote);
        check(RuleKind.MAP_LOCAL, mapLocal);
        check(RuleKind.MODIFY_HEADERS, modifyHeaders);
        check(RuleKind.MODIFY_BODY, modifyBody);
        check(RuleKind.BLOCK_LIST, blockList);
        check(RuleKind.ALLOW_LIST, allowList);
        check(RuleKind.STICKY_COOKIE, filter(stickyCookie));
        check(RuleKind.STICKY_AUTH, filter(stickyAuth));
    }

    /** The rules, in their order. */
    List<Rule> rules() {
        List<Rule> all = new ArrayList<>();
        for (RuleKind kind : RuleKind.values()) {
            all.addAll(rules(kind, texts(kind)));
        }
        if (rewriteBack) {
            all.replaceAll(rule -> rule.action() instanceof RemoteUrl plain ? rule.withAction(plain.back()) : rule);
        }
        return all;
    }

    private List<String> texts(RuleKind kind) {
        return switch (kind) {
            case MAP_REMOTE -> mapRemote;
            case MAP_LOCAL -> mapLocal;
            case MODIFY_HEADERS -> modifyHeaders;
            case MODIFY_BODY -> modifyBody;
            case BLOCK_LIST -> blockList;
            case ALLOW_LIST -> allowList;
            case FAULT, THROTTLE -> List.of(); // see NetworkOptions
            case ANTICACHE -> anticache ? List.of("") : List.of();
            case ANTICOMP -> anticomp ? List.of("") : List.of();
            case STICKY_COOKIE -> filter(stickyCookie);
            case STICKY_AUTH -> filter(stickyAuth);
        };
    }

    private static List<String> filter(String text) {
        return text.isBlank() ? List.of() : List.of(text);
    }

    static void check(RuleKind kind, List<String> texts) {
        try {
            rules(kind, texts);
        } catch (RuleException e) {
            throw new RefusedOptionException(kind.label(), e);
        }
    }

    static List<Rule> rules(RuleKind kind, List<String> texts) {
        List<Rule> rules = new ArrayList<>(texts.size());
        for (String text : texts) {
            String name = kind.isSingle() ? kind.label() : kind.label() + "-" + (rules.size() + 1);
            rules.add(Rule.of(name, kind, text, "--" + kind.label()));
        }
        return rules;
    }
}
