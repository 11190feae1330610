package dev.steno.tui.message;

import dev.steno.look.FlowMessages;
import dev.steno.look.MessageRow;
import dev.steno.look.MessageWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which part of a list of messages is visible, and which one has the focus. For one thread. */
final class MessageWindowState {
    private static final MessageWindow NONE = new MessageWindow(0, 0, List.of(), 0, 0);

    private MessageWindow window = NONE;
    private long top;
    private long cursor;
    private int height = 1;
    private boolean tail = true;

    /** Forgets what was read: another list is shown, from its end. */
    void reset() {
        window = NONE;
        top = 0;
        cursor = 0;
        tail = true;
    }

    void resize(int rows) {
        height = Math.max(1, Math.min(rows, FlowMessages.MOST / 3));
        settle();
    }

    /** Takes what was read. */
    void take(MessageWindow read) {
        window = read;
        if (tail) {
            cursor = Math.max(0, read.size() - 1);
        }
        settle();
    }

    private void settle() {
        cursor = Math.max(0, Math.min(cursor, window.size() - 1));
        top = Math.max(cursor - height + 1, Math.min(top, cursor));
        top = Math.max(0, Math.min(top, window.size() - height));
    }

    /** Moves the focus; at the last message, it follows new ones only if that was asked for. */
    void move(long by) {
        tail = false;
        cursor += by;
        settle();
    }

    void home() {
        move(-cursor);
    }

    /** Moves the focus to the last message, and follows new ones. */
    void follow() {
        cursor = window.size() - 1;
        tail = true;
        settle();
    }

    /** Returns the rank of the first row to read, so that a page before and behind the visible one is known. */
    long from() {
        return Math.max(0, top - height);
    }

    int count() {
        return 3 * height;
    }

    boolean isFollowing() {
        return tail;
    }

    /** Whether a visible row was not read. */
    boolean lacks() {
        long end = Math.min(window.size(), top + height);
        return top < end
                && (top < window.from() || end > window.from() + window.rows().size());
    }

    /** Whether the search of a filter has not ended. */
    boolean isSearching() {
        return window.searched() < window.of();
    }

    long top() {
        return top;
    }

    int height() {
        return height;
    }

    long cursor() {
        return cursor;
    }

    long size() {
        return window.size();
    }

    /** Returns a row; null if it was not read. */
    @Nullable
    MessageRow row(long rank) {
        long at = rank - window.from();
        return at < 0 || at >= window.rows().size() ? null : window.rows().get((int) at);
    }

    /** Returns the row with the focus; null if there is none, or it was not read. */
    @Nullable
    MessageRow focused() {
        return row(cursor);
    }
}
