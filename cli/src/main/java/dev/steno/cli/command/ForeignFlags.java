package dev.steno.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to write instead of a flag that mitmproxy or curl have and Steno does not have, for the message about an
 * unknown flag and for the page {@code docs/from-mitmproxy.md}. Stateless.
 */
public final class ForeignFlags {
    private static final Map<String, String> ADVICE = table();

    private ForeignFlags() {}

    /**
     * The advice for a flag.
     *
     * @param flag with its dashes and possibly {@code =VALUE}; an option's name with underscores is understood as well
     */
    public static Optional<String> advice(String flag) {
        int equals = flag.indexOf('=');
        String name = equals < 0 ? flag : flag.substring(0, equals);
        String spelled = name.replace('_', '-');
        String letter = name.length() > 2 && name.charAt(1) != '-' ? name.substring(0, 2) : name;
        return Optional.ofNullable(ADVICE.getOrDefault(spelled, ADVICE.get(letter)));
    }

    /** All flags of the table, in its order. */
    public static List<String> flags() {
        return List.copyOf(ADVICE.keySet());
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        add(table, "-p is short for it: steno -p 8081 or steno --listen 127.0.0.1:8081", "--listen-port", "--port");
        add(table, "Host and port are one: steno --listen 0.0.0.0:8080", "--listen-host");
        add(
                table,
                "Flows are always recorded; to name the file: --session FILE",
                "-w",
                "--save-stream-file",
                "--wfile");
        add(table, "To read a recorded session: steno ls FILE, then steno show FILE 1", "-r", "--rfile");
        add(
                table,
                "To read a file without a proxy: steno ls FILE; to filter into a new one: steno save",
                "-n",
                "--no-server");
        add(table, "To accept every certificate of a server: --insecure", "-k", "--ssl-insecure");
        add(table, "To trust a server's CA: --upstream-ca FILE", "--ssl-verify-upstream-trusted-ca", "--cacert");
        add(table, "Steno's folder is named by --home DIR", "--confdir", "--conf");
        add(table, "How much is printed of a flow: --detail 0 to 3", "--flow-detail");
        add(
                table,
                "Credentials of clients: --proxy-auth user:password",
                "--proxyauth",
                "--singleuser",
                "--nonanonymous");
        add(table, "Client certificates for servers: --client-certs PATH", "--cert");
        add(table, "Your own CA: --ca-cert FILE and --ca-key FILE", "--certs");
        add(table, "A reverse proxy: --mode reverse:https://example.org", "-R", "--reverse");
        add(table, "A proxy behind this one: --mode upstream:http://host:port", "-U", "--upstream");
        add(table, "Transparent and SOCKS mode: --mode transparent, --mode socks5", "-T", "--transparent", "--socks");
        add(table, "The list of options: steno options", "--options");
        add(table, "The list of commands: steno commands", "--commands");
        add(table, "Server host names are always shown", "--showhost");
        add(table, "Raw streams are always forwarded and recorded", "--rawtcp", "--no-rawtcp", "--tcp", "--tcp-hosts");
        add(table, "HTTP/2 is always on; what a server speaks is mirrored to its clients", "--http2", "--no-http2");
        add(
                table,
                "Bodies are streamed always; --body-limit SIZE bounds what is recorded of each",
                "--stream-large-bodies",
                "--body-size-limit",
                "--store-streamed-bodies");
        add(
                table,
                "The server is asked first always, so that its certificate and protocols are mirrored",
                "--connection-strategy",
                "--upstream-cert",
                "--no-upstream-cert",
                "--add-upstream-certs-to-client-chain");
        add(table, "Scripts in Java: --script FILE.java; steno script new writes one", "--scripts");
        add(table, "Messages are held with --intercept FILTER, and steno hold works with them", "-i");
        add(table, "Bodies are changed with --modify-body /FILTER/REGEX/TEXT", "-B");
        add(table, "Header fields are changed with --modify-headers /FILTER/NAME/VALUE", "-H");
        add(table, "Requests of a session are sent again by --client-replay FILE, or by steno replay FILE", "-C");
        add(table, "Recorded responses answer with --server-replay FILE; without any server: steno mock FILE", "-S");
        add(table, "Cookies are kept with --sticky-cookie FILTER", "--stickycookie");
        add(table, "Credentials are kept with --sticky-auth FILTER", "--stickyauth");
        add(
                table,
                "Steno listens on 127.0.0.1 unless --listen says otherwise; --block-list blocks requests by filter",
                "--block-global",
                "--block-private");
        add(table, "The address of the web interface: --web [HOST:]PORT, or --web off", "--web-port");
        add(
                table,
                "Steno prints the URL of its web interface; --open opens it in the system's browser",
                "--web-open-browser",
                "--no-web-open-browser");
        add(
                table,
                "Values for a spreadsheet: steno sql --csv 'SELECT id, status, url FROM flows' > FILE",
                "--csv",
                "--format",
                "--output-format");
        add(
                table,
                "Lists are ordered by --order duration, size, host, status or url; the greatest first with --reverse",
                "--sort",
                "--sort-by",
                "--view-order");
        add(table, "A request as a curl command: steno show FILE 12 --as curl", "--curl");
        add(table, "steno export SESSION --format har -o FILE writes a HAR file", "--hardump");
        add(
                table,
                "Filters of a listing: steno ls FILE -f FILTER",
                "--view-filter",
                "--dumper-filter",
                "--readfile-filter");
        return table;
    }

    private static void add(Map<String, String> table, String advice, String... flags) {
        for (String flag : flags) {
            table.put(flag, advice);
        }
    }
}
