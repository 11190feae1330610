package dev.steno.cli.assembly;

import dev.steno.cli.option.ListenOptions;
import dev.steno.cli.option.Listeners;
import dev.steno.flow.Endpoint;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ProxyMode;
import dev.steno.option.Options;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The addresses at which other machines may reach a listener that is bound to all addresses of the machine. Queried each
 * time, since they change with the network. Stateless; any thread.
 */
public final class MachineAddresses {
    /** Interfaces of containers and virtual machines, which other machines rarely reach. */
    private static final List<String> VIRTUAL = List.of("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "cni");

    private MachineAddresses() {}

    private record Candidate(InetAddress address, boolean virtual) {}

    /**
     * @param bound the listener's address
     * @return the machine's addresses with the listener's port, those of a local network first; empty if the listener
     *     is bound to one address, or the machine has no other than loopback
     */
    public static List<Endpoint> of(Endpoint bound) {
        boolean all = bound.host().equals("0.0.0.0");
        boolean six = bound.host().equals("::") || bound.host().equals("0:0:0:0:0:0:0:0");
        if (!all && !six) {
            return List.of();
        }
        return candidates().stream()
                .filter(found -> six || found.address instanceof Inet4Address)
                .sorted(Comparator.comparing(MachineAddresses::rank))
                .map(found -> new Endpoint(withoutScope(found.address.getHostAddress()), bound.port()))
                .toList();
    }

    /** The hosts of {@link #of} for a socket. */
    static List<String> hosts(InetSocketAddress bound) {
        return of(new Endpoint(bound.getAddress().getHostAddress(), bound.getPort())).stream()
                .map(Endpoint::host)
                .toList();
    }

    /** Whether a browser that opens the listener's address sees the proxy's page. */
    public static boolean hasPage(ProxyMode mode) {
        return mode instanceof ProxyMode.Regular || mode instanceof ProxyMode.Upstream;
    }

    /**
     * Where other machines find the proxy's page.
     *
     * @param bound the addresses of the listeners
     */
    static List<Endpoint> reachable(Options options, List<Endpoint> bound) {
        List<Listener> listeners =
                options.get(ListenOptions.class).mode().isEmpty() ? List.of() : Listeners.of(options);
        List<Endpoint> reachable = new ArrayList<>();
        for (int i = 0; i < bound.size(); i++) {
            if (listeners.isEmpty() || hasPage(listeners.get(i).mode())) {
                reachable.addAll(of(bound.get(i)));
            }
        }
        return reachable;
    }

    private static List<Candidate> candidates() {
        List<Candidate> found = new ArrayList<>();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (!each.isUp() || each.isLoopback()) {
                    continue;
                }
                boolean virtual = VIRTUAL.stream().anyMatch(each.getName()::startsWith);
                each.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
                        .forEach(address -> found.add(new Candidate(address, virtual)));
            }
        } catch (SocketException e) {
            return found; // an interface was removed meanwhile; the addresses of the others are still valid
        }
        return found;
    }

    private static int rank(Candidate found) {
        int kind = !(found.address instanceof Inet4Address) ? 2 : found.address.isSiteLocalAddress() ? 0 : 1;
        return kind + (found.virtual ? 3 : 0);
    }

    private static String withoutScope(String host) {
        int scope = host.indexOf('%');
        return scope < 0 ? host : host.substring(0, scope);
    }
}
