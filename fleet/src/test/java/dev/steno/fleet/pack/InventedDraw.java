package dev.steno.fleet.pack;

import java.util.Random;

/** What is drawn at random for invented flows. Those who share a source of chance draw in turn, and so always the same. */
class InventedDraw {
    static final String[] WORDS =
            split("the|and|for|with|you|this|that|from|are|name|title|value|type|data|user|item|list|page|"
                    + "content|account|order|price|status|message|service|update|search|product|image|more|new|"
                    + "all|your|about|time|first|click|here|view|information");

    final Random random;

    InventedDraw(Random random) {
        this.random = random;
    }

    static String[] split(String values) {
        return values.split("\\|", -1);
    }

    String any(String[] of) {
        return of[random.nextInt(of.length)];
    }

    boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    String hex(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }

    String uuid() {
        return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12);
    }

    String date() {
        return any(new String[] {"Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, "})
                + (10 + random.nextInt(19)) + " "
                + any(new String[] {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"})
                + " 202" + (5 + random.nextInt(4)) + " " + (10 + random.nextInt(14)) + ":" + (10 + random.nextInt(50))
                + ":"
                + (10 + random.nextInt(50)) + " GMT";
    }
}
