package dev.steno.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Body;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a flow as the bytes of a session file, one {@code steno.v1.Flow} of {@code flow.proto}, and decodes them.
 * Every field of the domain survives the round trip; equal flows give equal bytes. Stateless, any thread.
 */
public final class FlowCodec {
    /** The format version that {@link #encode} writes, and the newest that {@link #decode} reads. */
    public static final int FORMAT = 4;

    private static final int USUAL_SIZE = 2048;

    private FlowCodec() {}

    /**
     * Encodes a flow. Certificates are stored as fingerprints only: see {@link #certificates}.
     *
     * @throws CodecException if a wire string contains a character above U+00FF, text contains an unpaired surrogate,
     *     or {@code via} or {@code original} nest deeper than 100 levels
     */
    public static byte[] encode(Flow flow) {
        try {
            WireWriter out = new WireWriter(USUAL_SIZE + inlineSize(flow));
            write(out, flow);
            return out.result();
        } catch (CodecException e) {
            throw new CodecException("flow " + flow.id() + " cannot be stored: " + e.getMessage(), e);
        }
    }

    /**
     * Decodes the bytes that {@link #encode} produced.
     *
     * @throws CodecException if the bytes are damaged or are not a flow, were written in a newer format, or refer to a
     *     certificate that the source lacks
     */
    public static Flow decode(byte[] bytes, CertificateSource certificates) {
        try {
            return read(new WireReader(bytes, certificates));
        } catch (IOException e) {
            throw new CodecException("the stored flow is damaged: " + firstSentence(e.getMessage()), e);
        }
    }

    /** What protobuf says of damaged bytes, without its guesses at the cause. */
    private static String firstSentence(@Nullable String message) {
        String text = String.valueOf(message);
        int end = text.indexOf(".  ");
        return end >= 0 ? text.substring(0, end) : text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * The certificates that a flow refers to, without duplicates, to be stored where a {@link CertificateSource} finds
     * them.
     */
    public static Set<Certificate> certificates(Flow flow) {
        Set<Certificate> found = new LinkedHashSet<>();
        certificates(flow, found::add);
        return found;
    }

    /** Passes on the certificates that a flow refers to, possibly with duplicates. */
    public static void certificates(Flow flow, Consumer<Certificate> to) {
        certificates(flow.client(), to);
        certificates(flow.server(), to);
        if (flow instanceof HttpFlow http && http.original() != null) {
            certificates(http.original(), to);
        }
    }

    static void write(WireWriter out, Flow flow) {
        if (flow instanceof HttpFlow http) {
            FlowKindCodec.write(out, http);
        } else if (flow instanceof TcpFlow tcp) {
            FlowKindCodec.write(out, tcp);
        }
        NotesCodec.write(out, FlowProto.Flow.NOTES_FIELD_NUMBER, flow.notes());
        NotesCodec.write(out, FlowProto.Flow.ERROR_FIELD_NUMBER, flow.error());
        PeerCodec.write(out, FlowProto.Flow.SERVER_FIELD_NUMBER, flow.server());
        PeerCodec.write(out, FlowProto.Flow.CLIENT_FIELD_NUMBER, flow.client());
        out.duration(FlowProto.Flow.DURATION_FIELD_NUMBER, flow.duration());
        out.time(FlowProto.Flow.STARTED_FIELD_NUMBER, flow.started());
        out.number(FlowProto.Flow.STATE_FIELD_NUMBER, EnumCodec.number(flow.state()));
        out.number(FlowProto.Flow.REVISION_FIELD_NUMBER, flow.revision());
        out.number(FlowProto.Flow.ID_FIELD_NUMBER, flow.id());
        out.number(FlowProto.Flow.FORMAT_FIELD_NUMBER, FORMAT);
    }

    static Flow read(WireReader in) throws IOException {
        int format = 0;
        long id = 0;
        int revision = 0;
        FlowState state = null;
        long started = Times.UNSET;
        long duration = Times.UNSET;
        Peer client = null;
        Peer server = null;
        FlowError error = null;
        Notes notes = Notes.NONE;
        FlowKindCodec.Part part = null;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.Flow.FORMAT_FIELD_NUMBER -> format = supported(in.smallNumber());
                case FlowProto.Flow.ID_FIELD_NUMBER -> id = in.number();
                case FlowProto.Flow.REVISION_FIELD_NUMBER -> revision = in.smallNumber();
                case FlowProto.Flow.STATE_FIELD_NUMBER -> state = EnumCodec.state(in.smallNumber());
                case FlowProto.Flow.STARTED_FIELD_NUMBER -> started = in.time();
                case FlowProto.Flow.DURATION_FIELD_NUMBER -> duration = in.number();
                case FlowProto.Flow.CLIENT_FIELD_NUMBER -> client = in.message(PeerCodec::read);
                case FlowProto.Flow.SERVER_FIELD_NUMBER -> server = in.message(PeerCodec::read);
                case FlowProto.Flow.ERROR_FIELD_NUMBER -> error = in.message(NotesCodec::readError);
                case FlowProto.Flow.NOTES_FIELD_NUMBER -> notes = in.message(NotesCodec::read);
                case FlowProto.Flow.HTTP_FIELD_NUMBER -> part = in.message(FlowKindCodec::readHttp);
                case FlowProto.Flow.TCP_FIELD_NUMBER -> part = in.message(FlowKindCodec::readTcp);
                default -> in.skip();
            }
        }
        if (format == 0) {
            throw new InvalidProtocolBufferException("the format version is missing");
        }
        if (state == null || client == null || part == null) {
            throw new InvalidProtocolBufferException("the state, the client or the kind is missing");
        }
        return part.with(
                new FlowKindCodec.Common(id, revision, state, started, duration, client, server, error, notes));
    }

    // Checked as soon as it is read, since it is the first field: otherwise a field of a newer format would count as
    // damage.
    private static int supported(int format) {
        if (Integer.compareUnsigned(format, FORMAT) > 0) {
            throw new CodecException("the stored flow has format " + Integer.toUnsignedString(format)
                    + ", and this version of Steno reads formats up to " + FORMAT + ": open it with a newer Steno");
        }
        return format;
    }

    private static int inlineSize(Flow flow) {
        if (!(flow instanceof HttpFlow http)) {
            return 0;
        }
        HttpResponse response = http.response();
        int size = inlineSize(http.request().body()) + (response == null ? 0 : inlineSize(response.body()));
        return http.original() == null ? size : size + USUAL_SIZE + inlineSize(http.original());
    }

    private static int inlineSize(Body body) {
        return body instanceof Body.Inline inline ? inline.bytes().length : 0;
    }

    private static void certificates(@Nullable Peer peer, Consumer<Certificate> to) {
        for (Peer at = peer; at != null; at = at.via()) {
            if (at.tls() != null) {
                at.tls().peerCertificates().forEach(to);
                if (at.tls().minted() != null) {
                    to.accept(at.tls().minted());
                }
            }
        }
    }
}
