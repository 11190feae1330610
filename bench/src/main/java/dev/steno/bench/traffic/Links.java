package dev.steno.bench.traffic;

import java.util.SplittableRandom;

/** Generates paths with queries, and cookies. Any thread. */
final class Links {
    private final Words words;

    Links(Words words) {
        this.words = words;
    }

    String path(Kind kind, SplittableRandom random) {
        StringBuilder path = new StringBuilder(96);
        switch (kind) {
            case JSON, NOTHING -> {
                path.append("/api/v")
                        .append(1 + random.nextInt(3))
                        .append('/')
                        .append(words.ascii(random))
                        .append('s');
                if (random.nextInt(3) > 0) {
                    path.append('/').append(random.nextInt(1_000_000));
                }
                if (random.nextInt(3) == 0) {
                    path.append("?page=")
                            .append(1 + random.nextInt(50))
                            .append("&sort=")
                            .append(words.ascii(random));
                    path.append("&q=").append(words.ascii(random)).append("%20").append(words.ascii(random));
                }
            }
            case HTML -> {
                path.append('/');
                for (int i = random.nextInt(4); i > 0; i--) {
                    path.append(words.ascii(random)).append('/');
                }
                path.append(words.ascii(random))
                        .append('-')
                        .append(random.nextInt(100_000))
                        .append(".html");
                if (random.nextInt(4) == 0) {
                    path.append("?utm_source=").append(words.ascii(random)).append("&utm_medium=mail");
                }
            }
            case PLAIN ->
                path.append("/collect?v=2&tid=G-")
                        .append(Integer.toHexString(random.nextInt()))
                        .append("&en=")
                        .append(words.ascii(random))
                        .append("&cid=")
                        .append(Math.abs(random.nextLong()));
            default ->
                path.append("/static/")
                        .append(words.ascii(random))
                        .append('/')
                        .append(words.ascii(random))
                        .append('.')
                        .append(Integer.toHexString(random.nextInt()))
                        .append(suffix(kind));
        }
        return path.toString();
    }

    private static String suffix(Kind kind) {
        return switch (kind) {
            case SCRIPT -> ".js";
            case STYLE -> ".css";
            case IMAGE -> ".webp";
            case PICTURE -> ".png";
            case FONT -> ".woff2";
            default -> "";
        };
    }

    String cookie(SplittableRandom random) {
        return "session=" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong())
                + "; consent=1; theme=dark; exp=" + words.ascii(random);
    }
}
