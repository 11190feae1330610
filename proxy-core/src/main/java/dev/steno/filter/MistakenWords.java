package dev.steno.filter;

import dev.steno.filter.FilterLexer.Word;
import dev.steno.option.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses bare words that are valid searches of the URL, but certainly not meant as such: {@code hots = x}, {@code
 * code>400}, {@code method GET}. For one parse on one thread.
 */
final class MistakenWords {
    /** A word in the form of a comparison, possibly with a name that does not exist. */
    private static final Pattern COMPARED = Pattern.compile("([A-Za-z][A-Za-z_.-]*)(?:==|!=|[<>]).*", Pattern.DOTALL);

    /** A character that is not valid in a URL: {@code 400<status} would find nothing. */
    private static final Pattern ANGLE = Pattern.compile("[<>]");

    /** The names that other programs use for the fields, without signs between letters. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("code", "status"),
            Map.entry("statuscode", "status"),
            Map.entry("responsestatus", "status"),
            Map.entry("responsecode", "status"),
            Map.entry("verb", "method"),
            Map.entry("requestmethod", "method"),
            Map.entry("uri", "url"),
            Map.entry("requesturl", "url"),
            Map.entry("hostname", "host"),
            Map.entry("sni", "domain"),
            Map.entry("protocol", "scheme"),
            Map.entry("params", "query"),
            Map.entry("querystring", "query"),
            Map.entry("mime", "type"),
            Map.entry("mimetype", "type"),
            Map.entry("mediatype", "type"),
            Map.entry("requestheader", "reqheader"),
            Map.entry("responseheader", "resheader"),
            Map.entry("setcookie", "cookie"),
            Map.entry("content", "body"),
            Map.entry("data", "body"),
            Map.entry("text", "body"),
            Map.entry("requestbody", "reqbody"),
            Map.entry("responsebody", "resbody"),
            Map.entry("ip", "client"),
            Map.entry("source", "client"),
            Map.entry("src", "client"),
            Map.entry("destination", "server"),
            Map.entry("dst", "server"),
            Map.entry("length", "size"),
            Map.entry("contentlength", "size"),
            Map.entry("bytes", "size"),
            Map.entry("time", "duration or started"),
            Map.entry("latency", "duration"),
            Map.entry("elapsed", "duration"),
            Map.entry("date", "started"),
            Map.entry("timestamp", "started"),
            Map.entry("note", "comment"),
            Map.entry("tag", "mark"));

    private final FilterLexer scanner;
    private final ComparisonParser comparison;

    MistakenWords(FilterLexer scanner, ComparisonParser comparison) {
        this.scanner = scanner;
        this.comparison = comparison;
    }

    /**
     * Checks a bare word; the scanner is after it and stays there.
     *
     * @throws FilterSyntaxException if it is a mistake
     */
    void refuse(Word word) {
        if (word.quoted()) {
            return;
        }
        Matcher compared = COMPARED.matcher(word.text());
        if (compared.matches()) {
            throw unknownName(word.start(), compared.group(1));
        }
        if ("=,".indexOf(word.text().charAt(0)) >= 0
                || ANGLE.matcher(word.text()).find()) {
            throw scanner.error(word.start(), "a term (`" + word.text() + "` itself goes in quotes)");
        }
        int end = scanner.position();
        scanner.skipSpace();
        if (scanner.position() > end) {
            int next = scanner.position();
            if (isCompared()) {
                throw unknownName(word.start(), word.text());
            }
            scanner.back(next);
            refuseName(word);
        }
        scanner.back(end);
    }

    /** Whether a relation between spaces, or a list, comes next. */
    private boolean isCompared() {
        if (comparison.relation() == null) {
            return comparison.atList();
        }
        return scanner.atEnd() || Character.isWhitespace(scanner.peek()) || scanner.atQuote();
    }

    /** Refuses {@code status 500}: a name before a word, without the relation between them. */
    private void refuseName(Word word) {
        boolean text = FilterGrammar.textField(word.text()) != null;
        if (!text && FilterGrammar.numberField(word.text()) == null) {
            return;
        }
        int next = scanner.position();
        boolean joined = WordSyntax.CONNECTIVES.stream().anyMatch(scanner::skipWord);
        scanner.back(next);
        if (joined || scanner.atEnd() || "()~&|!".indexOf(scanner.peek()) >= 0) {
            return;
        }
        String relations = text ? "= (equal), ~ (contains)" : "= or another comparison";
        throw scanner.error(
                next, relations + " after " + word.text() + ", or quotes around it to search the URL for both words");
    }

    private FilterSyntaxException unknownName(int start, String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        String other = ELSEWHERE.get(letters);
        List<String> names = FilterGrammar.names();
        String near = other != null ? other : NearestName.to(letters, names).orElse(null);
        String proposal = near == null ? "the names are " + String.join(", ", names) : "did you mean " + near + "?";
        return scanner.unknown(
                start, "name " + name, proposal + " (to search the URL for " + name + ", put it in quotes)");
    }

    /** The error for letters that do not exist. */
    FilterSyntaxException unknownLetter(int start, String letter) {
        List<String> near = new ArrayList<>();
        for (String each : FilterGrammar.letters()) {
            if (letter.length() > 1 && each.startsWith(letter.substring(0, 2))) {
                near.add(each);
            }
        }
        String proposal = near.isEmpty()
                ? "steno help filter lists the letters, such as ~u (URL), ~c (status), ~h (header), ~b (body), ~e (error)"
                : "did you mean " + String.join(" or ", near) + "?";
        return scanner.unknown(
                start,
                letter,
                letter.length() > 1 ? proposal + " (to compare by a name, put a space after ~)" : proposal);
    }
}
