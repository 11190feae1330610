package dev.steno.cli.print;

import dev.steno.content.CertificateFacts;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.RecordedBy;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import dev.steno.store.GivenNote;
import dev.steno.text.Colour;
import dev.steno.text.FlowSummary;
import dev.steno.text.FlowTimings;
import dev.steno.text.HoldText;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the details of a flow above its messages: times, peers, TLS, error and notes. For one thread. */
final class FlowDetails {
    /** Names of a certificate that are shown without details. */
    private static final int NAMES = 5;

    private final PrintStream out;
    private final boolean colour;
    private final boolean detail;

    private FlowDetails(PrintStream out, boolean colour, boolean detail) {
        this.detail = detail;
        this.out = out;
        this.colour = colour;
    }

    /**
     * @param edits of the flow after its exchange
     * @param given what viewers noted
     * @param shown which revision the flow is, in words; empty if there is only one
     * @param detail whether to print all certificates with all their facts
     */
    static void print(
            Flow flow,
            List<FlowEdit> edits,
            List<GivenNote> given,
            String shown,
            PrintStream out,
            boolean colour,
            boolean detail) {
        FlowDetails facts = new FlowDetails(out, colour, detail);
        facts.line(
                "flow",
                FlowNumber.print(flow.id()) + " (" + flow.kind() + ", "
                        + flow.state().label() + ", revision " + flow.revision() + ")");
        facts.line(
                "started",
                (Times.isSet(flow.started()) ? Timestamps.local(flow.started()) : "unknown")
                        + (Times.isSet(flow.duration()) ? ", took " + Quantity.duration(flow.duration()) : ""));
        String timing = timing(FlowTimings.of(flow));
        if (!timing.isEmpty()) {
            facts.line("timing", timing);
        }
        facts.peer("client", flow.client());
        facts.peer("server", flow.server());
        if (flow instanceof HttpFlow http && http.webSocket() != null) {
            facts.webSocket(http.webSocket());
        }
        flow.holds().forEach(hold -> facts.line("held", HoldText.of(hold, flow)));
        FlowError error = flow.error();
        if (error != null) {
            facts.line("error", Colour.RED.paint(Printable.line(FlowSummary.reason(error)), colour));
        }
        RecordedBy by = flow.notes().recordedBy();
        if (by != null) {
            facts.line("recorded by", Printable.line(by.text()));
        }
        facts.notes(flow.notes());
        for (GivenNote note : given) {
            facts.line(
                    "noted",
                    Timestamps.local(note.time()) + " by " + Printable.line(note.author()) + ": "
                            + Printable.line(note.words()));
        }
        if (!shown.isEmpty()) {
            facts.line("shown", shown);
        }
        for (FlowEdit edit : edits) {
            facts.line(
                    "edit " + edit.number(),
                    Timestamps.local(edit.time()) + ", " + Printable.line(edit.by()) + ": "
                            + Printable.line(edit.parts())
                            + (edit.comment().isEmpty() ? "" : " (" + Printable.line(edit.comment()) + ")"));
        }
    }

    private static String timing(FlowTimings timings) {
        List<String> phases = new ArrayList<>();
        if (Times.isSet(timings.connectionAge())) {
            phases.add("connection open for " + Quantity.duration(timings.connectionAge()));
        }
        addPhase(phases, "look-up and connect", timings.connect());
        addPhase(phases, "TLS", timings.tls());
        addPhase(phases, "request", timings.send());
        addPhase(phases, "wait for the first byte", timings.await());
        addPhase(phases, "response", timings.receive());
        return String.join(", ", phases);
    }

    private static void addPhase(List<String> phases, String name, long nanos) {
        if (Times.isSet(nanos)) {
            phases.add(name + " " + Quantity.duration(nanos));
        }
    }

    private void webSocket(WebSocket webSocket) {
        line("websocket", "client " + sent(webSocket.client()) + "; server " + sent(webSocket.server()));
        WebSocket.Close close = webSocket.close();
        if (close != null) {
            String reason = new String(close.reason().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            line(
                    "closed",
                    "by " + close.direction().sender() + ", code " + close.code()
                            + (reason.isEmpty() ? "" : ": " + Printable.line(reason)));
        }
        if (webSocket.problem() != null) {
            line("problem", Printable.line(webSocket.problem()));
        }
    }

    private static String sent(WebSocket.Sent sent) {
        return sent.messages() + " messages, " + Quantity.bytes(sent.bytes()) + ", " + sent.pings() + " pings, "
                + sent.pongs() + " pongs";
    }

    private void peer(String name, @Nullable Peer peer) {
        if (peer == null) {
            return;
        }
        boolean named = !peer.address().host().isEmpty() || peer.address().port() != 0;
        StringBuilder text =
                new StringBuilder(named ? Printable.line(peer.address().toString()) : "unknown");
        if (peer.ip() != null && !peer.ip().equals(peer.address())) {
            text.append(" (").append(Printable.line(peer.ip().toString())).append(')');
        }
        if (peer.connection() != 0) {
            text.append(", connection ").append(FlowNumber.print(peer.connection()));
        }
        if (peer.via() != null) {
            text.append(", via ").append(Printable.line(peer.via().address().toString()));
        }
        if (peer.mode() != null) {
            text.append(", by ").append(Printable.line(peer.mode()));
        }
        line(name, text.toString());
        Tls tls = peer.tls();
        if (tls != null) {
            List<String> known = new ArrayList<>();
            addDetail(known, "", tls.version());
            addDetail(known, "", tls.cipher());
            addDetail(known, "sni ", tls.sni());
            addDetail(known, "alpn ", tls.alpn());
            line(name + " tls", String.join(", ", known));
            certificates(name, tls.peerCertificates());
        }
    }

    private void certificates(String name, List<Certificate> chain) {
        for (int i = 0; i < (detail ? chain.size() : Math.min(1, chain.size())); i++) {
            Certificate certificate = chain.get(i);
            CertificateFacts facts = CertificateFacts.of(certificate.der());
            String label = name + " cert";
            if (facts != null) {
                line(label, Printable.line(facts.subject()) + ", " + issuer(facts) + ", until " + facts.until());
                if (!facts.names().isEmpty()) {
                    line("", "for " + Printable.line(names(facts.names())));
                }
                if (detail) {
                    line(
                            "",
                            facts.key() + ", " + facts.signature() + ", serial " + facts.serial() + ", from "
                                    + facts.from());
                }
                label = "";
            }
            line(label, "sha256 " + certificate.fingerprint());
        }
    }

    private static String issuer(CertificateFacts facts) {
        return facts.selfSigned() ? "self-signed" : "issued by " + Printable.line(facts.issuer());
    }

    private String names(List<String> names) {
        int shown = detail ? names.size() : Math.min(names.size(), NAMES);
        String more = shown < names.size() ? " and " + (names.size() - shown) + " more" : "";
        return String.join(", ", names.subList(0, shown)) + more;
    }

    private void notes(Notes notes) {
        if (!notes.mark().isEmpty()) {
            line("mark", Printable.line(notes.mark()));
        }
        if (!notes.comment().isEmpty()) {
            line("comment", Printable.line(notes.comment()));
        }
        notes.metadata().forEach((key, value) -> line("meta " + Printable.line(key), Printable.line(value)));
        if (notes.replay() != Notes.Replay.NONE) {
            line("replayed", notes.replay().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static void addDetail(List<String> known, String label, @Nullable String value) {
        if (value != null) {
            known.add(label + Printable.line(value));
        }
    }

    private void line(String name, String value) {
        out.print(Colour.DIM.paint(String.format("%-11s ", name), colour) + value + "\n");
    }
}
