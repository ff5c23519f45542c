package dev.podproof.conformance.world;

/** What runs inside the pods: short programs for the shell of the pods' image, with its applets alone. */
final class Programs {
    private Programs() {}

    /**
     * Answers on the doors given ({@code TCP:8080}): says who it is, the first argument, and at which address it sees the caller. Without doors
     * it does nothing. Ends at once on TERM, which a shell as the first process would otherwise ignore.
     */
    static final String ANSWER = """
            trap 'exit 0' TERM
            me=$1; shift
            for door in "$@"; do
              case $door in
                TCP:*) tcpsvd -c 100 0.0.0.0 ${door#*:} sh -c 'echo "I am $0, you are $TCPREMOTEADDR"' $me & ;;
                UDP:*) udpsvd -c 100 0.0.0.0 ${door#*:} sh -c 'echo "I am $0, you are $UDPREMOTEADDR"' $me & ;;
              esac
            done
            while :; do sleep 3600 & wait $!; done
            """;

    /**
     * Calls doors ({@code TRIES PROTOCOL ADDRESS PORT …}) all at once and prints a line for each: the three words, then what was heard. The tries
     * are for datagrams, which may be lost on the way.
     */
    static final String CALL = """
            call() {
              tries=$1; said=
              while [ $tries -gt 0 ]; do
                case $2 in
                  TCP) said=$(nc -w 3 $3 $4 </dev/null 2>&1) ;;
                  UDP) said=$(echo hello | nc -u -w 1 $3 $4 2>&1) ;;
                esac
                case $said in "I am "*) break ;; esac
                tries=$((tries - 1))
              done
              echo $2 $3 $4 $said
            }
            while [ $# -gt 3 ]; do call $1 $2 $3 $4 & shift 4; done
            wait
            """;

    /**
     * Tries to listen on the TCP port given, and gives up after two seconds, when it says {@code listening}; else it says why not. That it had
     * to be ended is the sign that it listened: the exit code is then 143, or 124 where timeout is not busybox's.
     */
    static final String LISTEN = """
            said=$(timeout 2 nc -l -p $1 </dev/null 2>&1)
            case $? in 143|124) echo listening ;; *) echo "$said" ;; esac
            """;
}
