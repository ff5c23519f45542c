package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user's file that says how to reach hosts. A host is the name of a container of this machine's Docker Engine, or commands:
 *
 * <pre>
 * node-1: my-cluster-node-1
 * node-2:
 *   run: ssh root@node-2
 *   stop: virsh destroy node-2
 *   start: virsh start node-2
 *   cut-off: virsh domif-setlink node-2 eth0 down
 *   heal: virsh domif-setlink node-2 eth0 up
 * </pre>
 */
public final class DockerHostsFile {
    private static final Set<String> COMMANDS = Set.of("run", "stop", "start", "cut-off", "heal");

    private DockerHostsFile() {}

    /**
     * Reads the file; connects to nothing yet.
     *
     * @throws SubjectUnreachable when it is not there, or not such a file
     */
    public static DockerHosts read(Path file) {
        ObjectNode document;
        try {
            document = Documents.yaml(Files.readString(file));
        } catch (IOException e) {
            throw new SubjectUnreachable(
                    "docker hosts " + file + ": " + (Files.exists(file) ? "not readable" : "no such file"), e);
        } catch (IllegalArgumentException e) {
            throw new SubjectUnreachable("docker hosts " + file + ": a YAML mapping of hosts is wanted", e);
        }
        Map<String, HostCommands> hosts = new LinkedHashMap<>();
        document.properties().forEach(entry -> hosts.put(entry.getKey(), host(file, entry.getKey(), entry.getValue())));
        if (hosts.isEmpty()) {
            throw new SubjectUnreachable("docker hosts " + file + " names no host");
        }
        return new CommandHosts(hosts);
    }

    private static HostCommands host(Path file, String name, JsonNode value) {
        if (value.isTextual()) {
            return HostCommands.ofContainer(List.of("docker"), value.textValue());
        }
        Set<String> given = new TreeSet<>();
        value.fieldNames().forEachRemaining(given::add);
        if (!given.equals(COMMANDS)) {
            throw new SubjectUnreachable("docker hosts " + file + ": host " + name
                    + " is to be a container's name, or a mapping with " + new TreeSet<>(COMMANDS) + ", not " + given);
        }
        return new HostCommands(
                List.of(value.path("run").asText().strip().split("\\s+")),
                inShell(value, "stop"),
                inShell(value, "start"),
                inShell(value, "cut-off"),
                inShell(value, "heal"));
    }

    private static List<String> inShell(JsonNode host, String command) {
        return List.of("sh", "-c", host.path(command).asText());
    }
}
