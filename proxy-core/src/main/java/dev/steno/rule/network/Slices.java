package dev.steno.rule.network;

import dev.steno.pace.PieceShape;

/** {@code slicer}: small pieces of data with pauses between them. On one event loop. */
final class Slices implements PieceShape {
    private final Chance chance;
    private final int average;
    private final int variation;
    private final long pause;
    private boolean begun;

    Slices(Chance chance, int average, int variation, long pause) {
        this.chance = chance;
        this.average = average;
        this.variation = variation;
        this.pause = pause;
    }

    @Override
    public int size() {
        return variation == 0 ? average : average + (int) Math.round((2 * chance.draw() - 1) * variation);
    }

    @Override
    public long pause(int bytes) {
        boolean first = !begun;
        begun = true;
        return first ? 0 : pause;
    }
}
