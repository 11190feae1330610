package dev.steno.net.channel;

/** Tells a client's pipeline that the proxy stops: close now if idle, otherwise after the exchange. */
public enum Draining {
    EVENT
}
