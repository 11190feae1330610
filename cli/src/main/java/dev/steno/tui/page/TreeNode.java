package dev.steno.tui.page;

import dev.steno.stats.SiteTree;
import java.util.List;

/** A node of the tree, open or closed. For one thread. */
final class TreeNode {
    private final SiteTree.Node node;
    private final int depth;
    private List<TreeNode> children = List.of();
    private long more;

    private TreeNode(SiteTree.Node node, int depth) {
        this.node = node;
        this.depth = depth;
    }

    /** Returns the closed nodes of an answer. */
    static List<TreeNode> of(SiteTree.Answer answer, int depth) {
        return answer.nodes().stream().map(node -> new TreeNode(node, depth)).toList();
    }

    SiteTree.Node node() {
        return node;
    }

    int depth() {
        return depth;
    }

    boolean isOpen() {
        return !children.isEmpty();
    }

    /** Returns how many children are left out. */
    long more() {
        return more;
    }

    void open(SiteTree.Answer answer) {
        children = of(answer, depth + 1);
        more = answer.more();
    }

    void close() {
        children = List.of();
        more = 0;
    }

    /** Adds itself and the visible nodes below it. */
    void collect(List<TreeNode> into) {
        into.add(this);
        children.forEach(child -> child.collect(into));
    }
}
