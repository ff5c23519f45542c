package dev.podproof.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's wrk, which costs less than what it measures. */
final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

    private Wrk() {}

    /** How many GETs of a path are answered a second, over 16 connections; one thread, so that one core is the server's. */
    static double perSecond(ApiSide side, String path, int seconds) throws IOException, InterruptedException {
        // Not on the command line, where every user of the machine could read the token; wrk reads the file once per
        // thread.
        Path script = Files.createTempFile("podproof-wrk-", ".lua");
        try {
            Files.writeString(script, "wrk.headers[\"Authorization\"] = \"Bearer " + side.token() + "\"\n");
            return perSecond(side.url(path), seconds, script);
        } finally {
            Files.delete(script);
        }
    }

    private static double perSecond(String url, int seconds, Path script) throws IOException, InterruptedException {
        List<String> command = List.of(
                "wrk",
                "-t1",
                "-c16",
                "-d" + seconds + "s",
                "-H",
                "Accept: application/json",
                "-s",
                script.toString(),
                url);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException absent) {
            throw new IOException("this benchmark needs wrk (Debian: apt-get install wrk)", absent);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher rate = RATE.matcher(output);
        if (!rate.find() || output.contains("Non-2xx")) {
            throw new IOException("wrk on " + url + " failed:\n" + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
