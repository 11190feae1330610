package dev.steno.web.metrics;

import dev.steno.web.guard.Guard;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page that a monitoring system scrapes. Its values are read when it is asked for. */
public final class MetricsResource {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsResource.class);

    private final List<MetricSource> sources;
    private final AtomicLong failures = new AtomicLong();

    /** @param sources in the order of the page */
    public MetricsResource(List<MetricSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route("GET", Guard.METRICS, "Tells metrics, as Prometheus reads them.", this::metrics));
    }

    private ApiResponse metrics(ApiRequest request) {
        MetricFormat format = MetricFormat.of(request.header("accept").orElse(""));
        return ApiResponse.of(200, format.mediaType(), page(format));
    }

    /** Returns the present values as text in UTF-8. */
    public byte[] page(MetricFormat format) {
        MetricList list = new MetricList();
        for (MetricSource source : sources) {
            try {
                source.addTo(list);
            } catch (IOException e) {
                failures.incrementAndGet();
                LOG.debug("some metrics cannot be read", e);
            }
        }
        list.counter("steno_scrape_failures", "Scrapes that lacked some values.", failures.get());
        return MetricWriter.page(list, format);
    }
}
