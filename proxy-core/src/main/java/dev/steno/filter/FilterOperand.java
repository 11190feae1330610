package dev.steno.filter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An operand that is being typed, for completion with values.
 *
 * @param text the field it is compared with; null if that is a number
 * @param number the field it is compared with; null if that is a text
 * @param isRegex whether it is a regular expression
 * @param prefix what was typed of it, without quotes
 * @param from offset in the expression at which it begins, with its quote
 */
public record FilterOperand(
        @Nullable TextField text, @Nullable NumberField number, boolean isRegex, String prefix, int from) {
    private static final String WORD = "([^\\s()~!=<>\"',]*)$";
    private static final Pattern LETTERS = Pattern.compile("(?:^|[\\s(!&|])(~[a-z]+)\\s+" + WORD);
    private static final Pattern COMPARED =
            Pattern.compile("(?:^|[\\s(!&|])([a-z]+)(?:(:)|\\s*(!=|==?|!~|~|<=?|>=?)\\s*)" + WORD);
    private static final Pattern ITEM = Pattern.compile("([a-z]+)\\s+in\\s*\\((?:[^()]*[,\\s])?" + WORD);

    /** Returns the operand before the cursor; empty if something else is expected there. */
    public static Optional<FilterOperand> at(String beforeCursor) {
        int quote = openQuote(beforeCursor);
        if (quote < 0) {
            return unquoted(beforeCursor);
        }
        return unquoted(beforeCursor.substring(0, quote))
                .filter(operand -> operand.prefix.isEmpty())
                .map(operand -> operand.with(unescaped(beforeCursor.substring(quote + 1)), quote));
    }

    private static Optional<FilterOperand> unquoted(String beforeCursor) {
        Matcher letters = LETTERS.matcher(beforeCursor);
        if (letters.find()) {
            boolean status = letters.group(1).equals("~c");
            TextField field = FilterGrammar.letter(letters.group(1));
            return status || field != null
                    ? Optional.of(new FilterOperand(
                            field, status ? NumberField.STATUS : null, !status, letters.group(2), letters.start(2)))
                    : Optional.empty();
        }
        Matcher compared = COMPARED.matcher(beforeCursor);
        if (compared.find()) {
            boolean regex = compared.group(3) != null && compared.group(3).endsWith("~");
            return named(compared.group(1), regex, compared.group(4), compared.start(4));
        }
        Matcher item = ITEM.matcher(beforeCursor);
        return item.find() ? named(item.group(1), false, item.group(2), item.start(2)) : Optional.empty();
    }

    private static Optional<FilterOperand> named(String name, boolean regex, String prefix, int from) {
        TextField text = FilterGrammar.textField(name);
        NumberField number = FilterGrammar.numberField(name);
        return text == null && number == null
                ? Optional.empty()
                : Optional.of(new FilterOperand(text, number, regex, prefix, from));
    }

    private FilterOperand with(String typed, int begin) {
        return new FilterOperand(text, number, isRegex, typed, begin);
    }

    /** Returns the text that stands for a value in the expression: literal, and quoted if necessary. */
    public String print(String value) {
        String literal = isRegex ? Regex.quote(value) : value;
        boolean bare = literal.indexOf('&') < 0 && literal.indexOf('|') < 0 && literal.indexOf(',') < 0;
        return bare ? WordSyntax.bareOrQuoted(literal) : WordSyntax.inQuotes(literal);
    }

    /** Returns where the quote begins that is still open; -1 if there is none. */
    private static int openQuote(String text) {
        int from = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (from < 0) {
                from = c == '"' || c == '\'' ? i : -1;
            } else if (c == '\\') {
                i++;
            } else if (c == text.charAt(from)) {
                from = -1;
            }
        }
        return from;
    }

    private static String unescaped(String quoted) {
        return quoted.replaceAll("\\\\(.?)", "$1");
    }
}
