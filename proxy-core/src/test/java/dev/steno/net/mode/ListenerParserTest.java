package dev.steno.net.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Endpoint;
import dev.steno.option.HostPort;
import dev.steno.option.ValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerParserTest {
    private static ListenerSpec parse(String text) {
        return ListenerSpec.TYPE.parse(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "regular",
                "regular@:8081",
                "socks5@127.0.0.1:1080",
                "transparent@[::1]:8080",
                "reverse:http://example.org:80",
                "reverse:https://example.org:443/a/b@:8443",
                "reverse:https://example.org:443/@scope/x",
                "reverse:tcp://[::1]:25@localhost:2525",
                "reverse:tls://db.example:5432",
                "upstream:http://proxy.example:3128",
                "upstream:http://proxy.example:3128/@127.0.0.1:9090",
                "upstream:https://u:p%40ss%3A@proxy.example:443/",
                "upstream:socks5://u:1234@proxy.example:1080/@:9090"
            })
    void aPrintedListenerParsesToTheSameListener(String text) {
        assertThat(ListenerSpec.TYPE.print(parse(text))).isEqualTo(text);
        assertThat(parse(ListenerSpec.TYPE.print(parse(text)))).isEqualTo(parse(text));
    }

    @Test
    void defaultPortsMayBeOmitted() {
        assertThat(parse("reverse:https://example.org").mode())
                .isEqualTo(new ProxyMode.Reverse(ProxyMode.Scheme.HTTPS, new Endpoint("example.org", 443), ""));
        assertThat(parse("upstream:SOCKS5://[::1]").mode())
                .isEqualTo(
                        new ProxyMode.Upstream(new NextProxy(NextProxy.Kind.SOCKS5, new Endpoint("::1", 1080), null)));
    }

    @Test
    void anAtSignPrecedesTheListenersAddressOrEndsCredentials() {
        assertThat(parse("upstream:http://proxy:3128@9090").at()).isEqualTo(new HostPort("", 9090));
        ListenerSpec one = parse("upstream:http://ann:secret@proxy:3128");
        assertThat(one.at()).isNull();
        assertThat(((ProxyMode.Upstream) one.mode()).next().credentials()).isEqualTo(new Credentials("ann", "secret"));
        ListenerSpec two = parse("upstream:http://ann:1234@proxy:3128@127.0.0.1:9090");
        assertThat(two.at()).isEqualTo(new HostPort("127.0.0.1", 9090));
        assertThat(((ProxyMode.Upstream) two.mode()).next().address()).isEqualTo(new Endpoint("proxy", 3128));
    }

    @Test
    void aPasswordIsNeverShown() {
        ListenerSpec spec = parse("upstream:http://ann:tell-no-one@proxy:3128@9090");

        assertThat(spec.toString()
                        + spec.mode()
                        + ListenerSpec.TYPE.show(spec)
                        + ((ProxyMode.Upstream) spec.mode()).next())
                .contains("ann")
                .doesNotContain("tell-no-one");
        assertThatThrownBy(() -> parse("upstream:ftp://ann:tell-no-one@proxy"))
                .hasMessageNotContaining("tell-no-one")
                .hasMessageContaining("at column 10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                  | at column 1 has no mode ""
                    transparant                         | at column 1 has no mode "transparant"
                    regular:http://x                    | at column 8 has data after regular
                    regular@x                           | at column 9 has no listener's address
                    regular@                            | at column 9 has no listener's address
                    reverse                             | at column 8 has no URL
                    reverse:                            | at column 8 has no URL
                    reverse:example.org                 | at column 9 has no URL here, as http://example.org is
                    reverse:localhost:3000@8082         | as http://localhost:3000@8082 is
                    reverse:ftp://example.org           | at column 9 has a scheme that is none of http, https, http3, tcp, tls
                    reverse:tcp://example.org           | at column 26 has no port
                    reverse:http://:80                  | at column 16 has no host
                    reverse:http://example.org:0        | at column 29 has port 0
                    reverse:http://a b                  | at column 16 has no host and port
                    reverse:http://a/x?y                | at column 19 has a character that a path cannot contain
                    reverse:tls://a:1/x                 | at column 18 has a path
                    reverse:http://u:p@a                | at column 20 has no listener's address
                    upstream:tcp://a:1                  | at column 10 has a scheme that is none of http, https, socks5
                    upstream:http://a:1/x               | at column 21 has a path
                    upstream:http://u%zz:p@a            | at column 17 has malformed credentials
                    upstream:http://:p@a                | at column 17 has malformed credentials
                    upstream:http://a:3128@127.0.0.1:80 | at column 23 can be read in two ways
                    upstream:http://a@127.0.0.1:80      | at column 18 can be read in two ways
                    """)
    void anErrorGivesItsPositionAndWhatIsExpected(String text, String expected) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ValueException.class)
                .hasMessageContaining(expected)
                .hasMessageContaining("; accepted: ");
    }
}
