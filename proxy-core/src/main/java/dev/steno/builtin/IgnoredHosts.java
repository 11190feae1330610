package dev.steno.builtin;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;

/**
 * Passes tunnels through without decryption if their server matches {@code --ignore-hosts} or does not match {@code
 * --allow-hosts}. Both the name in CONNECT and the SNI are tried; one match is enough. A change of the options applies
 * only to tunnels that begin after it. Tunnels to Steno's own page never match. Runs on event loops; never blocks.
 */
public final class IgnoredHosts implements Addon {
    private volatile Scope scope =
            new Scope(HostPatterns.of(java.util.List.of()), HostPatterns.of(java.util.List.of()));

    private record Scope(HostPatterns ignored, HostPatterns allowed) {
        static Scope of(InterceptionOptions options) {
            return new Scope(HostPatterns.of(options.ignoreHosts()), HostPatterns.of(options.allowHosts()));
        }

        <T> Verdict<T> judge(Endpoint... names) {
            if (OwnName.isAmong(names)) {
                return Verdict.pass(); // there is no server behind it to pass the tunnel through to
            }
            boolean passes = ignored.match(names) || !allowed.isEmpty() && !allowed.match(names);
            return passes ? new Verdict.Tunnel<>() : Verdict.pass();
        }
    }

    @Override
    public void register(Registrar registrar) {
        scope = Scope.of(registrar.options(InterceptionOptions.class, (before, after) -> scope = Scope.of(after)));
        registrar.on(Hook.TLS_HELLO, Phase.ROUTE, (hello, context) -> scope.judge(hello.target(), hello.server()));
        registrar.on(Hook.TUNNEL, Phase.ROUTE, (start, context) -> scope.judge(start.target()));
    }
}
