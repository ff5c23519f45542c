package dev.podproof.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Pods per second and the master's memory over the number of pods, as a drawing in SVG. */
final class HollowPlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int LEFT = 60;
    private static final int RIGHT = 60;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    private static final String SPEED = "#1b6ca8";
    private static final String MEMORY = "#b3541e";

    private HollowPlot() {}

    static String of(List<Hollow.Step> steps, int hosts) {
        double fastest =
                round(steps.stream().mapToDouble(Hollow.Step::perSecond).max().orElse(1));
        double largest =
                round(steps.stream().mapToDouble(Hollow.Step::memory).max().orElse(1));
        int pods = steps.get(steps.size() - 1).pods();
        StringBuilder svg = new StringBuilder();
        svg.append(line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT));
        svg.append(line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT));
        svg.append(line("<text x=\"%d\" y=\"20\" fill=\"%s\">pods per second</text>", LEFT, SPEED));
        svg.append(line(
                "<text x=\"%d\" y=\"20\" text-anchor=\"end\" fill=\"%s\">master, MiB</text>", WIDTH - RIGHT, MEMORY));
        svg.append(line(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">pods on %d hollow hosts</text>",
                WIDTH / 2, HEIGHT - 6, hosts));
        for (int part = 0; part <= 4; part++) {
            int y = (int) y(part, 4);
            svg.append(
                    line("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT, y));
            svg.append(line(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%.0f</text>",
                    LEFT - 6, y + 4, SPEED, fastest * part / 4));
            svg.append(line(
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">%.0f</text>",
                    WIDTH - RIGHT + 6, y + 4, MEMORY, largest * part / 4));
            svg.append(line(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                    (int) x(part, 4), HEIGHT - BOTTOM + 16, pods * part / 4));
        }
        svg.append(curve(steps, pods, fastest, Hollow.Step::perSecond, SPEED));
        svg.append(curve(steps, pods, largest, Hollow.Step::memory, MEMORY));
        return svg.append("</svg>\n").toString();
    }

    private static String curve(
            List<Hollow.Step> steps, int pods, double most, ToDoubleFunction<Hollow.Step> value, String colour) {
        StringBuilder points = new StringBuilder();
        for (Hollow.Step step : steps) {
            points.append(
                    String.format(Locale.ROOT, "%.1f,%.1f ", x(step.pods(), pods), y(value.applyAsDouble(step), most)));
        }
        return line(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                points.toString().strip(), colour);
    }

    private static double x(double value, double most) {
        return LEFT + (WIDTH - LEFT - RIGHT) * value / most;
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most;
    }

    /** Up to the next hundred, so that the scale has round numbers. */
    private static double round(double value) {
        return Math.ceil(value / 100) * 100;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }
}
