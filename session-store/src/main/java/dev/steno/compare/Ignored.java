package dev.steno.compare;

import dev.steno.compare.IgnoreRule.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules on what is no difference, ready to be applied. For one thread, since it remembers answers. */
public final class Ignored {
    /** Upper bound on remembered answers; beyond it, they are forgotten and found again. */
    private static final int REMEMBERED = 20_000;

    private static final Pattern COOKIE_LIFE = Pattern.compile("(?i);\\s*(expires|max-age)\\s*=[^;]*");
    private static final Pattern BOUNDARY = Pattern.compile("(?i)(;\\s*boundary\\s*=)\\s*(\"[^\"]*\"|[^;]*)");

    private final List<IgnoreRule> rules;
    private final Map<Kind, List<Pattern>> patterns = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<String, Boolean>> answers = new EnumMap<>(Kind.class);

    private Ignored(List<IgnoreRule> rules) {
        this.rules = List.copyOf(rules);
        for (IgnoreRule rule : rules) {
            patterns.computeIfAbsent(rule.kind(), kind -> new ArrayList<>()).add(rule.compiled());
        }
    }

    /** Ignores what these rules say. */
    public static Ignored of(List<IgnoreRule> rules) {
        return new Ignored(rules);
    }

    /** Ignores nothing. */
    public static Ignored nothing() {
        return new Ignored(List.of());
    }

    /** Returns the same for another thread. */
    public Ignored copy() {
        return new Ignored(rules);
    }

    /** Returns the rules. */
    public List<IgnoreRule> rules() {
        return rules;
    }

    /** Whether a name, a path or a part is ignored. */
    public boolean ignores(Kind kind, String name) {
        List<Pattern> all = patterns.get(kind);
        if (all == null) {
            return false;
        }
        Map<String, Boolean> known = answers.computeIfAbsent(kind, each -> new HashMap<>());
        Boolean answer = known.get(name);
        if (answer == null) {
            answer = all.stream().anyMatch(each -> each.matcher(name).matches());
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            known.put(name, answer);
        }
        return answer;
    }

    /** Returns a test of paths of JSON; null if all count. */
    @Nullable
    Predicate<String> json() {
        return patterns.containsKey(Kind.JSON) ? path -> ignores(Kind.JSON, path) : null;
    }

    /** Returns a text without what is ignored in it. */
    String text(String text) {
        List<Pattern> all = patterns.get(Kind.TEXT);
        String rest = text;
        if (all != null) {
            for (Pattern each : all) {
                rest = each.matcher(rest).replaceAll("");
            }
        }
        return rest;
    }

    /** Returns what matters of a part's values. */
    NamedValues.Leniency in(String part, Kind kind) {
        return new NamedValues.Leniency() {
            @Override
            public boolean ignores(String name) {
                return Ignored.this.ignores(kind, name) || ignoresPart(part, name);
            }

            @Override
            public String normal(String name, String value) {
                return text(kind == Kind.HEADER ? field(name, value) : value);
            }
        };
    }

    boolean ignoresPart(String part, String key) {
        return patterns.containsKey(Kind.PART) && ignores(Kind.PART, part + "/" + key);
    }

    /** Returns what matters of a header field's value: not the values of ignored cookies, nor the boundary of parts. */
    private String field(String name, String value) {
        if (!patterns.containsKey(Kind.COOKIE)) {
            return value;
        }
        return switch (name) {
            case "set-cookie" -> {
                int equals = value.indexOf('=');
                String cookie = equals < 0 ? "" : value.substring(0, equals).strip();
                int end = value.indexOf(';');
                yield equals < 0 || end >= 0 && end < equals || !ignores(Kind.COOKIE, cookie)
                        ? value
                        : cookie + "=*"
                                + (end < 0
                                        ? ""
                                        : COOKIE_LIFE
                                                .matcher(value.substring(end))
                                                .replaceAll(""));
            }
            case "cookie" -> {
                StringBuilder kept = new StringBuilder();
                for (String pair : value.split(";", -1)) {
                    int equals = pair.indexOf('=');
                    String cookie = equals < 0 ? "" : pair.substring(0, equals).strip();
                    kept.append("; ")
                            .append(equals >= 0 && ignores(Kind.COOKIE, cookie) ? cookie + "=*" : pair.strip());
                }
                yield kept.toString();
            }
            case "content-type" -> BOUNDARY.matcher(value).replaceAll("$1*");
            default -> value;
        };
    }
}
