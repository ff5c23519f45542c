package dev.podproof.conformance.subject;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.conformance.probe.ExecResult;
import java.util.List;

/**
 * The hosts of a cluster from below: their Docker Engines, their shells, and their power and network cables. Hosts bear the names that the
 * cluster's API gives them. Every method throws {@link HostLost} when the host cannot be reached or does not obey.
 */
public interface DockerHosts extends AutoCloseable {
    List<String> list();

    /** A client of the host's Docker Engine, open for as long as these hosts are and the host is not stopped. */
    DockerClient engine(String host);

    /** Runs a command on the host itself, outside of any container there, and waits for its end. */
    ExecResult exec(String host, String... command);

    /** Takes the host's power away: nothing on it has time to say goodbye. */
    void stop(String host);

    /** Gives it power again, and returns when its Docker Engine answers. It is at the address that it had. */
    void start(String host);

    /** Takes the host off the hosts' network, in both directions; what runs on it goes on. */
    void cutOff(String host);

    void heal(String host);

    /** Starts what was stopped and heals what was cut off, on every host where that has not been done yet. */
    void restore();

    /** Lets go of the Engines; the hosts stay as they are. */
    @Override
    void close();
}
