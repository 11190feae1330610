package dev.steno.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.proxy.RunningProxy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyCredentialsTest {
    @TempDir
    Path home;

    @Test
    void proxyCredentialsOfAClientAreNotRecorded() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(home);
                RawClient client = RawClient.to(proxy.port())) {
            client.send("GET http://127.0.0.1:1/ HTTP/1.1\r\nHost: 127.0.0.1:1\r\nX-Before: 1\r\n"
                    + "proxy-authorization: Basic c2VjcmV0\r\nX-After: 2\r\n\r\n");

            HttpFlow flow = proxy.http();

            assertThat(flow.request().headers())
                    .isEqualTo(Headers.of(
                            "Host",
                            "127.0.0.1:1",
                            "X-Before",
                            "1",
                            "proxy-authorization",
                            ProxyCredentials.WITHHELD,
                            "X-After",
                            "2"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Proxy-Authorization Basic c2VjcmV0",
                "proxy-authorization\u0001Basic c2VjcmV0",
                "Proxy-Authorization: Basic c2VjcmV0\u0001",
                "Proxy-Authorization : Basic c2VjcmV0\u0001",
                "Proxy-Authorization: Basic\r\n c2VjcmV0\u0001",
                " Proxy-Authorization: Basic c2VjcmV0",
            })
    void remarksAboutAMalformedFieldDoNotQuoteCredentials(String line) throws Exception {
        try (RunningProxy proxy = RunningProxy.start(home);
                RawClient client = RawClient.to(proxy.port())) {
            client.send("GET http://127.0.0.1:1/ HTTP/1.1\r\n" + line + "\r\nHost: 127.0.0.1:1\r\n\r\n");

            HttpFlow flow = proxy.http();

            assertThat(flow.toString()).contains("127.0.0.1").doesNotContain("c2VjcmV0");
            assertThat(flow.error()).isNotNull();
            assertThat(flow.error().message()).doesNotContain("c2VjcmV0");
        }
    }
}
