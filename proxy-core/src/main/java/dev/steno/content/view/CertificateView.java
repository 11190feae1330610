package dev.steno.content.view;

import dev.steno.content.CertificateFacts;
import dev.steno.content.view.Span.Kind;
import java.util.List;
import java.util.Set;

/** Certificates in DER or PEM: names, validity, key. Nothing is verified. Stateless. */
final class CertificateView implements ContentView {
    private static final Set<String> TYPES = Set.of(
            "application/pkix-cert",
            "application/x-x509-ca-cert",
            "application/x-x509-user-cert",
            "application/x-x509-server-cert",
            "application/x-pem-file",
            "application/pem-certificate-chain");

    private static final int LARGEST = 1 << 20;

    @Override
    public String name() {
        return "certificate";
    }

    @Override
    public String syntax() {
        return "facts";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return TYPES.contains(content.type().type());
    }

    @Override
    public boolean looksRight(ViewContent content) {
        return content.beginsWith("-----BEGIN CERTIFICATE-----");
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        List<CertificateFacts> all =
                content.data().length > LARGEST ? List.of() : CertificateFacts.parse(content.data());
        for (int i = 0; i < all.size(); i++) {
            if (all.size() > 1) {
                out.heading("certificate " + (i + 1));
            }
            show(all.get(i), out);
        }
        if (all.isEmpty()) {
            out.note("no certificate can be read");
            PlainView.show(content, out);
        }
    }

    private static void show(CertificateFacts facts, ViewOutput out) {
        out.pair("subject", Kind.STRING, facts.subject());
        out.pair("issuer", Kind.STRING, facts.issuer() + (facts.selfSigned() ? " (itself)" : ""));
        out.pair("valid", Kind.STRING, facts.from() + " to " + facts.until());
        if (!facts.names().isEmpty()) {
            out.pair("names", Kind.STRING, String.join(", ", facts.names()));
        }
        out.pair("key", Kind.STRING, facts.key());
        out.pair("signature", Kind.STRING, facts.signature());
        out.pair("serial", Kind.STRING, facts.serial());
        out.pair("sha256", Kind.STRING, facts.sha256());
    }
}
