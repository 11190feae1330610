package dev.steno.stats;

import dev.steno.filter.Filter;
import dev.steno.filter.TextField;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The children of one node of the tree of hosts and paths. The root has the hosts, a host the first segments of its
 * paths, and so on; segments that differ from item to item are folded as in {@link PathTemplate}.
 */
public final class SiteTree implements Tally<SiteTree.Answer> {
    /** The highest number of nodes of an answer. */
    public static final int MOST = 500;

    private static final int KEYS = 5_000;

    /** The segment that stands for flows which end at the parent itself. */
    private static final String ITSELF = "/";

    /**
     * A child.
     *
     * @param name a host, or a segment of the path; {@code /} for flows with the parent's own path
     * @param path the path to its children: the host, then segments, joined by slashes
     * @param bytes in both directions
     * @param p95 of the durations in nanoseconds; -1 if none has ended
     * @param leaf whether it has no children
     * @param filter matches its flows
     */
    public record Node(
            String name, String path, long flows, long errors, long bytes, long p95, boolean leaf, Filter filter) {}

    /**
     * The children with the most flows.
     *
     * @param more how many nodes come behind these
     */
    public record Answer(List<Node> nodes, long more) {}

    private static final class Child {
        private final Sums sums = new Sums();
        private long deeper;
    }

    private final String parent;
    private final long from;
    private final String host;
    private final byte[] hostBytes;
    private final byte[] prefix;
    private final ByteKeys keys = new ByteKeys(KEYS);
    private final List<Child> children = new ArrayList<>();
    private final KeyBuffer key = new KeyBuffer();

    /**
     * @param parent the path of a {@link Node}; empty for the root
     * @param from how many of the nodes with the most flows are left out
     */
    public SiteTree(String parent, long from) {
        this.parent = parent;
        this.from = from;
        int slash = parent.indexOf('/');
        this.host = slash < 0 ? parent : parent.substring(0, slash);
        this.hostBytes = host.getBytes(StandardCharsets.UTF_8);
        this.prefix = (slash < 0 ? "/" : parent.substring(slash) + "/").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<FlowColumn> columns() {
        return Stream.concat(Stream.of(FlowColumns.HOST, FlowColumns.PATH), Sums.COLUMNS.stream())
                .toList();
    }

    @Override
    public void add(ColumnBlock flow, int weight) {
        key.clear();
        key.putLowerCase(flow, FlowColumns.HOST);
        if (host.isEmpty()) {
            count(0, key.length(), true, flow, weight);
            return;
        }
        if (!Arrays.equals(key.bytes(), 0, key.length(), hostBytes, 0, hostBytes.length)) {
            return;
        }
        key.clear();
        int start = flow.start(FlowColumns.PATH);
        int length = flow.length(FlowColumns.PATH);
        if (length > 0 && flow.bytes()[start] == '/') {
            PathTemplate.fold(flow.bytes(), start, length, key);
        } else if (prefix.length == 1) {
            key.put('/'); // a raw stream, or a target without a path
        }
        int end = key.length();
        byte[] path = key.bytes();
        int whole = prefix.length - 1;
        if (end >= prefix.length && Arrays.equals(path, 0, prefix.length, prefix, 0, prefix.length)) {
            int to = prefix.length;
            while (to < end && path[to] != '/') {
                to++;
            }
            count(prefix.length, to, to < end, flow, weight);
        } else if (end == whole && Arrays.equals(path, 0, whole, prefix, 0, whole)) {
            count(0, 0, false, flow, weight);
        }
    }

    private void count(int from, int to, boolean deeper, ColumnBlock flow, int weight) {
        int number = keys.number(key.bytes(), from, to - from);
        if (number == ByteKeys.FULL) {
            return;
        }
        if (number == children.size()) {
            children.add(new Child());
        }
        Child child = children.get(number);
        child.sums.add(flow, weight);
        child.deeper += deeper ? weight : 0;
    }

    private record Ranked(String name, Child child) {
        long flows() {
            return child.sums.flows();
        }
    }

    @Override
    public Answer result() {
        List<Ranked> ranked = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            if (children.get(i).sums.flows() > 0) {
                ranked.add(new Ranked(keys.text(i), children.get(i)));
            }
        }
        ranked.sort(Comparator.comparingLong(Ranked::flows).reversed().thenComparing(Ranked::name));
        return new Answer(
                ranked.stream().skip(from).limit(MOST).map(this::node).toList(),
                Math.max(0, ranked.size() - from - MOST));
    }

    private Node node(Ranked of) {
        Sums sums = of.child().sums;
        String name = of.name().isEmpty() ? ITSELF : of.name();
        String path = parent.isEmpty() ? of.name() : parent + "/" + of.name();
        return new Node(
                name,
                path,
                sums.flows(),
                sums.errors(),
                sums.bytes(),
                sums.durations().quantile(0.95),
                of.child().deeper == 0,
                filter(of.name()));
    }

    private Filter filter(String child) {
        if (parent.isEmpty()) {
            return new Filter.Equals(TextField.HOST, child);
        }
        String above = parent.substring(host.length());
        List<Filter> all = new ArrayList<>(List.of(new Filter.Equals(TextField.HOST, host)));
        if (!child.isEmpty()) {
            all.add(Filter.Matches.of(TextField.PATH, PathTemplate.regex(above + "/" + child, true, false)));
        } else if (above.isEmpty()) {
            all.add(new Filter.Not(Filter.Matches.of(TextField.PATH, "^/[^/?]")));
        } else { // with a slash at the end or without, and what has an empty segment there
            all.add(Filter.Matches.of(TextField.PATH, PathTemplate.regex(above, true) + "(/?(\\?|$)|//)"));
        }
        return new Filter.And(all);
    }
}
