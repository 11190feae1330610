package dev.steno.tui.screen;

import dev.steno.command.Completion;
import dev.steno.tui.line.Cells;
import java.util.ArrayList;
import java.util.List;

/** One line that is being typed, with a history and candidates for its end. For one thread. */
public final class LineEditor {
    /** Upper bound on the lines of a history. */
    public static final int REMEMBERED = 1_000;

    private final List<String> history;
    private final StringBuilder text;
    private int cursor;
    private int past;
    private String present = "";
    private List<String> candidates = List.of();
    private int candidate = -1;
    private int from;

    /** @param history earlier lines, the oldest first */
    public LineEditor(String text, List<String> history) {
        this.text = new StringBuilder(text);
        this.cursor = text.length();
        this.history = List.copyOf(history);
        this.past = history.size();
    }

    public String text() {
        return text.toString();
    }

    /** Returns how many cells are before the cursor. */
    public int cursorCells() {
        return Cells.shownWidth(text.substring(0, cursor));
    }

    /** Returns the candidates that Tab goes through. */
    public List<String> candidates() {
        return candidates;
    }

    /** Returns the index of the candidate that the line has now; -1 if it has none. */
    public int candidate() {
        return candidate;
    }

    /** Takes candidates: a single one at once, of several what they begin with alike. */
    public void propose(Completion completion) {
        if (completion.from() > text.length()) {
            return; // the line has changed since
        }
        from = completion.from();
        candidates = completion.candidates();
        candidate = -1;
        if (candidates.size() == 1) {
            replaceEnd(candidates.get(0) + " ");
            candidates = List.of();
        } else if (!candidates.isEmpty()) {
            String alike = alike(candidates);
            if (alike.length() > text.length() - from) {
                replaceEnd(alike);
            }
        }
    }

    private static String alike(List<String> texts) {
        String alike = texts.get(0);
        for (String each : texts) {
            int length = 0;
            while (length < Math.min(alike.length(), each.length()) && alike.charAt(length) == each.charAt(length)) {
                length++;
            }
            alike = alike.substring(0, length);
        }
        return alike;
    }

    /** Goes to the next candidate, or to the one before; returns false if there are none. */
    public boolean nextCandidate(int step) {
        if (candidates.isEmpty()) {
            return false;
        }
        candidate = Math.floorMod(candidate < 0 && step < 0 ? -1 : candidate + step, candidates.size());
        replaceEnd(candidates.get(candidate));
        return true;
    }

    private void replaceEnd(String with) {
        text.setLength(Math.min(from, text.length()));
        text.append(with);
        cursor = text.length();
    }

    /** Changes the line as a key says; other keys do nothing. */
    public void press(String key) {
        switch (key) {
            case "left", "ctrl-b" -> cursor = before();
            case "right", "ctrl-f" -> cursor = behind();
            case "home", "ctrl-a" -> cursor = 0;
            case "end", "ctrl-e" -> cursor = text.length();
            case "backspace" -> delete(before(), cursor);
            case "delete", "ctrl-d" -> delete(cursor, behind());
            case "ctrl-u" -> delete(0, cursor);
            case "ctrl-k" -> delete(cursor, text.length());
            case "ctrl-w" -> delete(wordBefore(), cursor);
            case "up" -> recall(-1);
            case "down" -> recall(1);
            case "space" -> insert(" ");
            default -> {
                if (key.codePointCount(0, key.length()) == 1) {
                    insert(key);
                }
            }
        }
        candidates = List.of();
        candidate = -1;
    }

    /** Inserts a pasted text: its lines follow each other with blanks between them, and other control characters are left out. */
    public void paste(String pasted) {
        StringBuilder line = new StringBuilder();
        pasted.strip()
                .replaceAll("\\s*\\R\\s*", " ")
                .replace('\t', ' ')
                .codePoints()
                .filter(point -> !Character.isISOControl(point))
                .forEach(line::appendCodePoint);
        insert(line.toString());
        candidates = List.of();
        candidate = -1;
    }

    private int before() {
        return cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
    }

    private int behind() {
        return cursor == text.length() ? cursor : text.offsetByCodePoints(cursor, 1);
    }

    private int wordBefore() {
        int at = cursor;
        while (at > 0 && text.charAt(at - 1) == ' ') {
            at--;
        }
        while (at > 0 && text.charAt(at - 1) != ' ') {
            at--;
        }
        return at;
    }

    private void insert(String typed) {
        text.insert(cursor, typed);
        cursor += typed.length();
    }

    private void delete(int begin, int end) {
        text.delete(begin, end);
        cursor = begin;
    }

    private void recall(int step) {
        int next = past + step;
        if (next < 0 || next > history.size()) {
            return;
        }
        if (past == history.size()) {
            present = text();
        }
        past = next;
        text.setLength(0);
        text.append(past == history.size() ? present : history.get(past));
        cursor = text.length();
    }

    /** Returns earlier lines with a new one at their end, without the same one before, the newest ones. */
    public static List<String> remember(List<String> history, String line) {
        List<String> next = new ArrayList<>(history);
        next.remove(line);
        if (!line.isBlank()) {
            next.add(line);
        }
        return List.copyOf(next.subList(Math.max(0, next.size() - REMEMBERED), next.size()));
    }
}
