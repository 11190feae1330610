package dev.steno.mock.index;

import java.util.Arrays;

/**
 * A few flows for each folder of a server and for each server, by which the flows closest to a request are found without
 * reading a session through. Bounded: of a session with more folders, the first ones count. Guarded by the object.
 */
final class Landmarks {
    /** Upper bound on the flows of one folder: the first ones with different paths, and the last one. */
    private static final int EACH = 6;

    /** Upper bound on the folders. */
    private static final int MOST = 1 << 15;

    private long[] keys = new long[64];
    private long[] refs = new long[64 * EACH]; // 0 if free, else the flow and 1
    private long[] paths = new long[64 * EACH];
    private int size;

    /**
     * Adds a flow.
     *
     * @param folder a hash of the server and the folder
     * @param path a hash of the whole path; flows with equal ones are known by the first
     */
    synchronized void add(long folder, long path, long ref) {
        int slot = slot(folder);
        if (refs[slot * EACH] == 0) {
            if (size == MOST) {
                return;
            }
            size++;
            if (2 * size > keys.length) {
                grow();
                slot = slot(folder);
            }
            keys[slot] = folder;
        }
        int from = slot * EACH;
        for (int i = from; i < from + EACH; i++) {
            if (refs[i] != 0 && paths[i] == path) {
                return;
            }
            if (refs[i] == 0 || i == from + EACH - 1) {
                refs[i] = ref + 1;
                paths[i] = path;
                return;
            }
        }
    }

    /** Returns the flows of a folder. */
    synchronized long[] find(long folder) {
        int from = slot(folder) * EACH;
        int count = 0;
        long[] found = new long[EACH];
        while (count < EACH && refs[from + count] != 0) {
            found[count] = refs[from + count] - 1;
            count++;
        }
        return Arrays.copyOf(found, count);
    }

    private int slot(long key) {
        int slot = (int) (key ^ key >>> 32) & keys.length - 1;
        while (refs[slot * EACH] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldRefs = refs;
        long[] oldPaths = paths;
        keys = new long[2 * oldKeys.length];
        refs = new long[2 * oldRefs.length];
        paths = new long[2 * oldPaths.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldRefs[i * EACH] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                System.arraycopy(oldRefs, i * EACH, refs, slot * EACH, EACH);
                System.arraycopy(oldPaths, i * EACH, paths, slot * EACH, EACH);
            }
        }
    }
}
