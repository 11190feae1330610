package dev.steno.rule;

import dev.steno.option.Opt;
import java.util.ArrayList;
import java.util.List;

/** Options that set the rules of slow and faulty networks. */
public record NetworkOptions(
        @Opt(
                help =
                        "Makes the network slow: offline, slow-3g, slow-4g, fast-4g, 3g, dsl, lte, very-bad, or rates and a "
                                + "latency such as 2mbit/256kbit/40ms.",
                metavar = "[/FILTER/]NETWORK",
                suggested = {"offline", "slow-3g", "slow-4g", "fast-4g", "3g", "dsl", "lte", "very-bad", "none"},
                live = true)
        List<String> throttle,

        @Opt(
                help = "Makes servers and the network faulty: delays, cuts, resets, errors, and others.",
                metavar = "[/FILTER/]FAULT KEY=VALUE...",
                suggested = {
                    "latency",
                    "bandwidth",
                    "slow_close",
                    "timeout",
                    "reset_peer",
                    "slicer",
                    "dribble",
                    "loss",
                    "window_starve",
                    "limit_data",
                    "status",
                    "empty_response",
                    "malformed_chunk",
                    "random_then_close",
                    "goaway",
                    "refuse_stream",
                    "dns_fail",
                    "connect_refused",
                    "connect_timeout",
                    "tls_fail",
                    "down",
                    "clock",
                    "ws_delay",
                    "ws_drop",
                    "ws_close"
                },
                live = true)
        List<String> fault) {

    static final NetworkOptions NONE = new NetworkOptions(List.of(), List.of());

    /** @throws dev.steno.option.RefusedOptionException if a rule is not valid */
    public NetworkOptions {
        RuleOptions.check(RuleKind.THROTTLE, throttle);
        RuleOptions.check(RuleKind.FAULT, fault);
    }

    /** The rules, in their order. */
    List<Rule> rules() {
        List<Rule> all = new ArrayList<>(RuleOptions.rules(RuleKind.FAULT, fault));
        all.addAll(RuleOptions.rules(RuleKind.THROTTLE, throttle));
        return all;
    }
}
