package dev.steno.rule.network;

import dev.steno.addon.End;
import dev.steno.addon.Verdict;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.pace.PaceDraft;
import dev.steno.pace.SharedRate;
import dev.steno.pace.Sharing;
import dev.steno.rule.action.DelayingAction;
import dev.steno.rule.action.PacingAction;
import dev.steno.rule.action.RulePoint;
import dev.steno.rule.spec.RuleException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code throttle}: a slow network. Of several rules that match, the first acts. Any thread. */
public final class Throttle implements DelayingAction, PacingAction {
    private static final String ACCEPTED = "a network (" + String.join(", ", NetworkProfile.names())
            + ") or DOWN/UP/LATENCY, such as 2mbit/256kbit/40ms";

    private final NetworkProfile network;
    private final SharedRate down;
    private final SharedRate up;
    private final NameDelays names;

    private Throttle(NetworkProfile network, Sharing sharing) {
        this.network = network;
        this.down = new SharedRate(network.down(), sharing);
        this.up = new SharedRate(network.up(), sharing);
        this.names = new NameDelays(network.nameDelay());
    }

    /** The names of the networks that are built in. */
    public static List<String> networks() {
        return NetworkProfile.names();
    }

    /**
     * Returns how long a network that is built in delays an exchange, requests and responses together, in nanoseconds; -1 if there is
     * none of this name, or it answers nothing.
     */
    public static long delayOf(String name) {
        NetworkProfile network = NetworkProfile.named(name);
        return network == null || network.isOffline() ? -1 : network.upDelay() + network.downDelay();
    }

    /**
     * Reads {@code NETWORK[/SHARING]} or {@code DOWN/UP/LATENCY[/SHARING]}.
     *
     * @throws RuleException if it is not valid
     */
    public static Throttle of(String text) {
        String[] parts = text.strip().split("/", -1);
        NetworkProfile named = NetworkProfile.named(parts[0]);
        int last = named == null ? 3 : 1;
        if (parts.length < last || parts.length > last + 1) {
            throw new RuleException("\"" + text + "\" is not " + ACCEPTED);
        }
        try {
            Sharing sharing = parts.length > last ? Sharing.parse(parts[last]) : Sharing.CLIENT;
            return new Throttle(named == null ? NetworkProfile.of(parts[0], parts[1], parts[2]) : named, sharing);
        } catch (IllegalArgumentException e) {
            throw new RuleException(String.valueOf(e.getMessage()));
        }
    }

    /** At the request only if it does something there, since each message that it acts on counts. */
    @Override
    public Set<RulePoint> points() {
        return network.isOffline()
                ? EnumSet.of(RulePoint.REQUEST)
                : network.upDelay() > 0 ? EnumSet.allOf(RulePoint.class) : EnumSet.of(RulePoint.RESPONSE);
    }

    @Override
    public Decision decide(HttpFlow flow, RulePoint point) {
        if (network.isOffline()) {
            return new Decision(new Verdict.Drop<>("the network is made offline by rule", End.CLOSE), 0);
        }
        return Decision.pass(
                point == RulePoint.REQUEST
                        ? network.upDelay() + nameDelay(flow, flow.request().host())
                        : network.downDelay());
    }

    private long nameDelay(Flow flow, String host) {
        return names.before(flow.client().address().host(), host, System.nanoTime());
    }

    @Override
    public boolean slow(PaceDraft draft, Flow flow, Direction direction) {
        SharedRate rate = direction.isFromClient() ? up : down;
        if (rate.rate().isLimited()) {
            draft.add(rate.bucketOf(flow));
        }
        if (flow instanceof TcpFlow stream) { // the heads of HTTP are delayed by themselves
            draft.delayStart(
                    direction.isFromClient()
                            ? network.upDelay()
                                    + nameDelay(flow, stream.target().host())
                            : network.downDelay());
        }
        if (network.loss() > 0) {
            LostPackets packets =
                    new LostPackets(network.loss(), network.upDelay() + network.downDelay(), Chance.certain());
            draft.add(packets);
            draft.remark(packets.remark());
        }
        return true;
    }
}
