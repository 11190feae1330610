package dev.steno.net.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks from which a server's certificate may have the proxy fetch an issuer. */
class IssuerFetchTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 0",
        "::1, 0",
        "0.0.0.0, 0",
        "169.254.169.254, 1",
        "fe80::1, 1",
        "10.1.2.3, 2",
        "192.168.1.1, 2",
        "172.16.0.1, 2",
        "100.64.0.1, 2",
        "fd00::1, 2",
        "93.184.216.34, 3",
        "2606:2800:220:1::1, 3"
    })
    void addressesAreClassifiedByTheirNetwork(String address, int reach) throws Exception {
        assertThat(IssuerFetch.reach(InetAddress.getByName(address))).isEqualTo(reach);
    }
}
