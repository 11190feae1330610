package dev.steno.diff;

import dev.steno.compare.EditScript;
import dev.steno.flow.Flow;
import dev.steno.store.UndamagedFlows;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Finds the partner of each flow on the other side, in this order:
 *
 * <ol>
 *   <li>the flow that it replayed;
 *   <li>of flows with the same method and URL, the n-th with the n-th. If one side has more of them, those with the same
 *       status and sizes come first, so that one that is missing or doubled does not shift the others;
 *   <li>the same for URLs without numbers and ids;
 *   <li>of those left, flows with the same method and path, then those with the same path on any host, as far as both sides
 *       have them in the same order.
 * </ol>
 *
 * The result does not depend on which side is which. For one thread.
 */
final class Pairing {
    /** Reads keys of both sides at once. */
    interface Both {
        <R> List<R> run(Callable<R> left, Callable<R> right) throws IOException;
    }

    private final SideFlows left;
    private final SideFlows right;
    private final Both both;

    private Pairing(SideFlows left, SideFlows right, Both both) {
        this.left = left;
        this.right = right;
        this.both = both;
    }

    static void pair(SideFlows left, SideFlows right, Both both) throws IOException {
        Pairing pairing = new Pairing(left, right, both);
        pairing.byLink(left, right);
        pairing.byLink(right, left);
        for (KeyHash.Level level : KeyHash.Level.values()) {
            pairing.byKey(level);
        }
    }

    private void byLink(SideFlows from, SideFlows to) throws IOException {
        for (int place : from.replays()) {
            List<Flow> flow = from.partner(place) == SideFlows.NONE
                    ? UndamagedFlows.read(from.reader(), List.of(from.id(place)), (damaged, why) -> {})
                    : List.of();
            long source = flow.isEmpty() ? 0 : SourceLink.flow(flow.get(0).notes(), from.file(), to.file());
            int other = source == 0 ? SideFlows.NONE : to.place(source);
            if (other >= 0 && to.partner(other) == SideFlows.NONE) {
                SideFlows.pair(from, place, to, other);
            }
        }
    }

    private void byKey(KeyHash.Level level) throws IOException {
        int[] leftPlaces = left.unpaired();
        int[] rightPlaces = right.unpaired();
        if (leftPlaces.length == 0 || rightPlaces.length == 0) {
            return;
        }
        List<long[]> keys = both.run(() -> left.keys(leftPlaces, level), () -> right.keys(rightPlaces, level));
        KeyGroups groups = new KeyGroups(keys.get(0), keys.get(1));
        if (level == KeyHash.Level.EXACT || level == KeyHash.Level.FOLDED) {
            groups.forEach((ofLeft, ofRight) -> pairGroup(leftPlaces, ofLeft, rightPlaces, ofRight));
            return;
        }
        int[] candidates = new int[leftPlaces.length];
        Arrays.fill(candidates, SideFlows.NONE);
        groups.forEach((ofLeft, ofRight) -> {
            for (int i = 0; i < Math.min(ofLeft.length, ofRight.length); i++) {
                candidates[ofLeft[i]] = ofRight[i];
            }
        });
        boolean inOrder = Arrays.compare(keys.get(0), keys.get(1)) <= 0;
        int[] kept = inOrder
                ? LongestOrder.keep(candidates)
                : inverse(LongestOrder.keep(inverse(candidates, rightPlaces.length)), leftPlaces.length);
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] != SideFlows.NONE) {
                SideFlows.pair(left, leftPlaces[i], right, rightPlaces[kept[i]]);
            }
        }
    }

    private static int[] inverse(int[] partners, int size) {
        int[] inverse = new int[size];
        Arrays.fill(inverse, SideFlows.NONE);
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] != SideFlows.NONE) {
                inverse[partners[i]] = i;
            }
        }
        return inverse;
    }

    /** Pairs flows with one key. */
    private void pairGroup(int[] leftPlaces, int[] ofLeft, int[] rightPlaces, int[] ofRight) {
        if (ofLeft.length == 1 && ofRight.length == 1) {
            SideFlows.pair(left, leftPlaces[ofLeft[0]], right, rightPlaces[ofRight[0]]);
            return;
        }
        int[] matches = new int[ofLeft.length];
        Arrays.fill(matches, SideFlows.NONE);
        boolean[] taken = new boolean[ofRight.length];
        if (ofLeft.length != ofRight.length) {
            matches = EditScript.matches(
                    Arrays.stream(ofLeft).map(i -> left.digest(leftPlaces[i])).toArray(),
                    Arrays.stream(ofRight)
                            .map(i -> right.digest(rightPlaces[i]))
                            .toArray());
            for (int match : matches) {
                if (match >= 0) {
                    taken[match] = true;
                }
            }
        }
        int next = 0;
        for (int i = 0; i < matches.length; i++) {
            while (matches[i] == SideFlows.NONE && next < taken.length && taken[next]) {
                next++;
            }
            int match = matches[i] == SideFlows.NONE ? next++ : matches[i];
            if (match < ofRight.length) {
                SideFlows.pair(left, leftPlaces[ofLeft[i]], right, rightPlaces[ofRight[match]]);
            }
        }
    }
}
