package dev.steno.net.settings;

/** Versions of TLS, oldest first. */
public enum TlsVersion {
    TLS1("TLSv1"),
    TLS1_1("TLSv1.1"),
    TLS1_2("TLSv1.2"),
    TLS1_3("TLSv1.3");

    private final String protocol;

    TlsVersion(String protocol) {
        this.protocol = protocol;
    }

    /** The name that TLS engines use. */
    public String protocol() {
        return protocol;
    }
}
