package dev.steno.cli.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Lines over a common axis as SVG, which needs no script. Create, add lines, take the text; for one thread. */
final class LinePlot {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 240;
    private static final int LEFT = 80;
    private static final int RIGHT = 16;
    private static final int TOP = 12;
    private static final int BOTTOM = 34;

    /** Lines on the axis of values. */
    private static final int STEPS = 4;

    /**
     * A line.
     *
     * @param style its class in the page
     * @param values at 0, 1, 2 …; NaN where it has a gap
     */
    private record Line(String name, String style, double[] values) {}

    /** A text at a place of the axis. */
    private record Tick(double at, String text) {}

    private final DoubleFunction<String> unit;
    private final List<Line> lines = new ArrayList<>();
    private final List<Tick> ticks = new ArrayList<>();
    private final double last;

    /**
     * @param last the last place on the axis, from 0
     * @param unit writes values
     */
    LinePlot(double last, DoubleFunction<String> unit) {
        this.last = Math.max(1, last);
        this.unit = unit;
    }

    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    LinePlot line(String name, String style, double[] values) {
        lines.add(new Line(name, style, values));
        return this;
    }

    LinePlot tick(double at, String text) {
        ticks.add(new Tick(at, text));
        return this;
    }

    String svg(String title) {
        double highest = highest();
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<figure><figcaption>%s</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                title,
                WIDTH,
                HEIGHT,
                title));
        for (int i = 0; i <= STEPS; i++) {
            double value = highest * i / STEPS;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text class=\"y\" x=\"%d\" y=\"%.1f\">%s</text>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    y(value, highest),
                    y(value, highest),
                    LEFT - 8,
                    y(value, highest) + 4,
                    unit.apply(value)));
        }
        for (Tick tick : ticks) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"x\" x=\"%.1f\" y=\"%d\">%s</text>%n",
                    x(tick.at()),
                    HEIGHT - 10,
                    tick.text()));
        }
        lines.forEach(line -> path(line, highest, svg));
        svg.append("</svg><p class=\"legend\">");
        lines.forEach(line -> svg.append("<span class=\"")
                .append(line.style())
                .append("\">")
                .append(line.name())
                .append("</span> "));
        return svg.append("</p></figure>\n").toString();
    }

    private double highest() {
        double highest = 0;
        for (Line line : lines) {
            for (double value : line.values()) {
                highest = Double.isNaN(value) ? highest : Math.max(highest, value);
            }
        }
        return highest == 0 ? 1 : highest;
    }

    private void path(Line line, double highest, StringBuilder svg) {
        svg.append("<path class=\"").append(line.style()).append("\" d=\"");
        boolean pen = false;
        for (int i = 0; i < line.values().length; i++) {
            double value = line.values()[i];
            if (Double.isNaN(value)) {
                pen = false;
                continue;
            }
            svg.append(String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x(i), y(value, highest)));
            if (!pen) {
                svg.append("h.1"); // a single point is seen as well
            }
            pen = true;
        }
        svg.append("\"/>\n");
    }

    private double x(double at) {
        return LEFT + (WIDTH - LEFT - RIGHT) * at / last;
    }

    private static double y(double value, double highest) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / highest);
    }
}
