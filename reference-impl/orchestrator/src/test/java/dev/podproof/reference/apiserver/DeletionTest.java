package dev.podproof.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import org.junit.jupiter.api.Test;

/** What becomes of an object that is to go. */
class DeletionTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String CONTROLLERS = "/api/v1/namespaces/default/replicationcontrollers";

    private final RawApi admin = InProcessApi.shared().raw();

    @Test
    void foregroundAndOrphanWaitForTheGarbageCollector() {
        configMap("foreground", "");
        var foreground = admin.delete(CONFIG_MAPS + "/foreground?propagationPolicy=Foreground", "");
        assertThat(foreground.json().at("/metadata/finalizers").toString()).isEqualTo("[\"foregroundDeletion\"]");
        assertThat(foreground.json().at("/metadata/deletionTimestamp").isTextual())
                .isTrue();

        configMap("orphan", "");
        admin.delete(CONFIG_MAPS + "/orphan", "{\"propagationPolicy\":\"Orphan\"}");
        assertThat(finalizers("orphan")).isEqualTo("[\"orphan\"]");
        // Whoever asks again may change how; without a wish of its own the request changes nothing.
        admin.delete(CONFIG_MAPS + "/orphan", "");
        assertThat(finalizers("orphan")).isEqualTo("[\"orphan\"]");
        admin.delete(CONFIG_MAPS + "/orphan", "{\"propagationPolicy\":\"Background\"}");
        assertThat(admin.get(CONFIG_MAPS + "/orphan").status()).isEqualTo(404);
    }

    @Test
    void anObjectGoesWithItsLastFinalizer() {
        configMap("kept", "'finalizers':['example.org/keep']");
        admin.delete(CONFIG_MAPS + "/kept", "");
        var added = admin.patch(
                CONFIG_MAPS + "/kept", "merge", "{'metadata':{'finalizers':['example.org/keep','example.org/more']}}");
        assertThat(added.status()).isEqualTo(422);
        assertThat(added.message()).contains("no new finalizers can be added");

        admin.patch(CONFIG_MAPS + "/kept", "merge", "{'metadata':{'finalizers':null}}");
        assertThat(admin.get(CONFIG_MAPS + "/kept").status()).isEqualTo(404);
    }

    @Test
    void aReplicationControllerLeavesItsPodsUnlessToldOtherwise() {
        admin.post(
                CONTROLLERS,
                "{'metadata':{'name':'rc'},'spec':{'replicas':0,'template':{'metadata':{'labels':{'a':'b'}},"
                        + "'spec':{'containers':[{'name':'c','image':'i'}]}}}}");
        admin.delete(CONTROLLERS + "/rc", "");
        var deleted = admin.get(CONTROLLERS + "/rc").json();
        assertThat(deleted.at("/metadata/finalizers/0").asText()).isEqualTo("orphan");
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedAndNothingGoes() {
        configMap("stays", "");
        var path = CONFIG_MAPS + "/stays";
        assertThat(admin.delete(path + "?propagationPolicy=Sometimes", "").status())
                .isEqualTo(422);
        assertThat(admin.delete(path, "{\"propagationPolicy\":\"Orphan\",\"orphanDependents\":true}")
                        .status())
                .isEqualTo(422);
        assertThat(admin.delete(path, "{\"gracePeriodSeconds\":\"soon\"}").status())
                .isEqualTo(400);
        assertThat(admin.delete(path, "{\"preconditions\":{\"uid\":\"another\"}}")
                        .status())
                .isEqualTo(409);
        assertThat(admin.delete(path, "{\"preconditions\":{\"resourceVersion\":\"1\"}}")
                        .status())
                .isEqualTo(409);
        assertThat(admin.delete(path, "{\"kind\":\"Pod\"}").status()).isEqualTo(400);
        assertThat(admin.delete(path + "?dryRun=All", "").status()).isEqualTo(200);
        assertThat(admin.get(path).status()).isEqualTo(200);
    }

    private void configMap(String name, String metadata) {
        var more = metadata.isEmpty() ? "" : "," + metadata;
        assertThat(admin.post(CONFIG_MAPS, "{'metadata':{'name':'" + name + "'" + more + "}}")
                        .status())
                .isEqualTo(201);
    }

    private String finalizers(String name) {
        return admin.get(CONFIG_MAPS + "/" + name)
                .json()
                .at("/metadata/finalizers")
                .toString();
    }
}
