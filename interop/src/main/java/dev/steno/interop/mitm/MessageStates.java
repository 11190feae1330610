package dev.steno.interop.mitm;

import dev.steno.flow.Times;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetstringException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message together from the members of its list. Of a raw stream they are {@code from client, content, time}; of a
 * WebSocket {@code opcode, from client, content, time, dropped, injected}, of which old versions lack the last ones. For one
 * thread.
 */
final class MessageStates {
    private int opcode;
    private boolean fromClient;
    private byte @Nullable [] data;
    private long trueSize;
    private long time = Times.UNSET;
    private boolean dropped;
    private boolean injected;
    private boolean begun;
    private int place;

    /** Reads a list; null if it is no message. */
    static @Nullable StateMessage read(TnetCursor list) throws TnetstringException {
        if (list.type() != TnetType.LIST) {
            return null;
        }
        MessageStates parts = new MessageStates();
        list.enter();
        while (list.next() != null) {
            parts.add(list);
        }
        return parts.message();
    }

    /** Reads all messages of a value; none if it is no list. */
    static void readAll(@Nullable TnetCursor list, StateMessages to) throws IOException {
        if (list == null || list.type() != TnetType.LIST) {
            return;
        }
        list.enter();
        while (list.next() != null) {
            StateMessage message = read(list.part());
            if (message == null) {
                throw list.failure("a message is a list of its direction, content and time");
            }
            to.add(message);
        }
    }

    /** Adds the next member. */
    void add(TnetCursor member) {
        if (!begun && member.type() == TnetType.INTEGER) {
            opcode = (int) Math.max(1, StateDict.integer(member, 2));
            begun = true;
            return;
        }
        begun = true;
        switch (place++) {
            case 0 -> fromClient = StateDict.bool(member);
            case 1 -> {
                data = member.payload();
                trueSize = data.length;
            }
            case 2 -> time = StateDict.time(member);
            case 3 -> dropped = StateDict.bool(member);
            case 4 -> injected = StateDict.bool(member);
            default -> {
                // a member that no version has yet
            }
        }
    }

    /** Adds the content. */
    void content(byte[] kept, long size) {
        data = kept;
        trueSize = size;
        place = 2;
    }

    /** Returns the message; null if it has no content. */
    @Nullable
    StateMessage message() {
        byte[] content = data;
        return content == null
                ? null
                : new StateMessage(opcode, fromClient, content, trueSize, time, dropped, injected);
    }
}
