package dev.steno.mock.index;

/** Hashes of servers and of the folders of paths, of 64 bits. Stateless. */
final class FolderHash {
    private static final long PRIME = 0x100000001b3L;

    private FolderHash() {}

    /** Returns the hash of a server. */
    static long server(int host, int port) {
        return (host * PRIME ^ port) * 0x9e3779b97f4a7c15L;
    }

    /** Returns the hash with one more byte of the path. */
    static long put(long hash, byte b) {
        return (hash ^ b & 0xff) * PRIME;
    }
}
