package dev.podproof.benchmarks;

import java.util.Arrays;

/**
 * What a host's orchestrator takes up at a moment, as the kernel counts it.
 *
 * @param process its number: another one says that it has ended, and was started again; 0 where there is none
 * @param mebibytes resident
 * @param threads a number
 * @param files open ones, and connections
 */
record ProcessLevel(long process, long mebibytes, long threads, long files) {
    static final ProcessLevel NONE = new ProcessLevel(0, 0, 0, 0);

    /** Prints a level again and again, without a process for each look. */
    static final String WATCH = """
            shopt -s nullglob
            while true; do
              p=$(pgrep -of '[p]odproof-orchestrator.jar') || p=0
              for look in 1 2 3 4 5 6 7 8; do
                rss=0 threads=0
                while read -r key value rest; do
                  case $key in VmRSS:) rss=$value ;; Threads:) threads=$value ;; esac
                done 2> /dev/null < /proc/$p/status || { p=0; rss=0; }
                files=(/proc/$p/fd/*)
                echo "$p $rss $threads ${#files[@]}"
                sleep 0.25
                [ $p != 0 ] || break
              done
            done
            """;

    static ProcessLevel parse(String line) {
        long[] words = Arrays.stream(line.strip().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new ProcessLevel(words[0], words[1] / 1024, words[2], words[3]);
    }

    /** The larger of each; no process, if one of them is none. */
    ProcessLevel max(ProcessLevel other) {
        return new ProcessLevel(
                Math.min(process, other.process),
                Math.max(mebibytes, other.mebibytes),
                Math.max(threads, other.threads),
                Math.max(files, other.files));
    }
}
