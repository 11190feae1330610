package dev.steno.look;

import java.util.Arrays;

/** Distinct numbers in ascending order; most are added at the end. For one thread at a time. */
final class IntList {
    private int[] numbers = new int[64];
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return numbers[index];
    }

    /** Adds a number at its place, unless it is there. */
    void insert(int number) {
        int at = size > 0 && numbers[size - 1] >= number ? Arrays.binarySearch(numbers, 0, size, number) : -size - 1;
        if (at >= 0) {
            return;
        }
        int place = -at - 1;
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        System.arraycopy(numbers, place, numbers, place + 1, size - place);
        numbers[place] = number;
        size++;
    }
}
