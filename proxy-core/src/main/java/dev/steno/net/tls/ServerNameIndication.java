package dev.steno.net.tls;

import dev.steno.certs.HostName;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * Sets the server name that an engine sends (SNI: RFC 6066, 3). By default, Netty and the JDK send none if the name has one
 * label, an underscore or a trailing dot (https://github.com/netty/netty/issues/12005, closed; still so in 4.2.18). This can go
 * when both send such names. Stateless.
 */
final class ServerNameIndication {
    private ServerNameIndication() {}

    /** Before the handshake. An address is not asked for. */
    static void by(SSLEngine engine, String host) {
        String name = HostName.sni(host);
        if (name == null) {
            return;
        }
        if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            SSL.setTlsExtHostName(openSsl.sslPointer(), name);
        } else {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new Raw(name)));
            engine.setSSLParameters(parameters);
        }
    }

    /** A name as it is sent, which the JDK's own class for it would refuse. */
    private static final class Raw extends SNIServerName {
        Raw(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
