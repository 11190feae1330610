package dev.steno.web.guard;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces the tokens and the codes that are good in a text of a client, so that no record holds them. Any thread. */
public final class SecretMask implements UnaryOperator<String> {
    private static final String WITHHELD = "(withheld)";

    /** The characters of a token and of a code, as long as one at least. */
    private static final Pattern POSSIBLE = Pattern.compile("[A-Za-z0-9_-]{" + WebToken.CHARACTERS + ",}");

    private final Supplier<List<WebToken>> tokens;
    private final LoginCodes codes;

    /** @param tokens supplies those that are in force */
    public SecretMask(Supplier<List<WebToken>> tokens, LoginCodes codes) {
        this.tokens = tokens;
        this.codes = codes;
    }

    @Override
    public String apply(String text) {
        Matcher possible = POSSIBLE.matcher(text);
        return possible.find() ? possible.replaceAll(found -> masked(found.group())) : text;
    }

    /** Compares each part as a whole, so that the time tells nothing of a secret. */
    private String masked(String run) {
        StringBuilder rest = new StringBuilder(run);
        for (int at = 0; at + WebToken.CHARACTERS <= rest.length(); at++) {
            String part = rest.substring(at, at + WebToken.CHARACTERS);
            if (tokens.get().stream().anyMatch(token -> token.isSame(part)) || codes.isGood(part)) {
                rest.replace(at, at + WebToken.CHARACTERS, WITHHELD);
            }
        }
        return rest.toString();
    }
}
