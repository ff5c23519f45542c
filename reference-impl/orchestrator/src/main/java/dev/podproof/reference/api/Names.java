package dev.podproof.reference.api;

import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of names. Each method gives what is wrong with a name, or nothing. */
public final class Names {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern VARIABLE = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");

    private Names() {}

    /** DNS label (RFC 1123): namespaces, containers, volumes. */
    public static Optional<String> labelProblem(String name) {
        if (name.length() > 63) {
            return Optional.of("must be no more than 63 characters");
        }
        return LABEL.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
                        + " and must start and end with an alphanumeric character");
    }

    /** DNS label (RFC 1035), which begins with a letter: services. */
    public static Optional<String> serviceNameProblem(String name) {
        if (name.length() > 63) {
            return Optional.of("must be no more than 63 characters");
        }
        return LABEL_1035.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
                        + " an alphabetic character, and end with an alphanumeric character");
    }

    /** DNS subdomain (RFC 1123): most objects. */
    public static Optional<String> subdomainProblem(String name) {
        if (name.length() > 253) {
            return Optional.of("must be no more than 253 characters");
        }
        return SUBDOMAIN.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
                        + " or '.', and must start and end with an alphanumeric character");
    }

    /** The key of a label or an annotation: a name, with an optional subdomain and a slash before it. */
    public static Optional<String> labelKeyProblem(String key) {
        int slash = key.indexOf('/');
        if (slash == 0) {
            return Optional.of("prefix part must be non-empty");
        }
        if (slash > 0) {
            var problem = subdomainProblem(key.substring(0, slash));
            if (problem.isPresent()) {
                return problem.map(text -> "prefix part " + text);
            }
        }
        var name = key.substring(slash + 1);
        if (name.isEmpty()) {
            return Optional.of("name part must be non-empty");
        }
        return qualified(name).map(text -> "name part " + text);
    }

    public static Optional<String> labelValueProblem(String value) {
        return value.isEmpty() ? Optional.empty() : qualified(value);
    }

    /** The name of a port, by which probes and services call it: an IANA service name. */
    public static Optional<String> portNameProblem(String name) {
        if (name.length() > 15) {
            return Optional.of("must be no more than 15 characters");
        }
        if (!PORT_NAME.matcher(name).matches()) {
            return Optional.of("must contain only alphanumeric characters (a-z, 0-9), and hyphens (-), and must start"
                    + " and end with an alphanumeric character");
        }
        if (name.contains("--")) {
            return Optional.of("must not contain consecutive hyphens");
        }
        return name.chars().anyMatch(Character::isLetter)
                ? Optional.empty()
                : Optional.of("must contain at least one letter (a-z)");
    }

    /** The name of an environment variable. */
    public static Optional<String> variableProblem(String name) {
        return VARIABLE.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("a valid environment variable name must consist of alphabetic characters, digits, '_',"
                        + " '-', or '.', and must not start with a digit");
    }

    private static Optional<String> qualified(String name) {
        if (name.length() > 63) {
            return Optional.of("must be no more than 63 characters");
        }
        return QUALIFIED.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                        + " alphanumeric character");
    }
}
