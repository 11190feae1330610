package dev.steno.view;

import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Collects the matches of a search and passes them on in parts: the first as soon as there is a match, the others at
 * most twenty times a second. For the searching thread.
 */
final class SearchFeed implements FlowSearch.Found<Place> {
    private static final long PART_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long flows;
    private final boolean withPlaces;
    private final Consumer<Part> to;
    private Roaring64Bitmap found = new Roaring64Bitmap();
    private List<Place> places = new ArrayList<>();
    private long matches;
    private double share;
    private long passedOn = System.nanoTime() - PART_NANOS;

    /**
     * A part of the matches.
     *
     * @param found matches that no earlier part has; the receiver may modify the set
     * @param places their places; empty if the numbers tell the time
     */
    record Part(Roaring64Bitmap found, List<Place> places, SearchProgress progress) {}

    /**
     * @param flows the number of flows in the session
     * @param withPlaces whether the parts have places
     */
    SearchFeed(long flows, boolean withPlaces, Consumer<Part> to) {
        this.withPlaces = withPlaces;
        this.flows = flows;
        this.to = to;
    }

    @Override
    public boolean accept(Place place) {
        found.addLong(place.flow());
        if (withPlaces) {
            places.add(place);
        }
        matches++;
        passOnIfDue();
        return true;
    }

    @Override
    public void reached(Place place, double ofFlows) {
        share = ofFlows;
        passOnIfDue();
    }

    private void passOnIfDue() {
        if (System.nanoTime() - passedOn >= PART_NANOS) {
            passOn();
        }
    }

    /** Passes on the rest. */
    void passOn() {
        passedOn = System.nanoTime();
        Roaring64Bitmap part = found;
        List<Place> partPlaces = places;
        found = new Roaring64Bitmap();
        places = new ArrayList<>();
        to.accept(new Part(
                part,
                partPlaces,
                new SearchProgress(true, Math.min(flows, Math.round(share * flows)), flows, matches)));
    }
}
