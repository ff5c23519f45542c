package dev.podproof.hosts.engine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A machine that consists of the answers it was given. */
final class PretendedMachine implements MachineReader {
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>(Map.of("user.home", "/home/ada", "user.name", "ada"));
    private final Map<Path, String> files = new HashMap<>();

    PretendedMachine variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    PretendedMachine user(String name) {
        properties.put("user.name", name);
        return this;
    }

    PretendedMachine file(String path) {
        return file(path, "");
    }

    PretendedMachine file(String path, String text) {
        files.put(Path.of(path), text);
        return this;
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public String property(String name) {
        return properties.getOrDefault(name, "");
    }

    @Override
    public boolean exists(Path path) {
        return files.containsKey(path);
    }

    @Override
    public Optional<String> text(Path path) {
        return Optional.ofNullable(files.get(path));
    }
}
