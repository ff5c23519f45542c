package dev.podproof.benchmarks;

import java.io.IOException;
import java.time.Duration;

/**
 * A DNS server on a host, asked there by dnsperf.
 *
 * @param pid a command that prints its process ID
 */
record NameServer(String name, OnHost host, String address, int port, String pid) {

    /** What it did under load: how many queries, in how much time by the clock and by its processor time, and how slowly. */
    record Load(long completed, long lost, double seconds, double coreSeconds, double medianMillis, double p99Millis) {
        double perSecond() {
            return completed / seconds;
        }

        double perCoreSecond() {
            return completed / coreSeconds;
        }
    }

    /**
     * Loads it.
     *
     * @param rate queries per second; 0 for as many as it answers, of which latencies are not kept
     */
    Load run(int seconds, int rate) throws IOException, InterruptedException {
        String script = """
                pid=$(%s)
                ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
                before=$(ticks)
                dnsperf -s %s -p %d -d /bench/queries -l %d -c 8 %s > /bench/out 2> /bench/errors || { cat /bench/errors; exit 1; }
                after=$(ticks)
                awk '/^> NOERROR|^> NXDOMAIN/ { print $NF }' /bench/out | sort -n > /bench/latencies
                count=$(wc -l < /bench/latencies)
                at() { sed -n "$(( count * $1 / 100 + 1 ))p" /bench/latencies; }
                awk -v cpu=$(( after - before )) -v hertz="$(getconf CLK_TCK)" -v p50="$(at 50)" -v p99="$(at 99)" '
                  /Queries completed:/ { completed = $3 }
                  /Queries lost:/ { lost = $3 }
                  /Run time \\(s\\):/ { time = $4 }
                  END { print completed, lost, time, cpu / hertz, p50 * 1000, p99 * 1000 }' /bench/out
                """.formatted(pid, address, port, seconds, rate == 0 ? "" : "-v -Q " + rate);
        String[] words = host.run(Duration.ofSeconds(seconds + 60L), script).split(" ", -1);
        return new Load(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4]),
                Double.parseDouble(words[5]));
    }
}
