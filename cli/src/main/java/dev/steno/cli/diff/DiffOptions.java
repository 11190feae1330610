package dev.steno.cli.diff;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.command.Failure;
import dev.steno.compare.IgnoreRule;
import dev.steno.compare.UsualNoise;
import dev.steno.diff.IgnoreFile;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * What {@code steno diff} was asked for. Immutable.
 *
 * @param sides two, or none if only the ignored are shown
 * @param timing by how much times may differ, as a fraction; negative if they do not count
 * @param html the page to write; null for none
 * @param learn the file of rules to write; null to compare
 * @param limit upper bound on the differing flows shown; negative for the usual one of each form
 */
record DiffOptions(
        List<Side> sides,
        List<IgnoreRule> ignored,
        boolean showIgnored,
        boolean order,
        double timing,
        boolean json,
        @Nullable Path html,
        @Nullable Path learn,
        long limit) {
    /** The differing flows that are shown as text by default. */
    static final long SHOWN = 100;

    /** The differing flows that a page shows by default. */
    static final long SHOWN_IN_PAGE = 1_000;

    private static final String FILTER = "--filter";
    private static final String FILTER_B = "--filter-b";
    private static final String IGNORE = "--ignore";
    private static final String IGNORE_FROM = "--ignore-from";
    private static final String STRICT = "--strict";
    private static final String SHOW_IGNORED = "--show-ignored";
    private static final String ORDER = "--order";
    private static final String TIMING = "--timing";
    private static final String JSON = "--json";
    private static final String HTML = "--html";
    private static final String LEARN = "--learn";
    private static final String LIMIT = "--limit";

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)\\s*%");

    /**
     * A selection of flows.
     *
     * @param text the filter as it was given; empty for all flows
     */
    record Side(SessionAddress session, Filter filter, String text) {
        /** What people call the session. */
        String name() {
            return session.name();
        }
    }

    static void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..1")
                .paramLabel("SESSION")
                .type(List.class)
                .auxiliaryTypes(String.class) // read by SessionAddress
                .arity("0..2")
                .description(
                        "The two sessions, A and B: files, or URLs of shared stores; one, if --filter-b selects other"
                                + " flows of it.")
                .build());
        spec.addOption(text(FILTER, "FILTER", "Only flows that match, of A, and of B without --filter-b.", "-f"));
        spec.addOption(text(FILTER_B, "FILTER", "Only flows of B that match; without B, flows of A."));
        spec.addOption(
                texts(
                        IGNORE,
                        "RULE",
                        "What is no difference: header:NAME, cookie:NAME, query:NAME, form:NAME, json:PATH, xml:PATH,"
                                + " proto:PATH, text:REGEX or part:PART; * in a name stands for any characters. May be repeated."));
        spec.addOption(
                texts(IGNORE_FROM, "FILE", "Rules from a file, one a line, such as that of --learn. May be repeated."));
        spec.addOption(flag(STRICT, "Ignores nothing but what --ignore and --ignore-from name."));
        spec.addOption(flag(SHOW_IGNORED, "Lists all that is ignored."));
        spec.addOption(text(
                LEARN,
                "FILE",
                "Writes what differs between A and B, two runs of the same, as rules for --ignore-from."));
        spec.addOption(flag(ORDER, "The order of header fields counts."));
        spec.addOption(text(
                TIMING,
                "PERCENT",
                "Times count, if the longer one exceeds the shorter by more than this, such as 20%%."));
        spec.addOption(flag(JSON, "One JSON object a line: head, differences, summary; docs/diff.md lists the keys."));
        spec.addOption(text(HTML, "FILE", "Writes a page as well, which needs no other file and no script."));
        spec.addOption(OptionSpec.builder("-n", LIMIT)
                .paramLabel("N")
                .type(Long.class)
                .description("Shows the first N flows that differ, all are counted; " + SHOWN
                        + " by default, in a page " + SHOWN_IN_PAGE + ", with --json all.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Pairs flows: one that was replayed with its replay; then by method and URL, the n-th with the"
                                + " n-th; then by URLs without numbers and ids; the rest by their common order. Compares"
                                + " status, header fields, bodies by their type, trailers and messages. Exit codes: 0"
                                + " the same, 3 different, 1 failure or a flow that is damaged, 2 wrong arguments.");
    }

    private static OptionSpec text(String name, String label, String description, String... more) {
        String[] names = new String[more.length + 1];
        System.arraycopy(more, 0, names, 0, more.length);
        names[more.length] = name;
        return OptionSpec.builder(names)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec texts(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name).description(description).build();
    }

    /** @throws Failure if the arguments do not fit together */
    static DiffOptions of(ParseResult call) throws IOException {
        String html = call.matchedOptionValue(HTML, null);
        String learn = call.matchedOptionValue(LEARN, null);
        long limit = call.matchedOptionValue(LIMIT, -1L);
        if (limit < 0 && call.hasMatchedOption(LIMIT)) {
            throw Failure.usage(LIMIT + " " + limit + " is negative; it must be 0 or more");
        }
        if (learn != null && (html != null || call.hasMatchedOption(JSON))) {
            throw Failure.usage(LEARN + " writes rules instead of a comparison, and excludes " + JSON + " and " + HTML);
        }
        List<Side> sides = sides(call);
        return new DiffOptions(
                sides,
                ignored(call),
                call.hasMatchedOption(SHOW_IGNORED),
                call.hasMatchedOption(ORDER),
                timing(call.matchedOptionValue(TIMING, null)),
                call.hasMatchedOption(JSON),
                html == null ? null : output(HTML, html, sides),
                learn == null ? null : output(LEARN, learn, sides),
                limit);
    }

    /** A session is never replaced by what is written of it. */
    private static Path output(String option, String file, List<Side> sides) {
        Path path = Path.of(file);
        boolean compared = sides.stream()
                .anyMatch(side -> side.session()
                        .place()
                        .toAbsolutePath()
                        .normalize()
                        .equals(path.toAbsolutePath().normalize()));
        if (compared || file.endsWith(".steno")) {
            throw Failure.usage(option + " " + file + " would replace a session: name another file");
        }
        return path;
    }

    private static List<Side> sides(ParseResult call) {
        List<SessionAddress> files = call.matchedPositionalValue(0, List.<String>of()).stream()
                .map(SessionAddress::of)
                .toList();
        String filter = call.matchedOptionValue(FILTER, "");
        boolean ofB = call.hasMatchedOption(FILTER_B);
        String filterB = call.matchedOptionValue(FILTER_B, filter);
        if (files.isEmpty() && call.hasMatchedOption(SHOW_IGNORED)) {
            return List.of();
        }
        if (files.isEmpty() || files.size() == 1 && !ofB) {
            throw Failure.usage(
                    "two sessions are compared, as in steno diff before.steno after.steno; or two"
                            + " selections of one: steno diff work.steno --filter '~d old.example' --filter-b '~d new.example'");
        }
        SessionAddress left = files.get(0);
        SessionAddress right = files.get(files.size() - 1);
        return List.of(
                new Side(left, filter(FILTER, filter), filter), new Side(right, filter(FILTER_B, filterB), filterB));
    }

    private static Filter filter(String option, String text) {
        try {
            return FilterParser.parseOrAll(text);
        } catch (FilterSyntaxException e) {
            throw Failure.usage(option + ": " + e.getMessage());
        }
    }

    private static List<IgnoreRule> ignored(ParseResult call) throws IOException {
        List<IgnoreRule> rules = new ArrayList<>(call.hasMatchedOption(STRICT) ? List.of() : UsualNoise.RULES);
        for (String rule : call.matchedOptionValue(IGNORE, List.<String>of())) {
            try {
                rules.add(IgnoreRule.parse(rule));
            } catch (IgnoreRule.IgnoreRuleException e) {
                throw Failure.usage(IGNORE + ": " + e.getMessage());
            }
        }
        for (String file : call.matchedOptionValue(IGNORE_FROM, List.<String>of())) {
            rules.addAll(IgnoreFile.read(Path.of(file)));
        }
        return rules;
    }

    private static double timing(@Nullable String text) {
        if (text == null) {
            return -1;
        }
        Matcher percent = PERCENT.matcher(text.strip());
        if (!percent.matches()) {
            throw Failure.usage(TIMING + " " + text + " is no percentage; it must be one such as 20%");
        }
        return Double.parseDouble(percent.group(1)) / 100;
    }
}
