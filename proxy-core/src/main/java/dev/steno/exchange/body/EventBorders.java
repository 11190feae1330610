package dev.steno.exchange.body;

/**
 * Finds where an event stream stands between two events: at its begin, and after each blank line (HTML, 9.2.6). Lines end
 * with CR, LF or both; lines that are comments belong to no event. For one body and one thread.
 */
final class EventBorders {
    private boolean inEvent; // a line that is no comment was begun since the latest border
    private boolean lineStart = true;
    private boolean afterReturn;

    /** Whether the bytes so far end at a border. */
    boolean isAtBorder() {
        return lineStart && !inEvent;
    }

    /** Takes all bytes from an index on. */
    void takeAll(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            take(bytes[i]);
        }
    }

    /**
     * Takes bytes up to the first border behind them. Returns the index behind it; -1 if there is none, and all bytes were
     * taken.
     */
    int takeToBorder(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            take(bytes[i]);
            if (isAtBorder()) {
                boolean feed = afterReturn && i + 1 < bytes.length && bytes[i + 1] == '\n';
                if (feed) {
                    take(bytes[i + 1]);
                }
                return i + (feed ? 2 : 1);
            }
        }
        return -1;
    }

    private void take(byte each) {
        boolean feedOfReturn = afterReturn && each == '\n';
        afterReturn = each == '\r';
        if (feedOfReturn) {
            return;
        }
        if (each == '\n' || each == '\r') {
            inEvent &= !lineStart;
            lineStart = true;
        } else if (lineStart) {
            lineStart = false;
            inEvent |= each != ':';
        }
    }
}
