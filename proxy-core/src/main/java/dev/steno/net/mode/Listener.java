package dev.steno.net.mode;

import dev.steno.flow.Endpoint;

/**
 * One listener.
 *
 * @param at where it listens; port 0 takes a free one
 */
public record Listener(ProxyMode mode, Endpoint at) {
    @Override
    public String toString() {
        return mode + " at " + at;
    }
}
