package dev.steno.redact;

import dev.steno.redact.json.JsonTokenMaker;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Makes the tokens of one flow, body or stream of messages, and notes which rules replaced something. For one thread. */
final class Replacing implements JsonTokenMaker {
    private final RedactionKey key;
    private final LongAdder[] counts;
    private final SecretLog log;
    private final BitSet used = new BitSet();

    Replacing(RedactionKey key, LongAdder[] counts, SecretLog log) {
        this.key = key;
        this.counts = counts;
        this.log = log;
    }

    /**
     * Returns the token of a secret in ASCII; an empty text and a token stay as they are.
     *
     * @param secret its bytes, a char for each, without the coding of the place where it is
     * @param written as it is written there
     */
    String ascii(int rule, String kind, String secret, String written) {
        return stays(secret, written) ? written : logged(Redacted.ascii(kind, digest(rule, secret, written)), written);
    }

    /** As {@link #ascii}, for a Unicode text. */
    String unicode(int rule, String kind, String secret, String written) {
        return stays(secret, written)
                ? written
                : logged(Redacted.unicode(kind, digest(rule, secret, written)), written);
    }

    private String logged(String token, String written) {
        log.tokenWritten(token, written);
        return token;
    }

    @Override
    public String inString(int rule, String secret, String written) {
        return unicode(rule, "json", secret, written);
    }

    @Override
    public String quoted(int rule, String secret, String written) {
        return logged("\"" + unicode(rule, "json", secret, written) + "\"", written);
    }

    private static boolean stays(String secret, String written) {
        return secret.isEmpty() || Redacted.isToken(written) || Redacted.isToken(secret);
    }

    private String digest(int rule, String secret, String written) {
        used.set(rule);
        counts[rule].increment();
        log.replaced(secret, written);
        return key.digest(secret);
    }

    /** As this, for a part of the flow. */
    Replacing forPart() {
        return new Replacing(key, counts, log);
    }

    /** The indexes of the rules that replaced something. */
    BitSet used() {
        return used;
    }

    /** Notes that these rules replaced something. */
    void use(BitSet rules) {
        used.or(rules);
    }

    /** Whether it is told what is replaced, so that nothing may be remembered. */
    boolean isLogging() {
        return log != SecretLog.NONE;
    }

    /** Whether anything was replaced. */
    boolean any() {
        return !used.isEmpty();
    }

    /** The kinds of the rules that replaced something, such as {@code header, cookie}. */
    String kinds(List<RedactionRule> rules) {
        return kinds(used, rules);
    }

    /** The kinds of rules, in their order. */
    static String kinds(BitSet used, List<RedactionRule> rules) {
        StringBuilder kinds = new StringBuilder();
        for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
            String text = i < rules.size() ? rules.get(i).text() : "text";
            int colon = text.indexOf(':');
            String kind = colon < 0 ? text : text.substring(0, colon);
            if (!(", " + kinds + ",").contains(", " + kind + ",")) {
                kinds.append(kinds.length() == 0 ? "" : ", ").append(kind);
            }
        }
        return kinds.toString();
    }
}
