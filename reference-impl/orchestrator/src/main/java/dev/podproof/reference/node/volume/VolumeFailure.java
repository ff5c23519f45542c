package dev.podproof.reference.node.volume;

/** A volume can't be had; the message is what the pod's FailedMount event says. */
public final class VolumeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VolumeFailure(String volume, String why, Throwable cause) {
        super("MountVolume.SetUp failed for volume \"" + volume + "\" : " + why, cause);
    }

    VolumeFailure(String volume, String why) {
        this(volume, why, null);
    }
}
