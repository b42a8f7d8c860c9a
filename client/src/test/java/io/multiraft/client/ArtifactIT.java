package io.multiraft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is published can be used by programs with modules, and read. */
class ArtifactIT {

    private static final String ARTIFACT = System.getProperty("artifact");

    @Test
    void isAModule() {
        assertThat(ModuleFinder.of(Path.of(ARTIFACT + ".jar")).findAll())
                .extracting(ModuleReference::descriptor)
                .singleElement()
                .satisfies(
                        module -> {
                            assertThat(module.name()).isEqualTo("io.multiraft.client");
                            assertThat(module.packages())
                                    .contains("io.multiraft.client", "io.multiraft.client.errors");
                        });
    }

    @Test
    void comesWithSourcesAndJavadoc() throws IOException {
        assumeTrue(Boolean.getBoolean("artifact.complete"), "built with -Dfast");
        assertHas("-sources.jar", "io/multiraft/client/Session.java");
        assertHas("-javadoc.jar", "io.multiraft.client/io/multiraft/client/Session.html");
    }

    private static void assertHas(String suffix, String entry) throws IOException {
        try (JarFile jar = new JarFile(ARTIFACT + suffix)) {
            assertThat(jar.getEntry(entry)).as(entry).isNotNull();
        }
    }
}
