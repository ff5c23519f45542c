package dev.podproof.conformance;

import dev.podproof.conformance.subject.DockerHosts;

/** Made-up hosts to which whatever is done is done. */
public abstract class ObedientHosts implements DockerHosts {
    @Override
    public void stop(String host) {}

    @Override
    public void start(String host) {}

    @Override
    public void cutOff(String host) {}

    @Override
    public void heal(String host) {}

    @Override
    public void restore() {}

    @Override
    public void close() {}
}
