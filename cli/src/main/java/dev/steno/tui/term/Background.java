package dev.steno.tui.term;

import java.io.IOException;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** Asks a terminal for the colour of its background (OSC 11 of xterm). Stateless. */
final class Background {
    private static final long PATIENCE_MILLIS = 100;

    /** Upper bound on the characters of an answer. */
    private static final int LONGEST = 64;

    private Background() {}

    /** Whether the background is dark; true if the terminal does not answer in time. The terminal must be in raw mode. */
    static boolean isDark(Terminal terminal, Map<String, String> environment) {
        if (environment.getOrDefault("TERM", "").equals("linux")) {
            return true; // it prints the question
        }
        try {
            terminal.writer().write("\u001b]11;?\u001b\\");
            terminal.flush();
            return isDark(answer(terminal.reader()));
        } catch (IOException e) {
            return true;
        }
    }

    private static String answer(NonBlockingReader reader) throws IOException {
        StringBuilder answer = new StringBuilder();
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (answer.length() < LONGEST) {
            long left = (end - System.nanoTime()) / 1_000_000;
            int next = left <= 0 ? NonBlockingReader.READ_EXPIRED : reader.read(left);
            if (next < 0) {
                break;
            }
            answer.append((char) next);
            if (next == '\u0007' || next == '\\') {
                break;
            }
        }
        return answer.toString();
    }

    /** @param answer such as {@code ESC ] 11 ; rgb:1e1e/1e1e/1e1e ESC \} */
    static boolean isDark(String answer) {
        int at = answer.indexOf("rgb:");
        if (at < 0) {
            return true;
        }
        String[] parts = answer.substring(at + 4).split("/", 3);
        if (parts.length < 3) {
            return true;
        }
        try {
            double light = 0.299 * level(parts[0]) + 0.587 * level(parts[1]) + 0.114 * level(parts[2]);
            return light < 0.5;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static double level(String digits) {
        String hex = digits.replaceAll("[^0-9a-fA-F].*", "");
        return Integer.parseInt(hex, 16) / (Math.pow(16, hex.length()) - 1);
    }
}
