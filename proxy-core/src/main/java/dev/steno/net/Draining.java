package dev.steno.net;

/** Tells a client's pipeline that the proxy stops: close where nothing is under way, else after the exchange. */
enum Draining {
    EVENT
}
