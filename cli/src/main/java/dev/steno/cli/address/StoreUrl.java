package dev.steno.cli.address;

import dev.steno.cli.command.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words of a command line that are URLs of stores. Stateless. */
public final class StoreUrl {
    private static final Pattern STORE = Pattern.compile("(?i)postgres(ql)?://.*", Pattern.DOTALL);

    private static final Pattern JDBC = Pattern.compile("(?i)jdbc:postgres");

    /** Parameters of a URL that hold a secret, in lower case (https://www.postgresql.org/docs/current/libpq-connect.html). */
    private static final List<String> SECRETS = List.of("password", "sslpassword");

    private StoreUrl() {}

    /** Returns whether a word is the URL of a store. */
    public static boolean is(String word) {
        return STORE.matcher(word).matches();
    }

    /** Returns the servers and the database of a URL, which fit in a line beside other words. */
    public static String shortName(String url) {
        return url.replaceFirst("^[^:]*://", "").replaceFirst("[?].*$", "").replaceFirst("^.*@", "");
    }

    /**
     * Checks the words of a call before anything else looks at them, since messages repeat words.
     *
     * @param words those of Steno itself, without those of a program that it starts
     * @throws Failure if one is the URL of a store with a password, or one for Java programs, which may have one; the message does not have it
     */
    public static void refusePasswords(List<String> words) {
        for (String word : words) {
            String value = word.startsWith("-") ? word.substring(word.indexOf('=') + 1) : word;
            if (JDBC.matcher(value).lookingAt()) {
                throw Failure.usage(
                        "the URL of a store begins with postgresql://, without jdbc:, and its password is in PGPASSWORD or ~/.pgpass");
            }
            if (is(value)) {
                refusePassword(value);
            }
        }
    }

    /** @throws Failure if a URL has a password; the message does not have it */
    static void refusePassword(String url) {
        if (hasPassword(url)) {
            throw Failure.usage(
                    "the URL of a store must not have a password, which the list of processes shows to other"
                            + " users: leave it out, and set PGPASSWORD, or write it to ~/.pgpass or to a file that the URL names"
                            + " with ?passfile=FILE");
        }
    }

    private static boolean hasPassword(String url) {
        String rest = url.substring(url.indexOf("://") + 3);
        int query = rest.indexOf('?');
        String place = query < 0 ? rest : rest.substring(0, query);
        int at = place.lastIndexOf('@'); // a password may have a slash, though it should be escaped
        return at >= 0 && place.lastIndexOf(':', at) >= 0
                || query >= 0
                        && Arrays.stream(rest.substring(query + 1).split("[&?]"))
                                .map(each -> each.split("=", 2)[0].strip().toLowerCase(Locale.ROOT))
                                .anyMatch(SECRETS::contains);
    }
}
