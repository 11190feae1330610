package dev.steno.addon;

import dev.steno.option.NameSyntax;
import dev.steno.option.ValueException;
import dev.steno.option.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The texts of ends: {@code close}, {@code cancel}, {@code page:503} and so on. Stateless; any thread. */
public final class EndType implements ValueType<End> {
    private static final List<String> PLAIN =
            List.of("close", "rst", "rst-connection", "cancel", "goaway", "hang", "garbage", "page", "truncate");

    @Override
    public String name() {
        return "end";
    }

    @Override
    public String accepted() {
        return "close, rst, rst-connection, goaway, hang, garbage, page, page:STATUS, truncate:BYTES, truncate-request:BYTES, close-frame:CODE, or an error code of HTTP/2 such as cancel or refused-stream";
    }

    @Override
    public End parse(String text) {
        String word = NameSyntax.canonical(text);
        int colon = word.indexOf(':');
        try {
            return colon < 0
                    ? plain(text, word)
                    : numbered(text, word.substring(0, colon), Long.parseLong(word.substring(colon + 1)));
        } catch (IllegalArgumentException e) { // also of a number
            throw e instanceof ValueException told ? told : wrong(text);
        }
    }

    private End plain(String text, String word) {
        return switch (word) {
            case "close" -> End.CLOSE;
            case "rst" -> new End.Reset();
            case "rst-connection" -> new End.Reset(true);
            case "goaway" -> new End.GoAway();
            case "hang" -> new End.Hang();
            case "garbage" -> new End.Garbage();
            case "page" -> End.PAGE;
            case "truncate" -> new End.Truncate(0);
            default ->
                Arrays.stream(End.Code.values())
                        .filter(code -> word(code).equals(word))
                        .findFirst()
                        .<End>map(End.Stream::new)
                        .orElseThrow(() -> wrong(text));
        };
    }

    private End numbered(String text, String word, long number) {
        return switch (word) {
            case "page" -> new End.Page(Math.toIntExact(Math.min(number, Integer.MAX_VALUE)));
            case "truncate" -> new End.Truncate(number);
            case "truncate-request" -> new End.TruncateRequest(number);
            case "close-frame" -> new End.CloseFrame(Math.toIntExact(Math.min(number, Integer.MAX_VALUE)));
            default -> throw wrong(text);
        };
    }

    private ValueException wrong(String text) {
        return new ValueException(text, "is not a way to end a flow", accepted());
    }

    @Override
    public String print(End end) {
        if (end instanceof End.Stream stream) {
            return word(stream.code());
        } else if (end instanceof End.Page page) {
            return page.equals(End.PAGE) ? "page" : "page:" + page.status();
        } else if (end instanceof End.Truncate cut) {
            return "truncate:" + cut.bytes();
        } else if (end instanceof End.TruncateRequest cut) {
            return "truncate-request:" + cut.bytes();
        } else if (end instanceof End.CloseFrame frame) {
            return "close-frame:" + frame.code();
        } else if (end instanceof End.Reset reset) {
            return reset.connection() ? "rst-connection" : "rst";
        }
        return end.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String word(End.Code code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public List<String> complete(String prefix) {
        String begun = NameSyntax.canonical(prefix);
        return Stream.concat(PLAIN.stream(), Arrays.stream(End.Code.values()).map(EndType::word))
                .distinct()
                .filter(word -> word.startsWith(begun))
                .toList();
    }
}
