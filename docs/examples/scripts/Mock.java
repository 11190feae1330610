// A small server: answers two paths by itself, and counts. A script may be a class as well; its name is free.

import dev.steno.script.Script;
import java.util.concurrent.atomic.AtomicInteger;

public final class Mock extends Script {
    private final AtomicInteger orders = new AtomicInteger();

    boolean answersFor(String host) {
        return host.equals("shop.example.com"); // the host need not exist
    }

    void request(Flow f) {
        if (!answersFor(f.request().host())) {
            return;
        }
        switch (f.request().method() + " " + f.request().path()) {
            case "GET /health" -> f.answer(200, "fine", "Content-Type", "text/plain");
            case "POST /orders" -> f.answer(
                    201, "{\"order\": " + orders.incrementAndGet() + "}", "Content-Type", "application/json");
            default -> f.answer(404, "no such path", "Content-Type", "text/plain");
        }
    }
}
