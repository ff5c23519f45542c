package dev.podproof.report.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cucumber.messages.ndjson.Serializer;
import io.cucumber.messages.types.Envelope;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final String FEATURE = """
            Feature: Networking
              @NET-01
              Rule: First
                Scenario: One
                  Then it answers
            """;

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        List<Envelope> messages = Run.of(FEATURE).must("NET-01").messages();

        assertThat(Recording.read(new StringReader(written(messages)))).isEqualTo(messages);
    }

    @Test
    void aLastLineThatIsCutOffIsLeftOut() throws IOException {
        List<Envelope> messages = Run.of(FEATURE).must("NET-01").messages();
        String text = written(messages);

        assertThat(Recording.read(new StringReader(text.substring(0, text.length() - 20))))
                .isEqualTo(messages.subList(0, messages.size() - 1));
    }

    @Test
    void aLineInTheMiddleThatIsNoMessageIsRefusedByItsNumber() {
        String text = written(Run.of(FEATURE).must("NET-01").messages());

        assertThatThrownBy(() -> Recording.read(new StringReader("what?\n" + text)))
                .isInstanceOf(RecordUnreadable.class)
                .hasMessageContaining("Line 1");
    }

    private static String written(List<Envelope> messages) {
        StringWriter writer = new StringWriter();
        Serializer serializer = new Serializer();
        for (Envelope message : messages) {
            try {
                serializer.writeValue(writer, message);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            writer.write("\n");
        }
        return writer.toString();
    }
}
