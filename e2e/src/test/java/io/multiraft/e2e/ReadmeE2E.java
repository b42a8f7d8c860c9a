package io.multiraft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.multiraft.e2e.support.EndToEnd;
import io.multiraft.e2e.support.ReflectionClient;
import io.multiraft.e2e.support.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What the README tells people to do works as it is written there. */
@EndToEnd
@Order(15)
class ReadmeE2E {

    private static final Pattern MANIFEST =
            Pattern.compile("```yaml\n(apiVersion: .*?)```", Pattern.DOTALL);

    private static final Pattern PATCH = Pattern.compile("kubectl (patch .*) -p '(.*)'");

    private static final Pattern CALL =
            Pattern.compile(
                    "grpcurl -plaintext -d '([^']*)'\\s+(?:\\\\\\s+)?localhost:5678 (\\S+)/(\\S+)");

    /** Ids that the README took from answers of before. */
    private static final List<String> ANSWERED = List.of("session_id", "service_id");

    @Test
    void manifestsAreAccepted(TestBed bed) throws IOException {
        List<String> manifests =
                MANIFEST.matcher(readme(bed)).results().map(found -> found.group(1)).toList();
        assertThat(manifests).isNotEmpty();
        for (String manifest : manifests) {
            bed.kubectl().apply(TestBed.NAMESPACE, manifest, "--dry-run=server");
        }
    }

    @Test
    void patchesAreAccepted(TestBed bed) throws IOException {
        List<MatchResult> patches = PATCH.matcher(readme(bed)).results().toList();
        assertThat(patches).isNotEmpty();
        for (MatchResult patch : patches) {
            List<String> line = new ArrayList<>(List.of(patch.group(1).split(" ")));
            line.addAll(List.of("-p", patch.group(2), "-n", TestBed.NAMESPACE, "--dry-run=server"));
            assertThat(bed.kubectl().run(line.toArray(String[]::new))).contains("patched");
        }
    }

    @Test
    void callsAreAnswered(TestBed bed) throws IOException {
        List<MatchResult> calls = CALL.matcher(readme(bed)).results().toList();
        assertThat(calls).hasSizeGreaterThan(ANSWERED.size());
        Map<String, String> answered = new HashMap<>();
        try (ReflectionClient client = new ReflectionClient(bed.sample().endpoints().get(0))) {
            for (MatchResult call : calls) {
                String request = withAnswered(call.group(1), answered);
                DynamicMessage answer = client.callWithJson(call.group(2), call.group(3), request);
                String text = TextFormat.printer().printToString(answer);
                assertThat(text).as(call.group()).doesNotContain("status: INVALID", "message:");
                ANSWERED.forEach(id -> note(id, text, answered));
            }
        }
    }

    /** The README's ids are those of a partition that nobody has used before. */
    private static String withAnswered(String request, Map<String, String> answered) {
        String result = request;
        for (Map.Entry<String, String> id : answered.entrySet()) {
            result =
                    result.replaceAll(
                            "\"%s\": [0-9]+".formatted(id.getKey()),
                            "\"%s\": %s".formatted(id.getKey(), id.getValue()));
        }
        return answered.containsKey("session_id")
                ? result.replace(
                        "\"name\": \"1-1\"", "\"name\": \"1-" + answered.get("session_id") + "\"")
                : result;
    }

    private static void note(String id, String text, Map<String, String> answered) {
        Matcher found = Pattern.compile("^ +" + id + ": ([0-9]+)", Pattern.MULTILINE).matcher(text);
        if (found.find()) {
            answered.putIfAbsent(id, found.group(1));
        }
    }

    private static String readme(TestBed bed) throws IOException {
        return Files.readString(bed.cluster().project().resolve("README.md"));
    }
}
