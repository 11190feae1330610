package dev.steno.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request for another URL. */
class RequestUrlTest {
    private static final HttpRequest H1 = request("GET", "/a?b", "HTTP/1.1", Headers.of("x", "1", "Host", "old.test"));
    private static final HttpRequest H2 = request(
            "GET",
            "/a?b",
            "HTTP/2.0",
            Headers.of(":method", "GET", ":authority", "old.test", ":scheme", "http", ":path", "/a?b", "x", "1"));

    private static HttpRequest request(String method, String path, String version, Headers headers) {
        return new HttpRequest(method, "http", "old.test", 80, path, version, headers, null, Body.NONE, 1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "http://new.test/,              http,  new.test,       80,   /,          new.test",
        "https://new.test:8443/x?y,     https, new.test,       8443, /x?y,       new.test:8443",
        "https://new.test:443,          https, new.test,       443,  /,          new.test",
        "http://new.test?q,             http,  new.test,       80,   /?q,        new.test",
        "HTTP://new.test:/#top,         http,  new.test,       80,   /,          new.test",
        "wss://new.test/chat,           https, new.test,       443,  /chat,      new.test",
        "http://[::1]:8080/,            http,  ::1,            8080, /,          [::1]:8080",
        "http://[2001:db8::1]/,         http,  2001:db8::1,    80,   /,          [2001:db8::1]",
        "http://b\u00FCcher.test/,          http,  xn--bcher-kva.test, 80, /,       xn--bcher-kva.test",
        "http://New.Test/a%20b%2Fc?d%26, http, New.Test,       80,   /a%20b%2Fc?d%26, New.Test",
        "'http://new.test/a b\u00FC\u20AC',   http,  new.test,       80,   /a%20b%C3%BC%E2%82%AC, new.test",
    })
    void hostAndAuthorityFollow(String url, String scheme, String host, int port, String path, String authority) {
        HttpRequest h1 = H1.to(url, false);
        assertThat(h1.scheme() + " " + h1.host() + " " + h1.port() + " " + h1.path())
                .isEqualTo(scheme + " " + host + " " + port + " " + path);
        assertThat(h1.headers()).isEqualTo(Headers.of("x", "1", "Host", authority));
        assertThat(H2.to(url, false).headers())
                .isEqualTo(Headers.of(
                        ":method", "GET", ":authority", authority, ":scheme", scheme, ":path", path, "x", "1"));
    }

    @Test
    void theHostIsKeptIfAskedFor() {
        assertThat(H1.to("http://new.test:81/z", true).headers()).isEqualTo(H1.headers());
        assertThat(H1.to("http://new.test:81/z", true).host()).isEqualTo("new.test");
        assertThat(H2.to("https://new.test/z", true).headers())
                .isEqualTo(Headers.of(
                        ":method", "GET", ":authority", "old.test", ":scheme", "https", ":path", "/z", "x", "1"));
    }

    @Test
    void aPathAloneKeepsTheServer() {
        assertThat(H1.to("/z?%41", false)).isEqualTo(request("GET", "/z?%41", "HTTP/1.1", H1.headers()));
        assertThat(H1.to("//z", false).path()).isEqualTo("//z");
    }

    @Test
    void theRequestStaysWithTheSameUrl() {
        assertThat(H1.to(H1.url(), false)).isSameAs(H1);
        HttpRequest star = request("OPTIONS", "*", "HTTP/1.1", H1.headers());
        assertThat(star.to(star.url(), false)).isSameAs(star);
        assertThat(star.to("http://new.test", false).path()).isEqualTo("*");
        assertThat(star.to("http://new.test/x", false).path()).isEqualTo("/x");
    }

    @Test
    void recordedBytesThatAreUtf8AreEncodedOnce() {
        assertThat(H1.to("http://new.test/\u00C3\u00BC", false).path()).isEqualTo("/%C3%BC");
    }

    @Test
    void aWebSocketOfHttp2StaysAConnect() {
        HttpRequest webSocket = H2.withHeaders(
                Headers.of(":method", "CONNECT", ":protocol", "websocket", ":scheme", "https", ":path", "/a?b"));
        assertThat(webSocket.to("wss://new.test/w", false).headers())
                .isEqualTo(
                        Headers.of(":method", "CONNECT", ":protocol", "websocket", ":scheme", "https", ":path", "/w"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://new.test/           | has the scheme ftp; http, https, ws and wss are supported",
                "new.test/                 | must begin with http:// or https://",
                "http://u:p@new.test/      | has user information; set the Authorization field instead",
                "http:///x                 | has no host",
                "http://new.test:0/        | has the port 0; a port is a number from 1 to 65535",
                "http://new.test:65536/    | has the port 65536",
                "http://new.test:8a/       | has the port 8a",
                "http://[::1/              | has an IPv6 address without its closing bracket",
                "http://[::1]80/           | has text between the IPv6 address and the port",
                "http://[new.test]/        | has [new.test], which is no IPv6 address",
                "http://new test/          | has a character in its host that no host has",
                "http://stra\u00DFe.test/      | has a host that standards encode differently; write its xn-- form",
            })
    void whatIsNoUrlIsRefused(String url, String why) {
        assertThatThrownBy(() -> H1.to(url, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the URL \"" + url + "\" ")
                .hasMessageContaining(why);
    }

    @Test
    void controlCharactersAndConnectAreRefused() {
        assertThatThrownBy(() -> H1.to("/a\r\nb", false))
                .hasMessage("the path holds a control character; write it as %0D");
        assertThatThrownBy(() -> H1.to("http://a\nb/", false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request("CONNECT", "old.test:80", "HTTP/1.1", Headers.EMPTY)
                        .to("/", false))
                .hasMessage("the target of a CONNECT cannot be changed");
    }

    @Property(tries = 300)
    void anyPathOfARequestSurvives(
            @ForAll @CharRange(from = '!', to = '~') String path, @ForAll @IntRange(min = 1, max = 65535) int port) {
        String clean = "/" + path.replace("#", "");
        HttpRequest moved = H1.to("http://new.test:" + port + clean, false);
        assertThat(moved.path()).isEqualTo(clean);
        assertThat(moved.to(moved.url(), false)).isSameAs(moved);
        assertThat(moved.to("http://old.test" + clean, false).headers()).isEqualTo(H1.headers());
    }
}
