package dev.steno.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.WebSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes what differs between the kinds of flow. Stateless. */
final class FlowKindCodec {
    private FlowKindCodec() {}

    /** The decoded fields that all kinds share. */
    record Common(
            long id,
            int revision,
            FlowState state,
            long started,
            long duration,
            Peer client,
            @Nullable Peer server,
            @Nullable FlowError error,
            Notes notes) {}

    /** The decoded part of one kind; it becomes a flow once the common part is known too. */
    interface Part {
        Flow with(Common common);
    }

    static void write(WireWriter out, HttpFlow flow) {
        int end = out.open();
        HoldCodec.write(out, FlowProto.HttpFlow.HOLDS_FIELD_NUMBER, flow.holds());
        WebSocketCodec.write(out, FlowProto.HttpFlow.WEB_SOCKET_FIELD_NUMBER, flow.webSocket());
        if (flow.original() != null) {
            int originalEnd = out.open();
            FlowCodec.write(out, flow.original());
            out.close(FlowProto.HttpFlow.ORIGINAL_FIELD_NUMBER, originalEnd);
        }
        for (int i = flow.interim().size() - 1; i >= 0; i--) {
            HttpCodec.write(
                    out, FlowProto.HttpFlow.INTERIM_FIELD_NUMBER, flow.interim().get(i));
        }
        HttpCodec.write(out, FlowProto.HttpFlow.RESPONSE_FIELD_NUMBER, flow.response());
        HttpCodec.write(out, FlowProto.HttpFlow.REQUEST_FIELD_NUMBER, flow.request());
        out.close(FlowProto.Flow.HTTP_FIELD_NUMBER, end);
    }

    static Part readHttp(WireReader in) throws IOException {
        HttpRequest request = null;
        HttpResponse response = null;
        List<HttpResponse> interim = List.of();
        Flow original = null;
        WebSocket webSocket = null;
        List<Hold> holds = List.of();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.HttpFlow.REQUEST_FIELD_NUMBER -> request = in.message(HttpCodec::readRequest);
                case FlowProto.HttpFlow.RESPONSE_FIELD_NUMBER -> response = in.message(HttpCodec::readResponse);
                case FlowProto.HttpFlow.INTERIM_FIELD_NUMBER -> {
                    if (interim.isEmpty()) {
                        interim = new ArrayList<>();
                    }
                    interim.add(in.message(HttpCodec::readResponse));
                }
                case FlowProto.HttpFlow.ORIGINAL_FIELD_NUMBER -> original = in.message(FlowCodec::read);
                case FlowProto.HttpFlow.WEB_SOCKET_FIELD_NUMBER -> webSocket = in.message(WebSocketCodec::read);
                case FlowProto.HttpFlow.HOLDS_FIELD_NUMBER -> holds = HoldCodec.readNext(in, holds);
                default -> in.skip();
            }
        }
        if (request == null) {
            throw new InvalidProtocolBufferException("the http flow has no request");
        }
        if (original != null && !(original instanceof HttpFlow)) {
            throw new InvalidProtocolBufferException("the original of the http flow is of another kind");
        }
        return http(request, response, interim, webSocket, holds, (HttpFlow) original);
    }

    private static Part http(
            HttpRequest request,
            @Nullable HttpResponse response,
            List<HttpResponse> interim,
            @Nullable WebSocket webSocket,
            List<Hold> holds,
            @Nullable HttpFlow original) {
        return c -> new HttpFlow(
                c.id,
                c.revision,
                c.state,
                c.started,
                c.duration,
                c.client,
                c.server,
                request,
                response,
                interim,
                c.error,
                c.notes,
                webSocket,
                holds,
                original);
    }

    static void write(WireWriter out, TcpFlow flow) {
        int end = out.open();
        HoldCodec.write(out, FlowProto.TcpFlow.HOLDS_FIELD_NUMBER, flow.holds());
        out.number(FlowProto.TcpFlow.PARENT_FIELD_NUMBER, flow.parent());
        out.number(FlowProto.TcpFlow.MESSAGES_FIELD_NUMBER, flow.messages());
        out.number(FlowProto.TcpFlow.SENT_BY_SERVER_FIELD_NUMBER, flow.sentByServer());
        out.number(FlowProto.TcpFlow.SENT_BY_CLIENT_FIELD_NUMBER, flow.sentByClient());
        out.latin1(FlowProto.TcpFlow.PROTOCOL_FIELD_NUMBER, flow.protocol(), "protocol of the stream");
        PeerCodec.write(out, FlowProto.TcpFlow.TARGET_FIELD_NUMBER, flow.target());
        out.close(FlowProto.Flow.TCP_FIELD_NUMBER, end);
    }

    static Part readTcp(WireReader in) throws IOException {
        Endpoint target = null;
        String protocol = "";
        long sentByClient = 0;
        long sentByServer = 0;
        long messages = 0;
        long parent = 0;
        List<Hold> holds = List.of();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.TcpFlow.TARGET_FIELD_NUMBER -> target = in.message(PeerCodec::readEndpoint);
                case FlowProto.TcpFlow.PROTOCOL_FIELD_NUMBER -> protocol = in.latin1();
                case FlowProto.TcpFlow.SENT_BY_CLIENT_FIELD_NUMBER -> sentByClient = in.number();
                case FlowProto.TcpFlow.SENT_BY_SERVER_FIELD_NUMBER -> sentByServer = in.number();
                case FlowProto.TcpFlow.MESSAGES_FIELD_NUMBER -> messages = in.number();
                case FlowProto.TcpFlow.PARENT_FIELD_NUMBER -> parent = in.number();
                case FlowProto.TcpFlow.HOLDS_FIELD_NUMBER -> holds = HoldCodec.readNext(in, holds);
                default -> in.skip();
            }
        }
        if (target == null) {
            throw new InvalidProtocolBufferException("the tcp flow has no target");
        }
        return tcp(target, protocol, sentByClient, sentByServer, messages, parent, holds);
    }

    private static Part tcp(
            Endpoint target,
            String protocol,
            long sentByClient,
            long sentByServer,
            long messages,
            long parent,
            List<Hold> holds) {
        return c -> new TcpFlow(
                c.id,
                c.revision,
                c.state,
                c.started,
                c.duration,
                c.client,
                c.server,
                target,
                protocol,
                sentByClient,
                sentByServer,
                messages,
                parent,
                c.error,
                c.notes,
                holds);
    }
}
