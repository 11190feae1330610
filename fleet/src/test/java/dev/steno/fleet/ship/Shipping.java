package dev.steno.fleet.ship;

import dev.steno.filter.Filter;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.ship.ShipSpool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Ships sessions as the product does, and notes what its listener is told. Thread-safe. */
final class Shipping implements ShipListener {
    static final Shipper.Sender SENDER = new Shipper.Sender("work.steno", "host.test", "test");

    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private volatile ShipStatus last = ShipStatus.NONE;

    /** Ships all of a session that nobody records. */
    ShipStatus ship(Path session, String url) throws IOException {
        return ship(session, url, Filter.ALL, BodyPolicy.ALL, Redactor.NONE);
    }

    ShipStatus ship(Path session, String url, Filter filter, BodyPolicy bodies, Redactor redactor) throws IOException {
        try (ShipSpool spool = ShipSpool.open(session);
                SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            Shipper shipper = new Shipper(
                    ServerUrl.parse(url),
                    spool,
                    new OutgoingFlows(filter, bodies, redactor, reader),
                    SENDER,
                    this,
                    () -> false);
            shipper.run(false);
            return shipper.status();
        }
    }

    ShipStatus last() {
        return last;
    }

    @Override
    public void progress(ShipStatus now) {
        last = now;
    }

    @Override
    public void storeAway(String message) {
        told.add("away: " + message);
    }

    @Override
    public void storeBack() {
        told.add("back");
    }

    @Override
    public void refused(long flow, String reason) {
        told.add("refused " + flow + ": " + reason);
    }

    @Override
    public void registeredAnew(int recorder) {
        told.add("anew " + recorder);
    }
}
