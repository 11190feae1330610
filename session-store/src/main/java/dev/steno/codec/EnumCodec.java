package dev.steno.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.Notes;

/**
 * Maps the enums of the domain to their numbers in {@code flow.proto}. The numbers are written out, so that reordering
 * one side cannot change the other. Stateless.
 */
final class EnumCodec {
    private EnumCodec() {}

    static int number(FlowState state) {
        return switch (state) {
            case OPEN -> FlowProto.FlowState.FLOW_STATE_OPEN_VALUE;
            case COMPLETE -> FlowProto.FlowState.FLOW_STATE_COMPLETE_VALUE;
            case FAILED -> FlowProto.FlowState.FLOW_STATE_FAILED_VALUE;
            case INTERRUPTED -> FlowProto.FlowState.FLOW_STATE_INTERRUPTED_VALUE;
        };
    }

    static FlowState state(int number) throws InvalidProtocolBufferException {
        return switch (number) {
            case FlowProto.FlowState.FLOW_STATE_OPEN_VALUE -> FlowState.OPEN;
            case FlowProto.FlowState.FLOW_STATE_COMPLETE_VALUE -> FlowState.COMPLETE;
            case FlowProto.FlowState.FLOW_STATE_FAILED_VALUE -> FlowState.FAILED;
            case FlowProto.FlowState.FLOW_STATE_INTERRUPTED_VALUE -> FlowState.INTERRUPTED;
            default -> throw unknown("state", number);
        };
    }

    static int number(Notes.Replay replay) {
        return switch (replay) {
            case NONE -> FlowProto.Replay.REPLAY_NONE_VALUE;
            case REQUEST -> FlowProto.Replay.REPLAY_REQUEST_VALUE;
            case RESPONSE -> FlowProto.Replay.REPLAY_RESPONSE_VALUE;
        };
    }

    static Notes.Replay replay(int number) throws InvalidProtocolBufferException {
        return switch (number) {
            case FlowProto.Replay.REPLAY_NONE_VALUE -> Notes.Replay.NONE;
            case FlowProto.Replay.REPLAY_REQUEST_VALUE -> Notes.Replay.REQUEST;
            case FlowProto.Replay.REPLAY_RESPONSE_VALUE -> Notes.Replay.RESPONSE;
            default -> throw unknown("replay", number);
        };
    }

    static int number(FlowError.Step step) {
        return switch (step) {
            case REQUEST -> FlowProto.FlowError.Step.STEP_REQUEST_VALUE;
            case CLIENT_TLS -> FlowProto.FlowError.Step.STEP_CLIENT_TLS_VALUE;
            case RESOLVE -> FlowProto.FlowError.Step.STEP_RESOLVE_VALUE;
            case CONNECT -> FlowProto.FlowError.Step.STEP_CONNECT_VALUE;
            case SERVER_TLS -> FlowProto.FlowError.Step.STEP_SERVER_TLS_VALUE;
            case SEND -> FlowProto.FlowError.Step.STEP_SEND_VALUE;
            case RESPONSE -> FlowProto.FlowError.Step.STEP_RESPONSE_VALUE;
            case RELAY -> FlowProto.FlowError.Step.STEP_RELAY_VALUE;
            case ADDON -> FlowProto.FlowError.Step.STEP_ADDON_VALUE;
            case STORE -> FlowProto.FlowError.Step.STEP_STORE_VALUE;
        };
    }

    static FlowError.Step step(int number) throws InvalidProtocolBufferException {
        return switch (number) {
            case FlowProto.FlowError.Step.STEP_REQUEST_VALUE -> FlowError.Step.REQUEST;
            case FlowProto.FlowError.Step.STEP_CLIENT_TLS_VALUE -> FlowError.Step.CLIENT_TLS;
            case FlowProto.FlowError.Step.STEP_RESOLVE_VALUE -> FlowError.Step.RESOLVE;
            case FlowProto.FlowError.Step.STEP_CONNECT_VALUE -> FlowError.Step.CONNECT;
            case FlowProto.FlowError.Step.STEP_SERVER_TLS_VALUE -> FlowError.Step.SERVER_TLS;
            case FlowProto.FlowError.Step.STEP_SEND_VALUE -> FlowError.Step.SEND;
            case FlowProto.FlowError.Step.STEP_RESPONSE_VALUE -> FlowError.Step.RESPONSE;
            case FlowProto.FlowError.Step.STEP_RELAY_VALUE -> FlowError.Step.RELAY;
            case FlowProto.FlowError.Step.STEP_ADDON_VALUE -> FlowError.Step.ADDON;
            case FlowProto.FlowError.Step.STEP_STORE_VALUE -> FlowError.Step.STORE;
            default -> throw unknown("step", number);
        };
    }

