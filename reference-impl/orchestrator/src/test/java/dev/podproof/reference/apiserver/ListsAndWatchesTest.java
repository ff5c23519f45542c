package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists in parts, watches from a revision, and what both say when the history does not reach back. */
class ListsAndWatchesTest {

    private static final String LIST_OF_ALL = "resourceVersionMatch=NotOlderThan&sendInitialEvents=true&watch=true";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static InProcessApi api;

    private RawApi admin = api.raw();

    @BeforeAll
    static void start() {
        api = InProcessApi.durable();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aListComesInPartsThatAllShowOneRevision() {
        var maps = namespace("parts");
        for (var name : List.of("a", "b", "c", "d", "e")) {
            make(maps, name);
        }
        var first = admin.get(maps + "?limit=2").json();
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(3);

        admin.delete(maps + "/d", "");
        make(maps, "cc");
        var second = admin.get(maps + "?limit=2&continue=" + token(first)).json();
        assertThat(names(second)).containsExactly("c", "d");
        var last = admin.get(maps + "?limit=2&continue=" + token(second)).json();
        assertThat(names(last)).containsExactly("e");
        assertThat(last.at("/metadata/continue").asText()).isEmpty();
        assertThat(last.at("/metadata/resourceVersion")).isEqualTo(first.at("/metadata/resourceVersion"));
    }

    @Test
    void aRevisionIsTheNewestOneAtLeastOrExactlyAndNeverOneToCome() {
        var maps = namespace("revisions");
        make(maps, "a");
        var before = revision(admin.get(maps).json());
        make(maps, "b");
        assertThat(names(admin.get(maps + "?resourceVersion=0").json())).containsExactly("a", "b");
        assertThat(names(admin.get(maps + "?resourceVersion=" + before).json())).containsExactly("a", "b");
        assertThat(names(admin.get(maps + "?resourceVersionMatch=Exact&resourceVersion=" + before)
                        .json()))
                .containsExactly("a");
        var ahead = admin.get(maps + "?resourceVersion=999999999");
        assertThat(ahead.status()).isEqualTo(504);
        assertThat(ahead.message()).contains("Too large resource version");
        assertThat(admin.get(maps + "?resourceVersion=yesterday").status()).isEqualTo(400);
    }

    @Test
    void whatWasForgottenHasExpired() {
        var maps = namespace("forgotten");
        make(maps, "a");
        make(maps, "b");
        var part = admin.get(maps + "?limit=1").json();
        make(maps, "c");
        // The history is in memory: a new server has none of before.
        api.restart();
        admin = api.raw();

        for (var query : List.of(
                "?limit=1&continue=" + token(part), "?resourceVersionMatch=Exact&resourceVersion=" + revision(part))) {
            var gone = admin.get(maps + query);
            assertThat(gone.status()).as(query).isEqualTo(410);
            assertThat(gone.json().path("reason").asText()).isEqualTo("Expired");
        }
        var events = watch(maps, "watch=true&resourceVersion=" + revision(part));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.path("type").asText()).isEqualTo("ERROR");
            assertThat(event.at("/object/code").asInt()).isEqualTo(410);
            assertThat(event.at("/object/reason").asText()).isEqualTo("Expired");
        });
        assertThat(admin.get(maps + "?continue=nonsense").status()).isEqualTo(400);
    }

    @Test
    void aWatchShowsWhatItsSelectorShowsAndEndsWithABookmark() {
        var maps = namespace("selected");
        var before = revision(admin.get(maps).json());
        make(maps, "a");
        admin.patch(maps + "/a", "merge", "{'metadata':{'labels':{'shown':'yes'}}}");
        admin.patch(maps + "/a", "merge", "{'data':{'k':'v'}}");
        admin.patch(maps + "/a", "merge", "{'metadata':{'labels':{'shown':'no'}}}");
        make(maps, "b");

        var query = "watch=true&timeoutSeconds=1&labelSelector=shown%3Dyes&resourceVersion=" + before;
        assertThat(watch(maps, query))
                .extracting(ListsAndWatchesTest::type)
                .containsExactly("ADDED", "MODIFIED", "DELETED");
        var marked = watch(maps, query + "&allowWatchBookmarks=true");
        assertThat(marked).extracting(ListsAndWatchesTest::type).endsWith("DELETED", "BOOKMARK");
        assertThat(marked.get(3).at("/object/metadata/resourceVersion").asText())
                .isEqualTo(revision(admin.get(maps).json()));
    }

    @Test
    void aWatchCanBeginAsAList() {
        var maps = namespace("streamed");
        make(maps, "a");
        make(maps, "b");
        var events = watch(maps, LIST_OF_ALL + "&allowWatchBookmarks=true&timeoutSeconds=1");
        assertThat(events).extracting(ListsAndWatchesTest::type).startsWith("ADDED", "ADDED", "BOOKMARK");
        assertThat(events.get(2)
                        .at("/object/metadata/annotations")
                        .path("k8s.io/initial-events-end")
                        .asText())
                .isEqualTo("true");
        assertThat(events.get(3).at("/object/metadata/annotations").isMissingNode())
                .isTrue();

        var unclear = admin.get(maps + "?watch=true&sendInitialEvents=true");
        assertThat(unclear.status()).isEqualTo(422);
        assertThat(unclear.fields()).containsExactly("resourceVersionMatch");
    }

    @Test
    void fieldsAreSelectedByNameAndUnknownOnesAreRefused() {
        var maps = namespace("fields");
        make(maps, "a");
        make(maps, "b");
        assertThat(names(admin.get(maps + "?fieldSelector=metadata.name%3Db").json()))
                .containsExactly("b");
        assertThat(names(admin.get(maps + "?fieldSelector=metadata.name!%3Db").json()))
                .containsExactly("a");
        var unknown = admin.get("/api/v1/pods?fieldSelector=spec.hostname%3Dx");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.message()).contains("field label not supported");
    }

    private String namespace(String name) {
        assertThat(admin.post("/api/v1/namespaces", "{'metadata':{'name':'" + name + "'}}")
                        .status())
                .isEqualTo(201);
        return "/api/v1/namespaces/" + name + "/configmaps";
    }

    private void make(String maps, String name) {
        assertThat(admin.post(maps, "{'metadata':{'name':'" + name + "'}}").status())
                .isEqualTo(201);
    }

    private List<JsonNode> watch(String path, String query) {
        return admin.get(path + "?" + query)
                .text()
                .lines()
                .map(line -> {
                    try {
                        return MAPPER.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException("not an event: " + line, e);
                    }
                })
                .toList();
    }

    private static String type(JsonNode event) {
        return event.path("type").asText();
    }

    private static List<String> names(JsonNode list) {
        return list.path("items").findParents("name").stream()
                .filter(metadata -> metadata.has("uid"))
                .map(metadata -> metadata.path("name").asText())
                .toList();
    }

    private static String revision(JsonNode list) {
        return list.at("/metadata/resourceVersion").asText();
    }

    private static String token(JsonNode list) {
        return list.at("/metadata/continue").asText();
    }
}
