package dev.steno.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparison of host names with names in certificates, with the results of curl and Chromium (RFC 9525, 6.3). */
class HostNameTest {
    private static final String LABEL_63 = "a".repeat(63);

    @ParameterizedTest
    @CsvSource({
        "host.example, host.example",
        "HOST.example, host.EXAMPLE",
        "webapp, webapp",
        "host.example., host.example",
        "ip_a.host.example, *.host.example",
        "_a.host.example, _a.host.example",
        "a-b.host.example, *.host.example",
        "xn--bcher-kva.example, *.example.org:*.example:xn--bcher-kva.example",
        "bücher.example, xn--bcher-kva.example",
        "xn--bcher-kva.host.example, *.host.example",
        "a.co.uk, *.co.uk",
        "127.0.0.1, ip:127.0.0.1",
        "::1, ip:::1",
        "[::1], ip:::1",
        "2001:DB8::1, ip:2001:db8:0:0::1",
        "fe80::1%eth0, ip:fe80::1",
        "b.example, a.example:b.example"
    })
    void aNameThatFits(String host, String names) throws Exception {
        HostName.check(certificate(names), host);
    }

    @ParameterizedTest
    @CsvSource({
        "host.example, other.example",
        "a.b.host.example, *.host.example",
        "host.example, *.host.example",
        ".host.example, *.host.example",
        "host.example, h*.example",
        "a.host.example, a*.host.example",
        "a.host.example, *a.host.example",
        "a.host.example, a.*.example",
        "host.example, *.example",
        "host, *",
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1, *.0.0.1",
        "127.0.0.1, ip:127.0.0.2",
        "::1, ip:::2",
        "host.example, ip:127.0.0.1",
        "xn--bcher-kva.example, xn--b*.example"
    })
    void aNameThatDoesNotFit(String host, String names) throws Exception {
        X509Certificate certificate = certificate(names);

        assertThatThrownBy(() -> HostName.check(certificate, host))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("it is not valid for " + host);
    }

    @Test
    void aLabelOf63CharactersFitsAndOneOf64IsNoName() throws Exception {
        X509Certificate certificate = certificate("*.host.example");
        HostName.check(certificate, LABEL_63 + ".host.example");

        assertThatThrownBy(() -> HostName.check(certificate, LABEL_63 + "a.host.example"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void aNameInTheCommonNameAloneDoesNotCount() throws Exception {
        X509Certificate certificate = ChainMaker.of("host.example", "P-256").self();

        assertThatThrownBy(() -> HostName.check(certificate, "host.example"))
                .hasMessageContaining("no name: its subjectAltName has none");
    }

    @Test
    void aNameInTheCommonNameDoesNotCountBesideOthers() throws Exception {
        X509Certificate certificate =
                ChainMaker.of("host.example", "P-256").named("other.example").self();

        assertThatThrownBy(() -> HostName.check(certificate, "host.example")).hasMessageContaining("other.example");
    }

    @ParameterizedTest
    @CsvSource({
        "webapp, webapp",
        "localhost, localhost",
        "ip_a.host.example, ip_a.host.example",
        "HOST.example., host.example",
        "bücher.example, xn--bcher-kva.example"
    })
    void whatSniAsksFor(String host, String asked) {
        assertThat(HostName.sni(host)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "[::1]", "fe80::1%eth0", ""})
    void anAddressIsNotAskedFor(String host) {
        assertThat(HostName.sni(host)).isNull();
    }

    private static X509Certificate certificate(String names) throws Exception {
        // an IPv6 address contains colons
        return ChainMaker.server(names.startsWith("ip:") ? new String[] {names} : names.split(":"))
                .self();
    }
}
