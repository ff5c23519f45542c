package dev.podproof.reference.testing;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.host.HostCommands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Two hosts made of network namespaces. {@code here} has the pods {@code a} (10.244.1.2) and {@code b} (10.244.1.3) on a bridge; {@code there}
 * (172.30.0.3) is another host, with a pod's address of its own (10.244.2.2).
 */
public final class TwoHosts implements AutoCloseable {

    /** Of this process alone: several may run such tests on one machine. */
    private static final String PREFIX = "podproof-" + ProcessHandle.current().pid() + "-";

    private final Commands commands = new HostCommands(Duration.ofSeconds(30));
    private final List<Process> servers = new ArrayList<>();

    public TwoHosts() {
        for (String name : List.of("here", "there", "a", "b")) {
            commands.run("ip", "netns", "add", PREFIX + name);
            in(name, "ip", "link", "set", "lo", "up");
        }
        in("here", "ip", "link", "add", "podproof0", "type", "bridge");
        in("here", "ip", "addr", "add", "10.244.1.1/24", "dev", "podproof0");
        in("here", "ip", "link", "set", "podproof0", "up");
        in("here", "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.bridge.bridge-nf-call-iptables=1");
        pod("a", "10.244.1.2/24");
        pod("b", "10.244.1.3/24");
        in("here", "ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", PREFIX + "there");
        for (String[] host : new String[][] {{"here", "172.30.0.2/24"}, {"there", "172.30.0.3/24"}}) {
            in(host[0], "ip", "addr", "add", host[1], "dev", "eth0");
            in(host[0], "ip", "link", "set", "eth0", "up");
        }
        in("there", "ip", "addr", "add", "10.244.2.2/32", "dev", "lo");
        in("there", "ip", "route", "add", "10.244.1.0/24", "via", "172.30.0.2");
        in("here", "ip", "route", "add", "default", "via", "172.30.0.3");
    }

    /** Why there can be no namespaces here, if there can't. */
    public static Optional<String> obstacle() {
        Commands commands = new HostCommands(Duration.ofSeconds(10));
        try {
            commands.run("nft", "--version");
            commands.run("conntrack", "--version");
            commands.run("ip", "netns", "add", PREFIX + "probe");
            commands.run("ip", "netns", "del", PREFIX + "probe");
            return Optional.empty();
        } catch (CommandFailed failed) {
            return Optional.of("needs root, ip, nft and conntrack: " + failed.getMessage());
        }
    }

    /** Gives rules to the kernel of the host with the pods. */
    public void rules(String script) {
        commands.run(List.of("ip", "netns", "exec", PREFIX + "here", "nft", "-f", "-"), script);
    }

    /** Commands of the host with the pods. */
    public Commands commandsHere() {
        return (command, input) -> {
            List<String> full = new ArrayList<>(List.of("ip", "netns", "exec", PREFIX + "here"));
            full.addAll(command);
            return commands.run(full, input);
        };
    }

    /** Flows of datagrams through service and node ports that the kernel of that host remembers. */
    public List<String> flows() {
        return commandsHere()
                .run("conntrack", "-p", "udp", "-L")
                .lines()
                .filter(line -> line.contains("dport=80 ") || line.contains("dport=30053 "))
                .toList();
    }

    /** Answers on a port from now on, TCP and UDP. */
    public void serve(String where, String name, int port) throws IOException {
        Process server = new ProcessBuilder(command(where, "serve", name, Integer.toString(port)))
                .redirectErrorStream(true)
                .start();
        servers.add(server);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (!"ready".equals(line)) {
            throw new IOException("the server in " + where + " did not start: " + line);
        }
    }

    /** Starts one of the tests' programs; gives back the lines that it prints, as they come. */
    public BlockingQueue<String> start(String where, Class<?> program, String... arguments) throws IOException {
        Process started = new ProcessBuilder(command(where, System.getProperty("java.class.path"), program, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        servers.add(started);
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = new Thread(
                () -> started.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add), "lines");
        reader.setDaemon(true);
        reader.start();
        return lines;
    }

    /** What a client gets, a line for each time it asks: the server's name and the address that the server saw. */
    public List<String> ask(String where, String protocol, String address, int port, int times) {
        return commands.run(command(where, protocol, address, Integer.toString(port), Integer.toString(times)), "")
                .lines()
                .toList();
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
        List.of("here", "there", "a", "b").forEach(this::remove);
    }

    private void remove(String name) {
        try {
            commands.run("ip", "netns", "del", PREFIX + name);
        } catch (CommandFailed gone) {
            // Whatever could not be made need not be removed.
        }
    }

    private void pod(String name, String address) {
        in("here", "ip", "link", "add", "veth-" + name, "type", "veth", "peer", "name", "eth0", "netns", PREFIX + name);
        in("here", "ip", "link", "set", "veth-" + name, "master", "podproof0", "up");
        in("here", "ip", "link", "set", "veth-" + name, "type", "bridge_slave", "hairpin", "on");
        in(name, "ip", "addr", "add", address, "dev", "eth0");
        in(name, "ip", "link", "set", "eth0", "up");
        in(name, "ip", "route", "add", "default", "via", "10.244.1.1");
    }

    /** Runs a command on a host, or in a pod. */
    public void in(String where, String... command) {
        List<String> full = new ArrayList<>(List.of("ip", "netns", "exec", PREFIX + where));
        full.addAll(List.of(command));
        commands.run(full, "");
    }

    private static List<String> command(String where, String... arguments) {
        String classes = Path.of(NetnsPeer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        return command(where, classes, NetnsPeer.class, arguments);
    }

    private static List<String> command(String where, String classes, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                PREFIX + where,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
