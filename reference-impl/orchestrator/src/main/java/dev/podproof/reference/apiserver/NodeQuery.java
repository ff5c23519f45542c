package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.ApiException.Cause;
import dev.podproof.reference.api.ApiException.Subject;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Query;
import java.net.URLEncoder;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a caller asks of a pod's streams, looked at before anybody is dialled: a node hears only options that it knows, with values that
 * make sense. What can't be read is 400, what is out of range 422, as in Kubernetes.
 */
final class NodeQuery {
    private static final int LAST_PORT = 65_535;
    private static final int MOST_PORTS = 64;
    private static final String TOO_SMALL = "must be greater than 0";

    private final Query asked;
    private final List<String> told = new ArrayList<>();
    private final List<Cause> causes = new ArrayList<>();

    private NodeQuery(Query asked) {
        this.asked = asked;
    }

    /**
     * The query for the node.
     *
     * @param subresource log, exec, attach or portforward
     * @throws ApiException BAD_REQUEST or INVALID
     */
    static String of(String subresource, String pod, Query asked) {
        var query = new NodeQuery(asked);
        switch (subresource) {
            case "log" -> query.log(pod);
            case "portforward" -> query.ports();
            default -> query.streams(subresource.equals("exec"));
        }
        return String.join("&", query.told);
    }

    private void log(String pod) {
        flags("follow", "previous", "timestamps");
        number("tailLines", 0, "must be greater than or equal to 0");
        number("limitBytes", 1, TOO_SMALL);
        if (asked.has("sinceSeconds") && asked.has("sinceTime")) {
            causes.add(new Cause(
                    "FieldValueForbidden",
                    "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified",
                    ""));
        } else {
            number("sinceSeconds", 1, TOO_SMALL);
        }
        time();
        if (!causes.isEmpty()) {
            throw invalid(pod);
        }
    }

    private void streams(boolean exec) {
        flags("stdin", "stdout", "stderr", "tty");
        if (told.stream().allMatch(flag -> flag.equals("tty=true"))) {
            throw ApiException.badRequest("you must specify at least 1 of stdin, stdout, stderr");
        }
        var command = asked.all("command");
        if (exec && command.isEmpty()) {
            throw ApiException.badRequest("you must specify at least 1 command for the container");
        }
        command.forEach(word -> tell("command", word));
    }

    private void ports() {
        var ports = new ArrayList<>(asked.all("ports"));
        ports.addAll(asked.all("port"));
        for (var value : ports) {
            for (var port : value.split(",", -1)) {
                tell("ports", String.valueOf(port(port)));
            }
        }
        if (told.size() > MOST_PORTS) {
            throw ApiException.badRequest(
                    "at most " + MOST_PORTS + " ports can be forwarded at once, not " + told.size());
        }
    }

    private static int port(String text) {
        // A number of more digits is none of a port, however large.
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= LAST_PORT) {
            return Integer.parseInt(text);
        }
        throw ApiException.badRequest(
                "unable to parse \"" + text + "\" as a port: must be a number from 1 to " + LAST_PORT);
    }

    private void flags(String... names) {
        for (var name : names) {
            if (asked.flag(name)) {
                told.add(name + "=true");
            }
        }
    }

    private void number(String name, long least, String problem) {
        if (!asked.has(name)) {
            return;
        }
        var text = asked.text(name);
        if (!text.matches("[+-]?\\d+")) {
            throw ApiException.badRequest(name + ": parsing \"" + text + "\": invalid syntax");
        }
        try {
            long number = Long.parseLong(text);
            if (number < least) {
                causes.add(new Cause("FieldValueInvalid", "Invalid value: " + number + ": " + problem, name));
            }
            told.add(name + "=" + number);
        } catch (NumberFormatException tooLarge) {
            throw ApiException.badRequest(name + ": parsing \"" + text + "\": value out of range");
        }
    }

    private void time() {
        var text = asked.text("sinceTime");
        if (text.isEmpty()) {
            return;
        }
        try {
            tell("sinceTime", OffsetDateTime.parse(text).toInstant().toString());
        } catch (DateTimeParseException noTime) {
            throw ApiException.badRequest(
                    "sinceTime: parsing time \"" + text + "\": it must be as in 2026-01-31T12:00:00Z");
        }
    }

    private void tell(String name, String value) {
        told.add(name + "=" + URLEncoder.encode(value, UTF_8));
    }

    private ApiException invalid(String pod) {
        var problems = causes.stream()
                .map(cause -> (cause.field().isEmpty() ? "<nil>" : cause.field()) + ": " + cause.message())
                .toList();
        var words = problems.size() == 1 ? problems.get(0) : problems.toString();
        return new ApiException(
                Reason.INVALID,
                "PodLogOptions \"" + pod + "\" is invalid: " + words,
                new Subject("", "PodLogOptions", pod),
                causes);
    }
}
