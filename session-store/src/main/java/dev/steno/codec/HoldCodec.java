package dev.steno.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Hold;
import dev.steno.flow.Times;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Encodes and decodes the times in which a message was held. Stateless. */
final class HoldCodec {
    private HoldCodec() {}

    static void write(WireWriter out, int field, List<Hold> holds) {
        for (int i = holds.size() - 1; i >= 0; i--) {
            write(out, field, holds.get(i));
        }
    }

    private static void write(WireWriter out, int field, Hold hold) {
        int end = out.open();
        out.text(FlowProto.Hold.BY_FIELD_NUMBER, hold.by(), "person who ended the hold");
        if (hold.outcome() != null) {
            out.number(FlowProto.Hold.OUTCOME_FIELD_NUMBER, EnumCodec.number(hold.outcome()));
        }
        out.time(FlowProto.Hold.ENDED_FIELD_NUMBER, hold.ended());
        out.text(FlowProto.Hold.WHY_FIELD_NUMBER, hold.why(), "reason of the hold");
        out.time(FlowProto.Hold.DEADLINE_FIELD_NUMBER, hold.deadline());
        out.time(FlowProto.Hold.SINCE_FIELD_NUMBER, hold.since());
        out.number(FlowProto.Hold.POINT_FIELD_NUMBER, EnumCodec.number(hold.point()));
        out.close(field, end);
    }

    /** Reads a further hold; returns a list with it, which is that of the holds before it unless this one is the first. */
    static List<Hold> readNext(WireReader in, List<Hold> before) throws IOException {
        List<Hold> all = before.isEmpty() ? new ArrayList<>() : before;
        all.add(in.message(HoldCodec::read));
        return all;
    }

    private static Hold read(WireReader in) throws IOException {
        Hold.Point point = null;
        long since = Times.UNSET;
        long deadline = Times.UNSET;
        String why = "";
        long ended = Times.UNSET;
        Hold.Outcome outcome = null;
        String by = "";
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.Hold.POINT_FIELD_NUMBER -> point = EnumCodec.point(in.smallNumber());
                case FlowProto.Hold.SINCE_FIELD_NUMBER -> since = in.time();
                case FlowProto.Hold.DEADLINE_FIELD_NUMBER -> deadline = in.time();
                case FlowProto.Hold.WHY_FIELD_NUMBER -> why = in.text();
                case FlowProto.Hold.ENDED_FIELD_NUMBER -> ended = in.time();
                case FlowProto.Hold.OUTCOME_FIELD_NUMBER -> outcome = EnumCodec.outcome(in.smallNumber());
                case FlowProto.Hold.BY_FIELD_NUMBER -> by = in.text();
                default -> in.skip();
            }
        }
        if (point == null) {
            throw new InvalidProtocolBufferException("a hold has no point");
        }
        return new Hold(point, since, deadline, why, ended, outcome, by);
    }
}
