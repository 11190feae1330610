package dev.steno.net.channel;

/** Tells a client's pipeline that the proxy stops: close where nothing is under way, else after the exchange. */
public enum Draining {
    EVENT
}
