package dev.steno.tui.term;

import java.util.Locale;
import java.util.Map;

/** How many colours a terminal has, as its environment says. */
public enum ColourDepth {
    /** Bold, faint and reversed text only. */
    NONE,
    SIXTEEN,
    /** The 256 colours of xterm. */
    INDEXED,
    /** 24 bits. */
    TRUE;

    /**
     * Returns the depth.
     *
     * @param environment in which {@code NO_COLOR} (https://no-color.org), {@code COLORTERM} and {@code TERM} are read
     * @param colours what the terminal's description says; negative if it says nothing
     */
    public static ColourDepth of(Map<String, String> environment, int colours) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return NONE;
        }
        String claim = environment.getOrDefault("COLORTERM", "").toLowerCase(Locale.ROOT);
        if (claim.equals("truecolor") || claim.equals("24bit")) {
            return TRUE;
        }
        if (environment.getOrDefault("TERM", "").contains("256color") || colours >= 256) {
            return INDEXED;
        }
        return colours == 0 ? NONE : SIXTEEN;
    }
}
