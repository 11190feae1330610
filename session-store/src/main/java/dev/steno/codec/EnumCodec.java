package dev.steno.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
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

    private static InvalidProtocolBufferException unknown(String what, int number) {
        return new InvalidProtocolBufferException("the " + what + " has the unknown number " + number);
    }
}
