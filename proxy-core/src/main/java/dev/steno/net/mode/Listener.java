package dev.steno.net.mode;

import dev.steno.flow.Endpoint;

/**
 * One listener.
 *
 * @param at its address; port 0 takes a free port
 */
public record Listener(ProxyMode mode, Endpoint at) {
    @Override
    public String toString() {
        return mode + " at " + at;
    }
}
