package dev.steno.web.guard;

import dev.steno.option.HostPort;
import dev.steno.option.ValueException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names by which a browser may call the server. A page on another name that resolves to this machine (DNS
 * rebinding) sends that name as its Host, and is refused. Immutable; any thread.
 */
public final class HostNames {
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1", "localhost");

    private final Set<String> names;

    /** @param more the bound address, and names that the user gave */
    public HostNames(List<String> more) {
        names = Stream.concat(LOOPBACK.stream(), more.stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether a Host field names this server; the port may be any, since a tunnel changes it. */
    boolean include(String host) {
        try {
            boolean bare = !host.matches(".*:[0-9]+") || host.endsWith("]");
            return names.contains(
                    HostPort.parse(bare ? host + ":80" : host).host().toLowerCase(Locale.ROOT));
        } catch (ValueException e) {
            return false;
        }
    }
}
