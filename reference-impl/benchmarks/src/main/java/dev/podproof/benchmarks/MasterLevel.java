package dev.podproof.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a master's process takes up at a moment, as the kernel counts it.
 *
 * @param process its number: another one says that it has ended, and was started again
 * @param mebibytes resident
 * @param threads a number
 * @param files open ones, and connections
 */
record MasterLevel(long process, long mebibytes, long threads, long files) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String LOOK = """
            p=$(pgrep -f '[p]odproof-orchestrator.jar' | head -1)
            rss=$(awk '/^VmRSS:/ {print $2}' /proc/$p/status)
            threads=$(awk '/^Threads:/ {print $2}' /proc/$p/status)
            echo "$p $rss $threads $(ls /proc/$p/fd | wc -l)"
            """;

    /**
     * A look at it.
     *
     * @throws IOException if there is no such process
     */
    static MasterLevel of(OnHost master) throws IOException, InterruptedException {
        long[] words = Arrays.stream(master.run(LIMIT, LOOK).split("\\s+"))
                .mapToLong(Long::parseLong)
                .toArray();
        return new MasterLevel(words[0], words[1] / 1024, words[2], words[3]);
    }

    /** The larger of each. */
    MasterLevel max(MasterLevel other) {
        return new MasterLevel(
                process,
                Math.max(mebibytes, other.mebibytes),
                Math.max(threads, other.threads),
                Math.max(files, other.files));
    }
}
