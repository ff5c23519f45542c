package dev.podproof.reference.node.server;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/**
 * Where the node's server listens, and how it knows the API server.
 *
 * @param address the host's own
 * @param port 0 for any that is free
 * @param certificate the node's certificate, PEM
 * @param key its private key, PEM in PKCS#8
 * @param authority the cluster's CA, PEM: it signed what the API server shows
 */
public record NodeServerOptions(String address, int port, String certificate, String key, String authority) {
    private static final String API_SERVER = "podproof-apiserver";

    static boolean isApiServer(X500Principal caller) {
        try {
            return new LdapName(caller.getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .anyMatch(part -> part.getValue().equals(API_SERVER));
        } catch (InvalidNameException unreadable) {
            return false;
        }
    }

    /** Without the key, so that it gets into no log. */
    @Override
    public String toString() {
        return "NodeServerOptions[" + address + ":" + port + "]";
    }
}
