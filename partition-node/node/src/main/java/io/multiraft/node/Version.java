package io.multiraft.node;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this software, as its jar says it. */
final class Version implements IVersionProvider {

    static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "multiraft-node " + current() + " (Java " + Runtime.version() + ")",
        };
    }
}
