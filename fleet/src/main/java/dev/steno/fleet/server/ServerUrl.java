package dev.steno.fleet.server;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The address of a shared store: {@code postgresql://[USER@]HOST[:PORT][,HOST[:PORT]...]/DATABASE[?PARAMETERS]}, as
 * PostgreSQL's own programs take it. It never has a password, so it can be printed and logged. Immutable.
 *
 * @param user the role to connect as; null for the name of the operating system's user
 * @param hosts the servers, tried in this order
 * @param database its name
 * @param parameters those of {@link #PARAMETERS} that the URL gave, in its order
 */
public record ServerUrl(@Nullable String user, List<Host> hosts, String database, Map<String, String> parameters) {
    private static final int DEFAULT_PORT = 5432;
    private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");

    /** Parameters that a URL may have, under the names of PostgreSQL's own programs and of its Java client. */
    static final Set<String> PARAMETERS = Set.of(
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "passfile",
            "targetServerType",
            "loadBalanceHosts",
            "channelBinding",
            "prepareThreshold");

    /**
     * A server.
     *
     * @param name a name or an address, IPv6 without brackets
     */
    public record Host(String name, int port) {
        boolean isLoopback() {
            return name.equals("localhost") || name.startsWith("127.") || name.equals("::1");
        }

        @Override
        public String toString() {
            return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
        }
    }

    /** Returns whether a text is meant to be the address of a shared store. */
    public static boolean isMeant(String text) {
        return SCHEMES.stream().anyMatch(scheme -> begins(text, scheme));
    }

    /**
     * Parses an address.
     *
     * @throws IllegalArgumentException if it is none, or has a password; the message says what to do and repeats no
     *     password
     */
    public static ServerUrl parse(String text) {
        String rest = SCHEMES.stream()
                .filter(scheme -> begins(text, scheme))
                .findFirst()
                .map(scheme -> text.substring(scheme.length()))
                .orElseThrow(() -> wrong("it begins with postgresql://"));
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String path = question < 0 ? rest : rest.substring(0, question);
        int slash = path.lastIndexOf('/');
        if (slash < 0 || slash == path.length() - 1) {
            throw wrong("it ends with the name of a database");
        }
        String authority = path.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? null : authority.substring(0, at);
        if (user != null && user.contains(":")) {
            throw new IllegalArgumentException("the URL of a shared store must not have a password, which lists of"
                    + " processes and histories of shells would show: set PGPASSWORD, or write it to ~/.pgpass");
        }
        List<Host> hosts = new ArrayList<>();
        for (String host : authority.substring(at + 1).split(",", -1)) {
            hosts.add(host(decoded(host)));
        }
        return new ServerUrl(
                user == null ? null : decoded(user),
                List.copyOf(hosts),
                decoded(path.substring(slash + 1)),
                parameters(query));
    }

    private static boolean begins(String text, String scheme) {
        return text.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static Host host(String text) {
        int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.isEmpty()) {
            throw wrong("each host has a name");
        }
        if (colon < 0) {
            return new Host(name, DEFAULT_PORT);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port > 0 && port < 65_536) {
                return new Host(name, port);
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw wrong("a port is a number from 1 to 65535");
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            if (name.equals("password")) {
                throw new IllegalArgumentException("the URL of a shared store must not have a password, which lists of"
                        + " processes and histories of shells would show: set PGPASSWORD, or write it to ~/.pgpass");
            }
            if (equals < 0 || !PARAMETERS.contains(name)) {
                throw wrong("its parameters are "
                        + String.join(", ", PARAMETERS.stream().sorted().toList()) + ", each with a value");
            }
            parameters.put(name, decoded(each.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("a percent sign stands before two hexadecimal digits");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns the database's name as a part of a URL. */
    String encodedDatabase() {
        return encoded(database);
    }

    /** The text itself is not repeated: it may have a password in a place where none is looked for. */
    private static IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException(
                "not the URL of a shared store: " + rule + "; write postgresql://USER@HOST:PORT/DATABASE");
    }

    /** Returns whether all servers are on this machine. */
    boolean isLoopback() {
        return hosts.stream().allMatch(Host::isLoopback);
    }

    /** Returns the role to connect as. */
    public String role() {
        return user == null ? System.getProperty("user.name") : user;
    }

    /** Returns the password for a server: from PGPASSWORD or a password file; null if there is none. */
    @Nullable
    String password() {
        String set = System.getenv("PGPASSWORD");
        if (set != null) {
            return set;
        }
        String named = parameters.containsKey("passfile") ? parameters.get("passfile") : System.getenv("PGPASSFILE");
        Path file = named == null ? Path.of(System.getProperty("user.home"), ".pgpass") : Path.of(named);
        for (Host host : hosts) {
            String found = PasswordFile.find(file, host.name(), host.port(), database, role());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Returns the text without parameters, which names the store for people and in its recorder's file. */
    public String name() {
        StringBuilder text = new StringBuilder(SCHEMES.get(0));
        if (user != null) {
            text.append(encoded(user)).append('@');
        }
        text.append(String.join(",", hosts.stream().map(Host::toString).toList()));
        return text.append('/').append(encodedDatabase()).toString();
    }

    @Override
    public String toString() {
        return name();
    }
}
