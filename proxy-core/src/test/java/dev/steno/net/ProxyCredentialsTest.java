package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyCredentialsTest {
    @TempDir
    Path home;

    @Test
    void whatAClientSaysToAuthenticateToTheProxyIsNotRecorded() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(home);
                RawClient client = RawClient.to(proxy)) {
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
}
