package dev.podproof.conformance.world;

/** What runs inside the pods: short programs for the shell of the pods' image, with its applets alone. */
final class Programs {
    private Programs() {}

    /**
     * Answers on the doors given ({@code TCP:8080}): says who it is, the first argument, and at which address it sees the caller. Without doors
     * it does nothing. Where BIND holds an address it answers at that one alone, and on the ports in LOCALHOST on the loopback interface alone.
     * On the ports in LARGE it waits for as much as {@link #TALK} sends, says how much came, and sends as much back.
     * Ends at once on TERM, which a shell as the first process would otherwise ignore, and with code 1 on USR1, and with 143, as who does not heed TERM, on USR2. Where STUBBORN is set it takes
     * note of TERM and goes on.
     */
    static final String ANSWER = """
            trap 'echo TERM > /tmp/told; [ -n "$STUBBORN" ] || exit 0' TERM
            trap 'exit 1' USR1
            trap 'exit 143' USR2
            me=$1; shift
            for port in $LOCALHOST; do
              tcpsvd -c 100 127.0.0.1 $port sh -c 'echo "I am $0, you are $TCPREMOTEADDR"' $me &
              udpsvd -c 100 127.0.0.1 $port sh -c 'echo "I am $0, you are $UDPREMOTEADDR"' $me &
            done
            [ -z "$LARGE" ] || export LONG=$(printf '%6000s' | tr ' ' x) SHORT=$(printf '%1300s' | tr ' ' x)
            for port in $LARGE; do
              tcpsvd -c 100 0.0.0.0 $port sh -c 'sent=$(head -c 6000 | wc -c); echo "I am $0, you are $TCPREMOTEADDR and sent $sent bytes: $LONG"' $me &
              udpsvd -c 100 0.0.0.0 $port sh -c 'sent=$(dd bs=2000 count=1 2>/dev/null | wc -c); echo "I am $0, you are $UDPREMOTEADDR and sent $sent bytes: $SHORT"' $me &
            done
            for door in "$@"; do
              case $door in
                TCP:*) tcpsvd -c 100 ${BIND:-0.0.0.0} ${door#*:} sh -c 'echo "I am $0, you are $TCPREMOTEADDR"' $me & ;;
                UDP:*) udpsvd -c 100 ${BIND:-0.0.0.0} ${door#*:} sh -c 'echo "I am $0, you are $UDPREMOTEADDR"' $me & ;;
              esac
            done
            while :; do sleep 3600 & wait $!; done
            """;

    /** Takes what it is told on a TCP port for an announcement, and keeps the last one. */
    static final String MAILBOX = """
            trap 'exit 0' TERM
            tcpsvd 0.0.0.0 $1 sh -c 'cat > /tmp/announced' &
            while :; do sleep 3600 & wait $!; done
            """;

    /** Tells a mailbox ({@code ADDRESS PORT}) the address that it finds on its own interface. */
    static final String ANNOUNCE = """
            ip -o addr show scope global | awk '{ sub("/.*", "", $4); print $4; exit }' | nc -w 3 $1 $2
            """;

    /**
     * A server of datagrams gives the socket that heard a caller to that caller, and for a moment has none for others: what comes then is refused
     * at once. On a busy machine the moment is long enough for any number of tries that do not wait.
     */
    private static final String CALL_ONE = """
            call() {
              tries=$1; tried=1; said=
              while [ $tries -gt 0 ]; do
                case $2 in
                  TCP) said=$(nc -w 3 $3 $4 </dev/null 2>&1) ;;
                  UDP) said=$(echo hello | nc -u $FROM -w 1 $3 $4 2>&1) ;;
                esac
                case $said in "I am "*) break ;; esac
                tries=$((tries - 1))
                [ $tries = 0 ] || { tried=$((tried + 1)); sleep 1; }
              done
              echo $2 $3 $4 $tried $said
            }
            """;

    /**
     * Calls doors ({@code TRIES PROTOCOL ADDRESS PORT …}) all at once and prints a line for each: the three words, how often it was tried, then what was heard. The tries
     * are for datagrams, which may be lost on the way.
     */
    static final String CALL = CALL_ONE + """
            while [ $# -gt 3 ]; do call $1 $2 $3 $4 & shift 4; done
            wait
            """;

    /** As {@link #CALL}, ten at a time: a server's queue of those who wait to be taken is short. */
    static final String CONNECT = CALL_ONE + """
            made=0
            while [ $# -gt 3 ]; do call $1 $2 $3 $4 & shift 4; made=$((made + 1)); [ $((made % 10)) != 0 ] || wait; done
            wait
            """;

    /** As {@link #CALL}, one door after the other, with a pause of two seconds after each third. */
    static final String CALL_IN_TURN = CALL_ONE + """
            made=0
            while [ $# -gt 3 ]; do call $1 $2 $3 $4; shift 4; made=$((made + 1)); [ $((made % 3)) != 0 ] || sleep 2; done
            """;

    /** As {@link #CALL}, one door after the other; all datagrams come from one port, so that they are one flow to whoever passes them on. */
    static final String CALL_FROM_ONE_PORT = "FROM='-p 4321'\n" + CALL_ONE + """
            while [ $# -gt 3 ]; do call $1 $2 $3 $4; shift 4; done
            """;

