package dev.podproof.reference.main;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The orchestrator: {@code master} is the control plane, {@code node} a host's agent, {@code dns} the DNS server alone. Exit codes: 1 when a
 * program can't start, 2 for wrong usage; SIGTERM ends it in order.
 */
@Command(
        name = "podproof-orchestrator",
        description = "The Podproof reference orchestrator.",
        mixinStandardHelpOptions = true,
        subcommands = {MasterCommand.class, NodeCommand.class, DnsCommand.class, RehearsalCommand.class})
public final class Main implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    /** As the Java machine itself would say it. */
    private static final int OUT_OF_MEMORY = 3;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /** Runs one of the programs until it is told to end. */
    public static void main(String[] args) {
        CommandLine commandLine = commandLine(new Main());
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            // One line for people; the rest is for those who debug.
            LOG.error("{} can't start: {}", command.getCommandName(), reason(failure));
            LOG.debug("where it failed", failure);
            return 1;
        });
        Thread.setDefaultUncaughtExceptionHandler(Main::uncaught);
        System.exit(commandLine.execute(args));
    }

    /** A thread that nobody expected to end is missed; without memory it may be any, and the process is better begun anew. */
    static void uncaught(Thread thread, Throwable failure) {
        LOG.error("{} died of something that nobody expected", thread.getName(), failure);
        if (failure instanceof VirtualMachineError) {
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
        }
    }

    /** Reads arguments for this command as all of ours are read. */
    static CommandLine commandLine(Object command) {
        return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which program to run: master, node or dns");
    }

    /** Starts a program and keeps it until the process is asked to end, or until it can't start. */
    static int runUntilStopped(Program program) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    LOG.info("ending");
                    program.close();
                    LOG.info("ended");
                    stopped.countDown();
                },
                "end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            program.start();
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static String reason(Throwable failure) {
        StringBuilder reason = new StringBuilder(describe(failure));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (reason.indexOf(describe(cause)) < 0) {
                reason.append(": ").append(describe(cause));
            }
        }
        return reason.toString();
    }

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
