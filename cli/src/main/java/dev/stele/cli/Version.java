package dev.stele.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that this build carries. */
final class Version implements IVersionProvider {

    static final String TEXT = "0.1.0";

    @Override
    public String[] getVersion() {
        return new String[] {"stele " + TEXT};
    }
}
