package dev.steno.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes connections and their addresses. Stateless. */
final class PeerCodec {
    private PeerCodec() {}

    static void write(WireWriter out, int field, @Nullable Peer peer) {
        if (peer == null) {
            return;
        }
        int end = out.open();
        if (peer.mode() != null) {
            out.textOf(FlowProto.Peer.MODE_FIELD_NUMBER, peer.mode(), "mode of a listener");
        }
        write(out, FlowProto.Peer.VIA_FIELD_NUMBER, peer.via());
        TlsCodec.write(out, FlowProto.Peer.TLS_FIELD_NUMBER, peer.tls());
        out.time(FlowProto.Peer.ENDED_FIELD_NUMBER, peer.ended());
        out.time(FlowProto.Peer.CONNECTED_FIELD_NUMBER, peer.connected());
        out.time(FlowProto.Peer.STARTED_FIELD_NUMBER, peer.started());
        write(out, FlowProto.Peer.LOCAL_FIELD_NUMBER, peer.local());
        write(out, FlowProto.Peer.IP_FIELD_NUMBER, peer.ip());
        write(out, FlowProto.Peer.ADDRESS_FIELD_NUMBER, peer.address());
        out.number(FlowProto.Peer.CONNECTION_FIELD_NUMBER, peer.connection());
        out.close(field, end);
    }

    static Peer read(WireReader in) throws IOException {
        long connection = 0;
        Endpoint address = null;
        Endpoint ip = null;
        Endpoint local = null;
        long started = Times.UNSET;
        long connected = Times.UNSET;
        long ended = Times.UNSET;
        Tls tls = null;
        Peer via = null;
        String mode = null;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.Peer.CONNECTION_FIELD_NUMBER -> connection = in.number();
                case FlowProto.Peer.ADDRESS_FIELD_NUMBER -> address = in.message(PeerCodec::readEndpoint);
                case FlowProto.Peer.IP_FIELD_NUMBER -> ip = in.message(PeerCodec::readEndpoint);
                case FlowProto.Peer.LOCAL_FIELD_NUMBER -> local = in.message(PeerCodec::readEndpoint);
                case FlowProto.Peer.STARTED_FIELD_NUMBER -> started = in.time();
                case FlowProto.Peer.CONNECTED_FIELD_NUMBER -> connected = in.time();
                case FlowProto.Peer.ENDED_FIELD_NUMBER -> ended = in.time();
                case FlowProto.Peer.TLS_FIELD_NUMBER -> tls = in.tls();
                case FlowProto.Peer.VIA_FIELD_NUMBER -> via = in.message(PeerCodec::read);
                case FlowProto.Peer.MODE_FIELD_NUMBER -> mode = in.text();
                default -> in.skip();
            }
        }
        if (address == null) {
            throw new InvalidProtocolBufferException("the connection has no address");
        }
        return new Peer(connection, address, ip, local, started, connected, ended, tls, via, mode);
    }

    static void write(WireWriter out, int field, @Nullable Endpoint endpoint) {
        if (endpoint == null) {
            return;
        }
        int end = out.open();
        out.number(FlowProto.Endpoint.PORT_FIELD_NUMBER, endpoint.port());
        out.latin1(FlowProto.Endpoint.HOST_FIELD_NUMBER, endpoint.host(), "host of an endpoint");
        out.close(field, end);
    }

    static Endpoint readEndpoint(WireReader in) throws IOException {
        String host = "";
        int port = 0;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.Endpoint.HOST_FIELD_NUMBER -> host = in.latin1();
                case FlowProto.Endpoint.PORT_FIELD_NUMBER -> port = in.smallNumber();
                default -> in.skip();
            }
        }
        return new Endpoint(host, port);
    }
}
