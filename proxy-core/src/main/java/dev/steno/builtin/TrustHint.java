package dev.steno.builtin;

import dev.steno.text.Printable;
import dev.steno.text.ShellWord;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person how to make a program trust the CA. Programs are recognised by their User-Agent. Immutable.
 *
 * @param ca the path of the CA's certificate, quoted for a shell where necessary
 */
record TrustHint(String ca) {
    /** Upper bound on the characters of a program's name, which the program chooses. */
    private static final int LONGEST = 40;

    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./~-]+");

    private static final String PINNED = "an app that pins can only be passed through: --ignore-hosts HOST";

    private static final String ANDROID = "apps of Android trust a user's CA only if their network security"
            + " configuration allows it (browsers do); " + PINNED;

    private static final String APPLE =
            "on iOS, switch the CA on in Settings, General, About, Certificate Trust" + " Settings; " + PINNED;

    /**
     * A kind of program.
     *
     * @param mark what its User-Agent contains, in lower case
     * @param fix what to do; {@code %s} is the CA's certificate
     */
    private record Kind(String mark, String fix) {}

    /** More specific marks first: a browser and git name other programs in their User-Agents, too. */
    private static final List<Kind> KINDS = List.of(
            new Kind("cfnetwork/", APPLE),
            new Kind("okhttp/", ANDROID),
            new Kind("dalvik/", ANDROID),
            new Kind("git/", "set GIT_SSL_CAINFO=%s"),
            new Kind("curl/", "give curl --cacert %s, or set CURL_CA_BUNDLE=%1$s"),
            new Kind("wget/", "give wget --ca-certificate=%s"),
            new Kind("python-requests/", "set REQUESTS_CA_BUNDLE=%s"),
            new Kind("python", "set SSL_CERT_FILE=%s"),
            new Kind("go-http-client/", "set SSL_CERT_FILE=%s"),
            new Kind("node", "set NODE_EXTRA_CA_CERTS=%s"),
            new Kind("undici", "set NODE_EXTRA_CA_CERTS=%s"),
            new Kind(
                    "java",
                    "import the CA into Java's truststore: keytool -importcert -noprompt -cacerts -storepass changeit"
                            + " -alias steno -file %s"),
            new Kind("mozilla/", "open http://" + CaPage.HOST + "/ in it and follow the steps for your system"));

    /** For programs that send an alert, as those with OpenSSL do, and do not name themselves in CONNECT. */
    private static final String BY_ALERT =
            "Python's requests take REQUESTS_CA_BUNDLE=%1$s, other programs SSL_CERT_FILE=%1$s; for more see http://"
                    + CaPage.HOST + "/";

    /** For programs that close the connection without an alert and do not name themselves in CONNECT. */
    private static final String SILENT =
            "Node.js takes NODE_EXTRA_CA_CERTS=%1$s; for Java, keytool -importcert -noprompt -cacerts -storepass"
                    + " changeit -alias steno -file %1$s; for more see http://" + CaPage.HOST + "/";

    /** @param path the CA's certificate */
    static TrustHint of(String path) {
        return new TrustHint(PLAIN.matcher(path).matches() ? path : ShellWord.quoted(Printable.line(path)));
    }

    /**
     * Returns what to do, without a full stop.
     *
     * @param address the client's IP address: the path of the CA means nothing on another machine
     * @param silent whether the program closed the connection without an alert
     */
    String fix(@Nullable String userAgent, String address, boolean silent) {
        String lower = lower(userAgent);
        String fix = KINDS.stream()
                .filter(kind -> lower.contains(kind.mark))
                .map(Kind::fix)
                .findFirst()
                .orElse(silent ? SILENT : BY_ALERT);
        if (!fix.contains("%") || isHere(address)) {
            return fix.formatted(ca);
        }
        return "on that machine, fetch http://" + CaPage.HOST + "/ca.pem as steno-ca.pem; then "
                + fix.formatted("steno-ca.pem");
    }

    private static boolean isHere(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    /** Whether the User-Agent is a browser's. */
    static boolean isBrowser(@Nullable String userAgent) {
        return lower(userAgent).startsWith("mozilla/");
    }

    /** Returns a short name for the program at an address: its product and version, if it names them. */
    static String name(@Nullable String userAgent, String address) {
        if (userAgent == null || userAgent.isBlank()) {
            return "the client " + address;
        }
        String product = Printable.line(
                isBrowser(userAgent) ? browser(userAgent) : userAgent.strip().split("\\s", 2)[0]);
        return (product.length() > LONGEST ? product.substring(0, LONGEST) + "\u2026" : product) + " at " + address;
    }

    private static String browser(String userAgent) {
        for (String product : List.of("Firefox", "Edg", "OPR", "Chrome", "Safari")) {
            if (userAgent.contains(product + "/")) {
                return product.equals("Edg") ? "Edge" : product.equals("OPR") ? "Opera" : product;
            }
        }
        return "the browser";
    }

    private static String lower(@Nullable String userAgent) {
        return userAgent == null ? "" : userAgent.toLowerCase(Locale.ROOT);
    }
}