    static int number(Hold.Point point) {
        return switch (point) {
            case REQUEST_HEAD -> FlowProto.Hold.Point.POINT_REQUEST_HEAD_VALUE;
            case REQUEST -> FlowProto.Hold.Point.POINT_REQUEST_VALUE;
            case RESPONSE_HEAD -> FlowProto.Hold.Point.POINT_RESPONSE_HEAD_VALUE;
            case RESPONSE -> FlowProto.Hold.Point.POINT_RESPONSE_VALUE;
            case MESSAGES -> FlowProto.Hold.Point.POINT_MESSAGES_VALUE;
        };
    }

    static Hold.Point point(int number) throws InvalidProtocolBufferException {
        return switch (number) {
            case FlowProto.Hold.Point.POINT_REQUEST_HEAD_VALUE -> Hold.Point.REQUEST_HEAD;
            case FlowProto.Hold.Point.POINT_REQUEST_VALUE -> Hold.Point.REQUEST;
            case FlowProto.Hold.Point.POINT_RESPONSE_HEAD_VALUE -> Hold.Point.RESPONSE_HEAD;
            case FlowProto.Hold.Point.POINT_RESPONSE_VALUE -> Hold.Point.RESPONSE;
            case FlowProto.Hold.Point.POINT_MESSAGES_VALUE -> Hold.Point.MESSAGES;
            default -> throw unknown("point of a hold", number);
        };
    }

    static int number(Hold.Outcome outcome) {
        return switch (outcome) {
            case RESUMED -> FlowProto.Hold.Outcome.OUTCOME_RESUMED_VALUE;
            case EDITED -> FlowProto.Hold.Outcome.OUTCOME_EDITED_VALUE;
            case ANSWERED -> FlowProto.Hold.Outcome.OUTCOME_ANSWERED_VALUE;
            case DROPPED -> FlowProto.Hold.Outcome.OUTCOME_DROPPED_VALUE;
            case KILLED -> FlowProto.Hold.Outcome.OUTCOME_KILLED_VALUE;
            case TIMED_OUT -> FlowProto.Hold.Outcome.OUTCOME_TIMED_OUT_VALUE;
            case CLIENT_LEFT -> FlowProto.Hold.Outcome.OUTCOME_CLIENT_LEFT_VALUE;
            case FAILED -> FlowProto.Hold.Outcome.OUTCOME_FAILED_VALUE;
        };
    }

    static Hold.Outcome outcome(int number) throws InvalidProtocolBufferException {
        return switch (number) {
            case FlowProto.Hold.Outcome.OUTCOME_RESUMED_VALUE -> Hold.Outcome.RESUMED;
            case FlowProto.Hold.Outcome.OUTCOME_EDITED_VALUE -> Hold.Outcome.EDITED;
            case FlowProto.Hold.Outcome.OUTCOME_ANSWERED_VALUE -> Hold.Outcome.ANSWERED;
            case FlowProto.Hold.Outcome.OUTCOME_DROPPED_VALUE -> Hold.Outcome.DROPPED;
            case FlowProto.Hold.Outcome.OUTCOME_KILLED_VALUE -> Hold.Outcome.KILLED;
            case FlowProto.Hold.Outcome.OUTCOME_TIMED_OUT_VALUE -> Hold.Outcome.TIMED_OUT;
            case FlowProto.Hold.Outcome.OUTCOME_CLIENT_LEFT_VALUE -> Hold.Outcome.CLIENT_LEFT;
            case FlowProto.Hold.Outcome.OUTCOME_FAILED_VALUE -> Hold.Outcome.FAILED;
            default -> throw unknown("outcome of a hold", number);
        };
    }

    private static InvalidProtocolBufferException unknown(String what, int number) {
        return new InvalidProtocolBufferException("the " + what + " has the unknown number " + number);
    }
}
