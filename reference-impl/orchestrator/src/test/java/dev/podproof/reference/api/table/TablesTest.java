package dev.podproof.reference.api.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0,0s",
        "119,119s",
        "120,2m",
        "185,3m5s",
        "600,10m",
        "10799,179m",
        "10800,3h",
        "12000,3h20m",
        "28800,8h",
        "172799,47h",
        "172800,2d",
        "180000,2d2h",
        "691200,8d",
        "63072000,2y",
        "65000000,2y22d",
        "-5,<invalid>"
    })
    void durationsShowTwoUnitsAtMost(long seconds, String shown) {
        assertThat(HumanDuration.of(Duration.ofSeconds(seconds))).isEqualTo(shown);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {phase: Pending}                                                                               | Pending
        {phase: Running, containerStatuses: [{ready: true, state: {running: {}}}]}                     | Running
        {phase: Running, containerStatuses: [{state: {waiting: {reason: CrashLoopBackOff}}}]}          | CrashLoopBackOff
        {phase: Succeeded, containerStatuses: [{state: {terminated: {exitCode: 0, reason: Completed}}}]} | Completed
        {phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 3}}}]}                     | ExitCode:3
        {phase: Failed, containerStatuses: [{state: {terminated: {signal: 9}}}]}                       | Signal:9
        {phase: Failed, reason: Evicted}                                                               | Evicted
        {phase: Pending, initContainerStatuses: [{state: {running: {}}}]}                              | Init:0/1
        {phase: Pending, initContainerStatuses: [{state: {waiting: {reason: ErrImagePull}}}]}          | Init:ErrImagePull
        {phase: Pending, initContainerStatuses: [{state: {terminated: {exitCode: 1, reason: Error}}}]} | Init:Error
        {phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{state: {terminated: {reason: Completed}}}, {ready: true, state: {running: {}}}]} | Running
        {phase: Running, containerStatuses: [{state: {terminated: {reason: Completed}}}, {ready: true, state: {running: {}}}]} | NotReady
        """)
    void aPodsStatusIsItsMostTellingState(String status, String word) {
        assertThat(cells(
                                "Pod",
                                "{metadata: {name: a}, spec: {containers: [{}], initContainers: [{}]}, status: "
                                        + status + "}")
                        .get(2))
                .isEqualTo(word);
    }

    @Test
    void aPodThatIsBeingDeletedTerminatesUnlessItHasEnded() {
        String deleted = "{metadata: {name: a, deletionTimestamp: x}, status: {phase: %s}}";
        assertThat(cells("Pod", deleted.formatted("Running")).get(2)).isEqualTo("Terminating");
        assertThat(cells("Pod", deleted.formatted("Succeeded")).get(2)).isEqualTo("Succeeded");
    }

    @Test
    void aPodsRowReadsAsKubectlUsersExpect() {
        assertThat(cells("Pod", """
                        metadata: {name: web, creationTimestamp: 2026-11-23T11:57:00Z}
                        spec: {nodeName: host-1, containers: [{name: a}, {name: b}]}
                        status:
                          phase: Running
                          podIP: 10.244.1.2
                          containerStatuses:
                          - {ready: true, state: {running: {}}, restartCount: 2, lastState: {terminated: {finishedAt: 2026-11-23T11:59:30Z}}}
                          - {ready: false, state: {running: {}}}
                        """))
                .containsExactly(
                        "web", "1/2", "Running", "2 (30s ago)", "3m", "10.244.1.2", "host-1", "<none>", "<none>");
    }

    @Test
    void theOtherKindsHaveTheirColumns() {
        assertThat(cells("Node", """
                        metadata: {name: n, labels: {node-role.kubernetes.io/worker: ''}}
                        spec: {unschedulable: true}
                        status:
                          addresses: [{type: InternalIP, address: 172.18.0.2}]
                          conditions: [{type: Ready, status: 'True'}]
                          nodeInfo: {kubeletVersion: v1, osImage: Debian, kernelVersion: '6', containerRuntimeVersion: docker://26}
                        """))
                .containsExactly(
                        "n",
                        "Ready,SchedulingDisabled",
                        "worker",
                        "<unknown>",
                        "v1",
                        "172.18.0.2",
                        "<none>",
                        "Debian",
                        "6",
                        "docker://26");
        assertThat(cells(
                        "Service",
                        "{metadata: {name: s}, spec: {type: NodePort, clusterIP: 10.96.0.9, selector: {b: c, a: b},"
                                + " ports: [{port: 80, nodePort: 30080, protocol: TCP}, {port: 53, protocol: UDP}]}}"))
                .containsExactly("s", "NodePort", "10.96.0.9", "<none>", "80:30080/TCP,53/UDP", "<unknown>", "a=b,b=c");
        assertThat(
                        cells(
                                "Endpoints",
                                "{metadata: {name: e}, subsets: [{addresses: [{ip: 1.1.1.1}, {ip: 1.1.1.2}], ports: [{port: 80}, {port: 81}]}]}"))
                .containsExactly("e", "1.1.1.1:80,1.1.1.1:81,1.1.1.2:80 + 1 more...", "<unknown>");
        assertThat(cells("ServiceAccount", "{metadata: {name: default}}")).containsExactly("default", "<unknown>");
    }

    @Test
    void aRowCarriesWhatWasAskedFor() {
        ObjectNode pod = read("{kind: Pod, metadata: {name: a}, spec: {x: 1}}");
        assertThat(row(pod, Tables.Include.of(null)).at("/object/kind").asText())
                .isEqualTo("PartialObjectMetadata");
        assertThat(row(pod, Tables.Include.of("Object")).at("/object/spec/x").asInt())
                .isEqualTo(1);
        assertThat(row(pod, Tables.Include.of("None")).has("object")).isFalse();
    }

    private static JsonNode row(ObjectNode object, Tables.Include include) {
        return Tables.table("Pod", List.of(object), JsonNodeFactory.instance.objectNode(), include, true, NOW)
                .at("/rows/0");
    }

    private static List<String> cells(String kind, String yaml) {
        ObjectNode table = Tables.table(
                kind, List.of(read(yaml)), JsonNodeFactory.instance.objectNode(), Tables.Include.NONE, true, NOW);
        assertThat(table.path("columnDefinitions")).hasSameSizeAs(table.at("/rows/0/cells"));
        return StreamSupport.stream(table.at("/rows/0/cells").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static ObjectNode read(String yaml) {
        try {
            return (ObjectNode) new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }
}
