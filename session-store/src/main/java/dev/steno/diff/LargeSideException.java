package dev.steno.diff;

import java.io.IOException;

/** Reports that a side of a comparison has too many flows. The message says what to do. */
public final class LargeSideException extends IOException {
    private static final long serialVersionUID = 1L;

    LargeSideException(int most) {
        super("more than " + most
                + " flows on one side of a comparison: select fewer of them with a filter, such as a host"
                + " or a span of time");
    }
}
