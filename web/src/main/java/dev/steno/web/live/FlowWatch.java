package dev.steno.web.live;

import dev.steno.flow.Flow;
import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.view.FlowListener;
import dev.steno.view.Views;
import java.util.Collection;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Tells a page that the flow it shows has changed, at most five times a second. For the event loop. */
final class FlowWatch implements FlowListener {
    private static final long NONE = 0;

    private final Views views;
    private final Outlet out;
    private final LatestReport report;
    private volatile long watched = NONE;
    private int revision;

    FlowWatch(Views views, Outlet out) {
        this.views = views;
        this.out = out;
        this.report = new LatestReport(out, this::tell);
    }

    /** Follows another flow; 0 for none. */
    void follow(long flow) {
        if (watched == NONE && flow != NONE) {
            views.listen(this);
        } else if (watched != NONE && flow == NONE) {
            views.forget(this);
        }
        watched = flow;
        report.drop();
    }

    void close() {
        follow(NONE);
    }

    /** On the view thread. */
    @Override
    public void changed(Collection<Flow> changed, Roaring64Bitmap deleted, boolean behind) {
        long wanted = watched;
        for (Flow flow : changed) {
            if (flow.id() == wanted) {
                out.execute(() -> heard(wanted, flow.revision()));
                return;
            }
        }
        if (behind || deleted.contains(wanted)) {
            out.execute(() -> heard(wanted, 0)); // the page reads the flow again, or finds it gone
        }
    }

    private void heard(long flow, int next) {
        if (flow != watched) {
            return;
        }
        revision = next;
        report.change();
    }

    private void tell() {
        out.send(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", "f");
            FlowIdJson.property(json, "id", watched);
            json.writeNumberProperty("revision", revision);
            json.writeEndObject();
        }));
    }
}
