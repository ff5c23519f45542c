package dev.podproof.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How faults are switched, whichever they are. */
class FaultsTest {
    private static final Path HERE = Path.of("src/test/java/dev/podproof/reference/faults");

    @Test
    void a_healthy_process_is_given_the_real_parts() {
        Commands real = (command, input) -> "";
        World world = new World();
        Faults none = Faults.none();

        assertThat(none.before(Commands.class, real)).isSameAs(real);
        assertThat(none.view(Part.PROXY, world)).isSameAs(world);
    }

    @Test
    void a_part_that_stands_there_already_is_decorated_and_undecorated() {
        Bench bench = new Bench("no-node-ports");
        Commands face = bench.faults.before(Commands.class, (command, input) -> input);
        String script = "add element ip podproof_proxy node_ports { tcp . 30080 : goto x }\n";

        assertThat(face.run(List.of("nft", "-f", "-"), script)).isEqualTo(script);
        bench.on();
        assertThat(face.run(List.of("nft", "-f", "-"), script)).isBlank();
        bench.off();
        assertThat(face.run(List.of("nft", "-f", "-"), script)).isEqualTo(script);
    }

    @Test
    void what_is_thrown_behind_a_seam_is_thrown_before_it() {
        Commands face = new Bench("no-node-ports").faults.before(Commands.class, (command, input) -> {
            throw new IllegalStateException("no");
        });

        assertThatThrownBy(() -> face.run("ip", "link"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
    }

    @Test
    void who_follows_is_told_at_the_switch_what_it_sees_from_then_on() {
        Bench bench = new Bench("orphans-are-not-adopted");
        bench.world.put(pod("orphan"));
        ClusterView view = bench.view(Part.REPLICATION);
        List<String> told = new ArrayList<>();
        view.follow(Pod.class, (before, after) -> told.add(name(before) + " -> " + name(after)));

        bench.on();
        assertThat(view.list(Pod.class)).isEmpty();
        bench.off();
        assertThat(view.find(Pod.class, "space", "orphan")).isPresent();

        assertThat(told).containsExactly("- -> orphan", "orphan -> -", "- -> orphan");
    }

    @Test
    void who_is_not_to_learn_that_something_is_gone_learns_it_when_the_fault_is_off() {
        Bench bench = new Bench("subnets-are-never-free-again");
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName("host-9")
                .endMetadata()
                .build();
        bench.world.put(node);
        ClusterView view = bench.view(Part.SUBNETS);
        List<String> told = new ArrayList<>();
        view.follow(Node.class, (before, after) -> told.add(name(before) + " -> " + name(after)));

        bench.on();
        bench.world.remove(node);
        assertThat(view.find(Node.class, "host-9")).isPresent();
        assertThat(told).doesNotContain("host-9 -> -");
        bench.off();

        assertThat(view.find(Node.class, "host-9")).isEmpty();
        assertThat(told.get(told.size() - 1)).isEqualTo("host-9 -> -");
    }

    @Test
    void what_comes_with_time_is_told_when_its_time_has_come() {
        Bench bench = new Bench("served-late");
        bench.world.put(endpoints());
        ClusterView view = bench.view(Part.PROXY);
        List<Boolean> told = new ArrayList<>();
        view.follow(Endpoints.class, (before, after) -> told.add(ServiceFaults.isServed(after)));
        bench.on();

        bench.time.advance(java.time.Duration.ofSeconds(60));
        bench.world.put(endpoints("10.244.1.2"));
        bench.faults.tick();
        assertThat(told).doesNotContain(true);
        bench.time.advance(java.time.Duration.ofSeconds(26));
        bench.faults.tick();

        assertThat(told).last().isEqualTo(true);
    }

    @Test
    void other_parts_see_the_cluster_as_it_is() {
        Bench bench = new Bench("orphans-are-not-adopted");
        bench.world.put(pod("orphan"));
        ClusterView view = bench.view(Part.SCHEDULER);
        bench.on();

        assertThat(view.list(Pod.class)).hasSize(1);
    }

    @Test
    void rules_of_a_fault_go_with_it() {
        Bench bench = new Bench("large-packets-are-lost");

        assertThat(bench.rules()).contains("meta length > 1200 drop").contains("10.244.0.0/16");
        bench.off();
        assertThat(bench.commands.get(1))
                .contains("delete table ip podproof_fault")
                .doesNotContain("chain");
    }

    @Test
    void parts_that_keep_what_they_wrote_are_asked_to_write_it_again() {
        Bench bench = new Bench("no-node-ports");
        List<String> asked = new ArrayList<>();
        bench.faults.onSwitch(() -> asked.add("again"));

        bench.on();
        bench.on();
        bench.off();

        assertThat(asked).hasSize(2);
    }

    @Test
    void the_file_says_what_is_on_and_the_other_what_was_done(@TempDir Path directory) throws IOException {
        Bench bench = new Bench("no-node-ports");
        Path file = directory.resolve("faults");
        Path done = directory.resolve("faults.done");
        FaultFile switches = new FaultFile(file, bench.faults);
        Commands face = bench.faults.before(Commands.class, (command, input) -> input);

        switches.begin();
        assertThat(done).hasContent("");
        Files.writeString(file, "no-node-ports\n");
        switches.look();
        assertThat(face.run(List.of("nft", "-f", "-"), "add element ip podproof_proxy node_ports { tcp"))
                .isBlank();
        assertThat(done).hasContent("no-node-ports\n");
        Files.writeString(file, "no-such-fault\n");
        switches.look();
        assertThat(done).content().startsWith("! there is no fault no-such-fault");
        assertThat(face.run(List.of("nft", "-f", "-"), "add element ip podproof_proxy node_ports { tcp"))
                .isBlank();
    }

    @Test
    void a_process_does_not_start_with_an_unknown_fault(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("faults"), "no-such-fault");

        assertThatThrownBy(() -> new FaultFile(file, new Bench("").faults).begin())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no fault no-such-fault");
    }

    @Test
    void every_fault_is_seen_in_a_test() throws IOException {
        String tests;
        try (Stream<Path> files = Files.list(HERE)) {
            tests = files.map(FaultsTest::read).collect(Collectors.joining());
        }

        assertThat(Catalogue.ids())
                .doesNotHaveDuplicates()
                .allMatch(id ->
                        Pattern.compile("\"" + id + "[\",| ]").matcher(tests).find());
        assertThat(Catalogue.find(Set.copyOf(Catalogue.ids()))).hasSameSizeAs(Catalogue.ids());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String name(io.fabric8.kubernetes.api.model.HasMetadata object) {
        return object == null ? "-" : object.getMetadata().getName();
    }

    static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("space")
                .withUid(name)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }

    static Endpoints endpoints(String... addresses) {
        var builder = new EndpointsBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("space")
                .withUid("web")
                .endMetadata();
        if (addresses.length > 0) {
            var subset = builder.addNewSubset();
            for (String address : addresses) {
                subset.addNewAddress().withIp(address).endAddress();
            }
            subset.addNewPort().withPort(8080).endPort().endSubset();
        }
        return builder.build();
    }
}
