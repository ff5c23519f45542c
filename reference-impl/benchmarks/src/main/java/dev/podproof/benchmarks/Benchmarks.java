package dev.podproof.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The project's benchmarks, run by hand with {@code ./podproof bench NAME}; docs/benchmarks.md keeps the figures. */
@Command(
        name = "podproof bench",
        subcommands = {
            Abuse.class,
            Api.class,
            Hollow.class,
            RcScale.class,
            HostLoss.class,
            NetworkLinks.class,
            PodStart.class,
            PodBurst.class,
            AgentRest.class,
            ServiceReady.class,
            ProxyScale.class,
            Dns.class
        },
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        description = "Measures the reference beside what it is compared with, in one run.")
final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }
}
