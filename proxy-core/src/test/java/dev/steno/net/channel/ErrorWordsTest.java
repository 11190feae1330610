package dev.steno.net.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors are worded without the names of functions, classes and error numbers. */
class ErrorWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            recvAddress(..) failed with error(-104): Connection reset by peer   | connection reset
            readAddress(..) failed: Connection reset by peer                    | connection reset
            writevAddresses(..) failed with error(-32): Broken pipe             | connection closed
            connect(..) failed with error(-101): Network is unreachable         | network is unreachable
            bind(..) failed with error(-13): Permission denied                  | permission denied
            Connection reset                                                    | connection reset
            Connection reset by peer                                            | connection reset
            error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE | the peer sent the alert handshake failure
            error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER   | the peer does not speak TLS on this port
            error:1000042e:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION | the peer sent the alert protocol version
            error:100000b8:SSL routines:OPENSSL_internal:NO_SHARED_CIPHER       | no shared cipher
            (handshake_failure) Received fatal alert: handshake_failure         | the peer sent the alert handshake failure
            Received fatal alert: unknown_ca                                    | the peer sent the alert unknown ca
            Unsupported or unrecognized SSL message                             | the peer does not speak TLS on this port
            a sentence of ours: with a colon                                    | a sentence of ours: with a colon
            """)
    void anErrorIsWorded(String raw, String words) {
        assertThat(Failures.text(new IOException(raw))).isEqualTo(words);
    }

    @Test
    void anErrorWithoutAMessageIsWordedToo() {
        assertThat(Failures.text(new ClosedChannelException())).isEqualTo("connection closed");
        assertThat(Failures.text(new NotSslRecordException("not an SSL/TLS record: 48545450")))
                .isEqualTo("the peer does not speak TLS on this port");
        assertThat(Failures.text(new SSLException((String) null))).isEqualTo("ssl");
    }

    @Test
    void whoBrokeAConnectionIsTheSubject() {
        assertThat(Failures.broken(
                        new IOException("recvAddress(..) failed with error(-104): Connection reset by peer")))
                .isEqualTo("reset the connection");
        assertThat(Failures.broken(new IOException("odd"))).isEqualTo("broke the connection: odd");
    }
}
