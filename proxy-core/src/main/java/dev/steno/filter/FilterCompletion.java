package dev.steno.filter;

import dev.steno.filter.FilterGrammar.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A candidate for the word at the cursor.
 *
 * @param text the candidate
 * @param from offset in the expression at which it begins; it replaces the text from there to the cursor
 * @param help a few words; empty for operands and relations
 */
public record FilterCompletion(String text, int from, String help) {
    private static final Pattern LETTERS = Pattern.compile("(?:^|[\\s(!&|])(~\\w*)$");
    private static final Pattern ARGUMENT = Pattern.compile("(~\\w+)\\s+[^\\s()~]*$");
    private static final Pattern OPERAND = Pattern.compile("([a-z]+)(?::|\\s*(?:!=|==?)\\s*)([^\\s()~!=<>]*)$");
    private static final Pattern ITEM = Pattern.compile("([a-z]+)\\s+in\\s*\\((?:[^()]*[,\\s])?([^\\s,()]*)$");
    private static final Pattern RELATION = Pattern.compile("(?:^|[\\s(!&|])([a-z]+)\\s+([!=<>i]?)$");
    private static final Pattern NAME = Pattern.compile("(?:^|[\\s(!&|])([a-z]*)$");

    /** Candidates at the cursor, the most common first; empty inside quotes, and where any word is valid. */
    public static List<FilterCompletion> at(String beforeCursor) {
        Matcher argument = ARGUMENT.matcher(beforeCursor);
        if (inQuotes(beforeCursor) || argument.find() && takesAnyWord(argument.group(1))) {
            return List.of();
        }
        Matcher letters = LETTERS.matcher(beforeCursor);
        if (letters.find()) {
            return operators(letters.group(1), letters.start(1));
        }
        for (Pattern pattern : List.of(OPERAND, ITEM)) {
            Matcher operand = pattern.matcher(beforeCursor);
            if (operand.find()) {
                return choices(operand.group(1), operand.group(2), operand.start(2));
            }
        }
        List<FilterCompletion> found = new ArrayList<>();
        Matcher relation = RELATION.matcher(beforeCursor);
        if (relation.find()) {
            found.addAll(relations(relation.group(1), relation.group(2), relation.start(2)));
        }
        Matcher name = NAME.matcher(beforeCursor);
        if (found.isEmpty() && name.find()) {
            found.addAll(operators(name.group(1), name.start(1)));
        }
        return found;
    }

    private static boolean takesAnyWord(String letters) {
        return letters.equals("~c") || FilterGrammar.letter(letters) != null;
    }

    private static boolean inQuotes(String text) {
        char open = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (open == 0) {
                open = c == '"' || c == '\'' ? c : 0;
            } else if (c == '\\') {
                i++;
            } else if (c == open) {
                open = 0;
            }
        }
        return open != 0;
    }

    private static List<FilterCompletion> operators(String prefix, int from) {
        List<FilterCompletion> found = new ArrayList<>();
        for (Operator operator : FilterGrammar.operators()) {
            if (operator.spelling().startsWith(prefix)) {
                found.add(new FilterCompletion(operator.spelling(), from, operator.help()));
            }
        }
        for (String connective : WordSyntax.CONNECTIVES) {
            boolean fits = connective.equals("not") || from > 0;
            if (fits && !prefix.isEmpty() && connective.startsWith(prefix)) {
                found.add(new FilterCompletion(connective, from, ""));
            }
        }
        return found;
    }

    private static List<FilterCompletion> choices(String name, String prefix, int from) {
        return FilterGrammar.operators().stream()
                .filter(operator -> operator.spelling().equals(name))
                .flatMap(operator -> operator.choices().stream())
                .filter(choice -> choice.startsWith(prefix.toLowerCase(Locale.ROOT)))
                .map(choice -> new FilterCompletion(choice, from, ""))
                .toList();
    }

    private static List<FilterCompletion> relations(String name, String prefix, int from) {
        return FilterGrammar.operators().stream()
                .filter(operator -> operator.spelling().equals(name))
                .map(Operator::relations)
                .flatMap(List::stream)
                .filter(relation -> relation.startsWith(prefix))
                .map(relation -> new FilterCompletion(relation, from, ""))
                .toList();
    }
}
