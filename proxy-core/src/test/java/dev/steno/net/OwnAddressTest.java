package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.builtin.CaFiles;
import dev.steno.builtin.CaPage;
import dev.steno.certs.CertificateAuthority;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.proxy.TlsProxyTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser that opens the proxy's own address sees its page; other requests without an absolute URL are refused. */
class OwnAddressTest extends TlsProxyTest {
    @Override
    protected Addon[] addons() {
        return new Addon[] {new CaPage(now -> CaFiles.of(authority(), now))};
    }

    private static CertificateAuthority authority() {
        try {
            return CertificateAuthority.open(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpAnswer get(String target, String host) throws Exception {
        String port = Integer.toString(proxy.port());
        return client().send("GET " + target.replace("PORT", port) + " HTTP/1.1\r\nHost: " + host.replace("PORT", port)
                        + "\r\n\r\n")
                .response();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:PORT",
                "localhost:PORT",
                "LOCALHOST:PORT",
                "[::1]:PORT",
                "192.168.1.5:PORT",
                "laptop:PORT",
                "laptop.local:PORT",
                "steno.internal:PORT"
            })
    void thePageIsAtTheProxysAddress(String host) throws Exception {
        HttpAnswer answer = get("/", host);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("You opened the proxy’s own address.")
                .contains("<code>http://" + host.replace("PORT", "" + proxy.port()) + "/proxy.pac");
        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.request().url()).isEqualTo("http://127.0.0.1:" + proxy.port() + "/");
        assertThat(flow.error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example:PORT",
                "localhost.example:PORT",
                "127.0.0.1.example:PORT",
                "10.example:PORT",
                "127.0.0.1:1",
                "localhost",
                "127.0.0.1"
            })
    void aNameThatAStrangerMayPointHereAndAnotherPortAreRefused(String host) throws Exception {
        HttpAnswer answer = get("/", host);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("must name an absolute URL").doesNotContain("own address.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:PORT/", "http://localhost:PORT/"})
    void aBrowserThatAlreadyUsesTheProxySeesThePageToo(String url) throws Exception {
        assertThat(get(url, "127.0.0.1:PORT").text()).contains("You opened the proxy’s own address.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proxy.pac", "/wpad.dat"})
    void theAutoConfigurationNamesTheAddressThatTheClientNamed(String path) throws Exception {
        HttpAnswer answer = get(path, "laptop.local:PORT");

        assertThat(answer.field("Content-Type")).isEqualTo("application/x-ns-proxy-autoconfig");
        assertThat(answer.text()).contains("return \"PROXY laptop.local:" + proxy.port() + "\";");
    }

    @Test
    void aNameThatWouldEndTheStringOfAScriptIsNotTaken() throws Exception {
        assertThat(get("/proxy.pac", "a';b.local:PORT").text())
                .contains("return \"PROXY 127.0.0.1:" + proxy.port() + "\";");
    }

    @Test
    void thePageSharesNothingWithOtherSitesAndTakesNoOtherMethod() throws Exception {
        HttpAnswer page = get("/", "127.0.0.1:PORT");
        assertThat(page.field("Access-Control-Allow-Origin")).isNull();
        HttpAnswer post = client().send(
                        "POST / HTTP/1.1\r\nHost: 127.0.0.1:" + proxy.port() + "\r\nContent-Length: 0\r\n\r\n")
                .response();
        assertThat(post.status()).isEqualTo(405);
    }
}
