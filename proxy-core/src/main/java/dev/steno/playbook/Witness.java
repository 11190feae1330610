package dev.steno.playbook;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonWatcher;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees what the proxy does in a play: facts, and the verdicts of the addons that are tested. Connects every server name
 * to the server of the play. Called on event loops; any thread may read.
 */
final class Witness implements Addon, AddonWatcher {
    private final Transcript transcript;
    private final Endpoint origin;
    private final List<FlowEvent> facts = new ArrayList<>(); // guarded by this, as the next one
    private final List<PlayedVerdict> verdicts = new ArrayList<>();

    Witness(Transcript transcript, Endpoint origin) {
        this.transcript = transcript;
        this.origin = origin;
    }

    @Override
    public void register(Registrar registrar) {
        registrar.lossless(this::happened);
        registrar.on(Hook.UPSTREAM, Phase.SEAL, (server, context) -> {
            transcript.add("connect", server.toString());
            return new Verdict.Replace<>(origin);
        });
    }

    private void happened(FlowEvent fact) {
        synchronized (this) {
            facts.add(fact);
        }
        String name = fact.getClass().getSimpleName();
        if (fact instanceof FlowEvent.Revision revision) {
            transcript.add("fact", name + ": " + line(revision.flow()));
        } else if (fact instanceof FlowEvent.MessageSeen seen) {
            transcript.add(
                    "fact",
                    name + ": " + seen.message().direction() + " "
                            + seen.message().trueSize() + " bytes");
        }
    }

    private static String line(Flow flow) {
        String what = "flow " + flow.id() + ", revision " + flow.revision() + ", " + flow.state();
        return flow.error() == null ? what : what + ", " + flow.error().message();
    }

    @Override
    public void decided(String addon, Hook<?> hook, Object subject, @Nullable Verdict<?> verdict, long nanos) {
        if (addon.equals(name())) {
            return;
        }
        PlayedVerdict one = new PlayedVerdict(addon, hook, verdict);
        synchronized (this) {
            verdicts.add(one);
        }
        transcript.add("hook", one.toString());
    }

    @Override
    public void published(FlowEvent.Revision fact) {
        // told as a fact
    }

    synchronized int factCount() {
        return facts.size();
    }

    synchronized int verdictCount() {
        return verdicts.size();
    }

    synchronized List<FlowEvent> facts(int from) {
        return List.copyOf(facts.subList(from, facts.size()));
    }

    synchronized List<PlayedVerdict> verdicts(int from) {
        return List.copyOf(verdicts.subList(from, verdicts.size()));
    }

    /** Returns the newest revision of the first HTTP flow among the facts; null if there is none. */
    @Nullable
    HttpFlow http(int from) {
        HttpFlow newest = null;
        for (FlowEvent fact : facts(from)) {
            if (fact instanceof FlowEvent.Revision revision
                    && revision.flow() instanceof HttpFlow flow
                    && (newest == null || newest.id() == flow.id())) {
                newest = flow;
            }
        }
        return newest;
    }

    /** Whether a flow has ended. */
    boolean isClosed(long id, int from) {
        return facts(from).stream()
                .anyMatch(fact ->
                        fact instanceof FlowEvent.Closed closed && closed.flow().id() == id);
    }
}