    /**
     * Sends 6000 bytes over TCP, or 1300 in a datagram, to doors ({@code PROTOCOL ADDRESS PORT …}) where as much is sent back; all at once. Prints
     * a line for each: the three words, how often it was tried, and what was heard, with the length of it in place of what was sent back.
     */
    static final String TALK = """
            long=$(printf '%6000s' | tr ' ' x); short=$(printf '%1300s' | tr ' ' x)
            talk() {
              tried=0; whole=1300; [ $1 = UDP ] || whole=6000
              while :; do
                tried=$((tried + 1))
                case $1 in
                  TCP) said=$(echo "$long" | nc -w 3 $2 $3 2>&1) ;;
                  UDP) said=$(echo "$short" | nc -u -w 1 $2 $3 2>&1) ;;
                esac
                [ ${#said} -lt $whole ] && [ $tried -lt 4 ] || break
                sleep 1
              done
              echo $1 $2 $3 $tried "${said%%: xxx*}", and was sent ${#said}
            }
            while [ $# -gt 2 ]; do talk $1 $2 $3 & shift 3; done
            wait
            """;

    /**
     * Connects to each of the servers given ({@code TIMES NAME ADDRESS PORT …}) that often, one connection after the other, and prints how many
     * were made, how many the one of that name answered, and, where the kernel tells, how many took a second packet to begin. One that does not
     * answer is not called again.
     */
    static final String FIRST_TRIES = """
            second() {
              awk '$1 == "TcpExt:" && n { for (i = 2; i <= n; i++) if (name[i] == "TCPSynRetrans") print $i }
                $1 == "TcpExt:" && !n { n = split($0, name) }' /proc/net/netstat
            }
            times=$1; shift; made=0; answered=0; before=$(second)
            while [ $# -gt 2 ]; do
              i=0
              while [ $i -lt $times ]; do
                i=$((i + 1)); made=$((made + 1))
                case $(nc -w 3 $2 $3 </dev/null 2>&1) in "I am $1/"*) answered=$((answered + 1)) ;; *) break ;; esac
              done
              shift 3
            done
            after=$(second)
            echo $made $answered ${before:+$((after - before))}
            """;

    /** Calls an address and a TCP port until who it names no longer answers there, and prints how many seconds that took. */
    static final String LAST_ANSWER = """
            began=$(cut -d. -f1 /proc/uptime)
            while nc -w 2 $1 $2 </dev/null 2>&1 | grep -q "^I am $3,"; do sleep 1; done
            echo $(($(cut -d. -f1 /proc/uptime) - began))
            """;

    /** Fills the kibibytes given with characters, says so in a file, and keeps them. For a container's first process: the shell becomes it. */
    static final String FILL = """
            exec awk -v wanted=$(($1 * 1024)) 'BEGIN {
              held = "x"; while (length(held) < wanted) held = held held
              print "filled" > "/tmp/filled"; close("/tmp/filled")
              system("sleep 3600")
            }'
            """;

    /** Keeps a processor busy. */
    static final String SPIN = "while :; do :; done";

    /** The seconds that the first process has run on a processor, and those of the wall clock. */
    static final String TIMES = """
            awk '{ print ($14 + $15) / 100 }' /proc/1/stat; cut -d' ' -f1 /proc/uptime
            """;

    /** What the kernel grants the container of processors: of version 2 of its control groups or of version 1, or nothing. */
    static final String ALLOWANCE = """
            here=/sys/fs/cgroup
            if [ -e $here/cpu.max ]; then cat $here/cpu.max
            elif [ -e $here/cpu/cpu.cfs_quota_us ]; then echo $(cat $here/cpu/cpu.cfs_quota_us $here/cpu/cpu.cfs_period_us)
            fi
            """;

    /**
     * Tries to listen on the TCP port given, and gives up after two seconds, when it says {@code listening}; else it says why not. That it had
     * to be ended is the sign that it listened: the exit code is then 143, or 124 where timeout is not busybox's.
     */
    static final String LISTEN = """
            said=$(timeout 2 nc -l -p $1 </dev/null 2>&1)
            case $? in 143|124) echo listening ;; *) echo "$said" ;; esac
            """;

    /** Tries once to connect ({@code ADDRESS PORT}) and prints the machine's uptime before and after, and what became of it: nc tells of a refusal only to those who ask twice. */
    static final String ATTEMPT = """
            read before rest < /proc/uptime
            said=$(nc -v -v -w 5 $1 $2 </dev/null 2>&1)
            read after rest < /proc/uptime
            echo $before $after $said
            """;

    /**
     * Sends a DNS message ({@code PROTOCOL MESSAGE}, as printf takes it) to the pod's first name server and prints what comes back in
     * hexadecimal digits. Datagrams are sent again, because they may be lost.
     */
    static final String ASK = """
            server=$(awk '$1 == "nameserver" { print $2; exit }' /etc/resolv.conf)
            tries=3; heard=
            while [ -z "$heard" ] && [ $tries -gt 0 ]; do
              case $1 in
                TCP) heard=$(printf "$2" | nc -w 3 $server 53 | od -An -v -tx1) ;;
                UDP) heard=$(printf "$2" | nc -u -w 1 $server 53 | od -An -v -tx1) ;;
              esac
              tries=$((tries - 1))
              [ -n "$heard" ] || [ $tries = 0 ] || sleep 1
            done
            echo $heard
            """;
}
