package dev.podproof.report.render;

import static dev.podproof.report.render.Networks.cell;
import static dev.podproof.report.verdict.Run.Happened.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.report.render.SourceView.Whose;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceViewTest {
    private static final String HOSTS_AND_PODS = """
            Feature: Networking
              @NET-16
              Rule: No translation
                Scenario: Every host and every pod
                  Then every server sees an own address
            """;

    private static List<SourceView> seen(Matrix matrix) {
        Report report = Run.of(HOSTS_AND_PODS)
                .must("NET-16")
                .ran(0, passed(), passed().with(Networks.MATRIX, matrix))
                .report();
        return SourceView.of(report);
    }

    @Test
    void aPodsOwnAddressIsTheCallers() {
        assertThat(SourceView.of(Networks.healthy())).singleElement().satisfies(view -> {
            assertThat(view.title()).isEqualTo("a pod calls a pod on another host");
            assertThat(view.requirement()).isEqualTo("NET-03");
            assertThat(view.seen()).isEqualTo("10.244.1.2");
            assertThat(view.whose()).isEqualTo(Whose.CALLER);
            assertThat(view.alike()).isEqualTo(2);
            assertThat(view.caller().hostAddress()).isEqualTo("172.18.0.3");
        });
    }

    @Test
    void aTranslatedCallIsTheOneThatIsShown() {
        assertThat(SourceView.of(Networks.translated())).singleElement().satisfies(view -> {
            assertThat(view.met()).isFalse();
            assertThat(view.caller().name()).isEqualTo("two");
            assertThat(view.whose()).isEqualTo(Whose.HOST);
            assertThat(view.alike()).isEqualTo(1);
            assertThat(view.total()).isEqualTo(2);
        });
    }

    @Test
    void withDockerAloneItIsTheHostsAndCallsOnOneHostAreLeftOut() {
        assertThat(SourceView.of(Networks.docker())).singleElement().satisfies(view -> {
            assertThat(view.title()).isEqualTo("Docker alone: a container calls another host");
            assertThat(view.seen()).isEqualTo("172.18.0.8");
            assertThat(view.whose()).isEqualTo(Whose.HOST);
            assertThat(view.met()).isTrue();
            assertThat(view.server().onHostNetwork()).isTrue();
            assertThat(view.total()).isEqualTo(2);
        });
    }

    @Test
    void hostsThatCallAndHostsThatAreCalledHaveAPictureEach() {
        List<SourceView> views = seen(new Matrix(
                Networks.SOURCES,
                List.of(
                        cell("h", "host-1", "172.18.0.3", "p", "host-2", "10.244.2.2", "10.244.1.0", true),
                        cell("p", "host-2", "10.244.2.2", "h", "host-1", "172.18.0.3", "10.244.2.2", true))));

        assertThat(views)
                .extracting(SourceView::title)
                .containsExactly("a host calls a pod on another host", "a pod calls another host");
        assertThat(views).extracting(SourceView::whose).containsExactly(Whose.OTHER_OF_HOST, Whose.CALLER);
    }

    @Test
    void anAddressOfNobodyIsCalledThat() {
        List<SourceView> views = seen(new Matrix(
                Networks.SOURCES,
                List.of(cell("p", "host-1", "10.244.1.2", "q", "host-2", "10.244.2.2", "192.0.2.1", false))));

        assertThat(views).extracting(SourceView::whose).containsExactly(Whose.OTHER);
    }

    @Test
    void whoAnswersIsNoSourceAddress() {
        assertThat(seen(new Matrix(
                        "who answers",
                        List.of(cell("p", "host-1", "10.244.1.2", "q", "host-2", "10.244.2.2", "q", true)))))
                .isEmpty();
    }
}
