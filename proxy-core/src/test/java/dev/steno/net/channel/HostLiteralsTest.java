package dev.steno.net.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostLiteralsTest {
    /** Numeric forms of addresses are read as in Chromium and curl. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1., 127.0.0.1",
        "127.1, 127.0.0.1",
        "127.0.1, 127.0.0.1",
        "2130706433, 127.0.0.1",
        "0x7f.1, 127.0.0.1",
        "0X7F000001, 127.0.0.1",
        "0177.0.0.01, 127.0.0.1",
        "017700000001, 127.0.0.1",
        "010.0.0.1, 8.0.0.1",
        "0x.0x.0, 0.0.0.0",
        "0x, 0.0.0.0",
        "0, 0.0.0.0",
        "0.0.0.0, 0.0.0.0",
        "1.2.0xffff, 1.2.255.255",
        "255.255.255.255, 255.255.255.255",
        "::1, 0:0:0:0:0:0:0:1",
        "::ffff:127.0.0.1, 127.0.0.1",
        "::, 0:0:0:0:0:0:0:0"
    })
    void allFormsOfAddressesAreParsed(String host, String address) throws Exception {
        assertThat(HostLiterals.addresses(host))
                .extracting(InetAddress::getHostAddress)
                .containsExactly(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "256.1.1.1",
                "1.2.3.4.5",
                "08",
                "1.2.3.09",
                "4294967296",
                "a.b.0x1",
                "1..2",
                ":",
                "1:2",
                "fe80::1%"
            })
    void invalidNumericFormsAreNotLookedUp(String host) {
        assertThatThrownBy(() -> HostLiterals.addresses(host)).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost.", "app.localhost", "a.b.LocalHost", "app.localhost."})
    void namesBelowLocalhostAreLoopbackAddressesOfBothFamilies(String host) throws Exception {
        assertThat(HostLiterals.addresses(host))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example", "localhost.example", "notlocalhost", "127.0.0.1.example", "0xg", "1a", "a.0xy"})
    void otherNamesAreLookedUp(String host) throws Exception {
        assertThat(HostLiterals.addresses(host)).isNull();
    }

    @Test
    void aZoneIsKept() throws Exception {
        String zone = java.net.NetworkInterface.networkInterfaces()
                .findFirst()
                .orElseThrow()
                .getName();
        int index = java.net.NetworkInterface.getByName(zone).getIndex();

        for (String host : new String[] {"fe80::1%" + index, "fe80::1%25" + index}) {
            assertThat(((java.net.Inet6Address) HostLiterals.addresses(host).get(0)).getScopeId())
                    .isEqualTo(index);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "b\u00fccher.example, xn--bcher-kva.example",
        "\u4f8b.example, xn--fsq.example",
        "plain.example, plain.example"
    })
    void nonAsciiNamesBecomeALabels(String name, String ascii) throws Exception {
        String sent = new String(
                name.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(HostLiterals.ascii(sent)).isEqualTo(ascii);
    }
}
