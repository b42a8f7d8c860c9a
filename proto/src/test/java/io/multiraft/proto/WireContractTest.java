package io.multiraft.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The compiled contract against its tables: what is recorded stays, what is new gets recorded. */
class WireContractTest {
    private SortedMap<String, FileDescriptor> files;
    private SortedMap<String, List<Fact>> factsByFile;
    private List<Fact> facts;
    private Contract contract;

    @BeforeEach
    void readContract() throws Exception {
        files = ContractFiles.compiled();
        factsByFile = ContractFiles.facts(files);
        facts = factsByFile.values().stream().flatMap(List::stream).toList();
        contract = Contract.read(Contract.DIRECTORY);
    }

    @Test
    void keepsEveryRecordedFact() {
        assertThat(contract.violations(facts))
                .as(
                        "The wire contract is broken. Clients that are deployed and logs that are"
                            + " on disk rely on each of these facts: put them back. Fields and enum"
                            + " values of ours inside atomix.* start at 100; one that is published"
                            + " with a lower number is recorded by hand.")
                .isEmpty();
    }

    @Test
    void recordsEveryFact() throws Exception {
        if (Contract.REWRITE && contract.violations(facts).isEmpty()) {
            contract.record(Contract.DIRECTORY, factsByFile);
            contract = Contract.read(Contract.DIRECTORY);
        }
        assertThat(contract.additions(facts))
                .as(
                        "The wire contract has facts that no table records. To keep them for ever,"
                                + " run mvn -f proto/pom.xml verify -Drewrite=true, which adds the"
                                + " lines, and commit them with the proto file.")
                .isEmpty();
    }

    @Test
    void looksAtEveryProtoFile() throws Exception {
        Path sources = Path.of("src/main/proto");
        try (Stream<Path> paths = Files.walk(sources)) {
            List<String> protoFiles =
                    paths.filter(path -> path.toString().endsWith(".proto"))
                            .map(path -> sources.relativize(path).toString().replace('\\', '/'))
                            .toList();
            assertThat(files.keySet()).containsExactlyInAnyOrderElementsOf(protoFiles);
        }
    }

    @Test
    void numbersOurFieldsFrom100() {
        Set<String> ownTypes =
                contract.table(Contract.EXTENSIONS).stream()
                        .filter(fact -> fact.number().isEmpty())
                        .map(Fact::name)
                        .collect(Collectors.toSet());
        assertThat(contract.table(Contract.EXTENSIONS))
                .filteredOn(fact -> !ownTypes.contains(fact.owner()))
                .filteredOn(fact -> fact.number().orElse(100) < 100)
                .extracting(Fact::name)
                .as("ours below 100, under the numbers of a later revision of the protocol")
                .containsExactly(
                        "atomix.multiraft.v1.CloseServiceInput.service_id",
                        "atomix.multiraft.v1.OpenSessionInput.timeout");
    }
}
