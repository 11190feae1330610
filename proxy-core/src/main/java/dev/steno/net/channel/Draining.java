package dev.steno.net.channel;

/**
 * User event for a client's pipeline: the proxy is shutting down. Close now if idle, otherwise after the exchange in progress.
 */
public enum Draining {
    EVENT
}
