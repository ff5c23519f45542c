package dev.podproof.report.verdict;

import io.cucumber.messages.ndjson.Deserializer;
import io.cucumber.messages.types.Envelope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Reads messages.ndjson. */
public final class Recording {
    private Recording() {}

    /**
     * All messages of a record. A last line that is cut off, as a killed run leaves it, is left out.
     *
     * @throws RecordUnreadable when a line is no message
     */
    public static List<Envelope> read(Reader source) throws IOException {
        Deserializer deserializer = new Deserializer();
        List<Envelope> messages = new ArrayList<>();
        BufferedReader lines = new BufferedReader(source);
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                messages.add(deserializer.readValue(line));
            } catch (IOException e) {
                if (lines.readLine() == null) {
                    break;
                }
                throw new RecordUnreadable("Line " + number + " of the record is no Cucumber message", e);
            }
        }
        return messages;
    }
}
