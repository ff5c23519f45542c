package dev.podproof.report.cli;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.workshop.Milestone;
import dev.podproof.report.workshop.PageFacts;
import dev.podproof.report.workshop.Pages;
import dev.podproof.report.workshop.Pages.Standing;
import dev.podproof.report.workshop.WorkshopPage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** podproof workshop: the pages below tutorials/, and a cluster to do them on. */
@Command(
        name = "workshop",
        description =
                "Lists the workshops; start NN prepares a cluster for one, check and hint help on the way, and reset takes away what a page left.",
        mixinStandardHelpOptions = true)
final class WorkshopCommand implements Runnable {
    private static final int HOSTS = 2;
    private static final int NOT_YET = 1;

    private final Terminal terminal;

    WorkshopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        for (Standing standing : all()) {
            WorkshopPage page = standing.page();
            PageFacts facts = page.facts();
            terminal.line(terminal.bold(standing.number()) + "  " + page.title());
            terminal.line("    " + facts.minutes() + " minutes, needs " + facts.needs() + "; "
                    + String.join(", ", facts.requirements()));
        }
        terminal.line("podproof workshop start NN prepares a cluster for one.");
    }

    @Command(
            name = "start",
            description = "Prepares a cluster for a page, or says what is in its way.",
            mixinStandardHelpOptions = true)
    int start(@Mixin ClusterNameOption cluster, @Parameters(paramLabel = "NN") String number) {
        Standing standing = page(number);
        for (String program : List.of("kubectl", "docker", "bash")) {
            if (!onPath(program)) {
                throw new BadInput("This machine lacks " + program + ", which the pages are done with: install it");
            }
        }
        ReferenceCluster found = ReferenceCluster.find(cluster.name()).orElseGet(() -> begin(cluster.name()));
        List<String> inTheWay = inTheWay(found, cluster);
        inTheWay.forEach(terminal::line);
        if (!inTheWay.isEmpty()) {
            return NOT_YET;
        }
        terminal.line("export PATH=\"" + home() + ":$PATH\"");
        terminal.line("export KUBECONFIG=" + found.kubeconfig());
        terminal.line("cd " + standing.folder());
        terminal.line("Paste these three lines, then follow " + standing.file() + " from its first question.");
        return 0;
    }

    @Command(
            name = "check",
            description = {
                "Looks at the cluster and says how far a page has got: what is so that the page leads to, and what is not (yet, or any more).",
                "Exit codes: 0 everything is so, 1 something is not."
            },
            mixinStandardHelpOptions = true)
    int check(@Mixin ClusterNameOption cluster, @Parameters(paramLabel = "NN") String number) {
        Standing page = page(number);
        Progress progress = Progress.of(page, cluster.find());
        terminal.line(terminal.bold(number) + "  " + page.page().title() + ", on the cluster '" + cluster.name() + "'");
        progress.states()
                .forEach((milestone, met) -> terminal.line((met ? terminal.green("✓") : terminal.red("✗")) + " "
                        + milestone.after() + ": " + milestone.state()));
        terminal.line(progress.met() + " of " + progress.states().size() + " are so"
                + (progress.firstUnmet().isEmpty()
                        ? "."
                        : "; podproof workshop hint " + number + cluster.option()
                                + " helps with the first that is not."));
        return progress.firstUnmet().isEmpty() ? 0 : NOT_YET;
    }

    @Command(
            name = "hint",
            description =
                    "Helps with the first state of a page that check does not find: a nudge, then where it stands, then the command.",
            mixinStandardHelpOptions = true)
    int hint(
            @Mixin ClusterNameOption cluster,
            @Parameters(paramLabel = "NN") String number,
            @Parameters(
                            paramLabel = "STEP",
                            arity = "0..1",
                            defaultValue = "1",
                            description = "1, 2 or 3 (default: 1).")
                    int step) {
        if (step < 1 || step > Milestone.HINTS) {
            throw new BadInput("There is no hint " + step + "; there are 1 to " + Milestone.HINTS);
        }
        Optional<Milestone> unmet = Progress.of(page(number), cluster.find()).firstUnmet();
        if (unmet.isEmpty()) {
            terminal.line("Everything that workshop " + number + " leads to is so: nothing is left to help with.");
            return 0;
        }
        terminal.line(unmet.get().after() + ": " + unmet.get().state());
        terminal.line(unmet.get().hints().get(step - 1));
        if (step < Milestone.HINTS) {
            terminal.line(terminal.faint(
                    "podproof workshop hint " + number + " " + (step + 1) + cluster.option() + " says more."));
        }
        return 0;
    }

    @Command(
            name = "reset",
            description =
                    "Switches faults off and takes away bare hosts and the namespaces that pages work in, whichever page it was.",
            mixinStandardHelpOptions = true)
    int reset(@Mixin ClusterNameOption cluster) {
        ReferenceCluster found = ReferenceCluster.find(cluster.name())
                .orElseThrow(() -> new BadInput(
                        "There is no cluster '" + cluster.name() + "'; podproof workshop start NN begins one"));
        if (found.faults().isPresent()) {
            found.useFaults(List.of());
        }
        found.removeBareHosts();
        List<String> left = left(found);
        if (!left.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("delete", "namespace", "--wait=false"));
            words.addAll(left);
            kubectl(found).lines(words);
        }
        terminal.line("The cluster '" + cluster.name() + "' has no fault and no bare hosts; "
                + (left.isEmpty() ? "no namespace of a page was left." : "taken away: " + String.join(", ", left)));
        return 0;
    }

    private ReferenceCluster begin(String name) {
        try (LiveLines lines = new LiveLines(terminal)) {
            ReferenceCluster fresh = ReferenceCluster.builder()
                    .name(name)
                    .hosts(HOSTS)
                    .faults(List.of())
                    .keep(true)
                    .progress(UpCommand.progress(lines))
                    .build();
            fresh.start();
            lines.finish();
            return fresh;
        }
    }

    private List<String> inTheWay(ReferenceCluster found, ClusterNameOption cluster) {
        List<String> said = new ArrayList<>();
        Optional<List<String>> faults = found.faults();
        if (faults.isEmpty()) {
            said.add("The cluster '" + cluster.name() + "' can have no faults, as it was started without"
                    + " --faults-switchable: use another --name, or podproof down" + cluster.option() + " first.");
        }
        String reset = "podproof workshop reset" + cluster.option();
        if (!faults.orElse(List.of()).isEmpty()) {
            said.add("A fault is still on: " + reset + " switches it off.");
        }
        List<String> left = left(found);
        if (!left.isEmpty()) {
            said.add("Namespaces of another page are left (" + String.join(", ", left) + "): " + reset
                    + " takes them away.");
        }
        long ready = kubectl(found).lines(List.of("get", "nodes", "--no-headers")).stream()
                .filter(node -> node.contains(" Ready "))
                .count();
        if (ready < HOSTS) {
            said.add("The pages need " + HOSTS + " hosts that are ready, and there are " + ready + ": podproof host add"
                    + cluster.option() + ", or docker start the one that you stopped.");
        }
        return said;
    }

    /** The namespaces that are there and that pages work in; nobody else's. */
    private List<String> left(ReferenceCluster found) {
        List<String> ofPages =
                all().stream().flatMap(page -> page.namespaces().stream()).toList();
        return kubectl(found).lines(List.of("get", "namespaces", "--output=name")).stream()
                .map(name -> name.replace("namespace/", ""))
                .filter(ofPages::contains)
                .toList();
    }

    private static Kubectl kubectl(ReferenceCluster found) {
        return new Kubectl(found.kubeconfig());
    }

    private Standing page(String number) {
        List<Standing> all = all();
        return all.stream()
                .filter(page -> page.number().equals(number))
                .findFirst()
                .orElseThrow(() -> new BadInput("There is no workshop '" + number + "'; there are "
                        + String.join(", ", all.stream().map(Standing::number).toList())));
    }

    private List<Standing> all() {
        List<Standing> pages = Pages.in(home().resolve("tutorials"));
        if (pages.isEmpty()) {
            throw new BadInput("There are no workshops in " + home().resolve("tutorials")
                    + "; they are part of the project's folder, where ./podproof stands");
        }
        return pages;
    }

    /** The launcher's folder. */
    private Path home() {
        return Path.of(terminal.variables().getOrDefault("PODPROOF_HOME", ""))
                .toAbsolutePath()
                .normalize();
    }

    private boolean onPath(String program) {
        return Stream.of(terminal.variables().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
