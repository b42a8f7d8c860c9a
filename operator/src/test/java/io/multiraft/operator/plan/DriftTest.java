package io.multiraft.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # wanted          | actual                  | covered
                      {a: 1}          | {a: 1, b: 2}            | true
                      {a: 1}          | {a: 2}                  | false
                      {a: 1}          | {b: 1}                  | false
                      {a: {}}         | {}                      | true
                      {a: []}         | {}                      | true
                      {a: null}       | {}                      | true
                      {a: {b: c}}     | {a: {b: c, d: e}}       | true
                      {a: {b: c}}     | {a: x}                  | false
                      {a: [{n: 1}]}   | {a: [{n: 1, m: 2}]}     | true
                      {a: [{n: 1}]}   | {a: [{n: 1}, {n: 2}]}   | false
                      {a: [1, 2]}     | {a: [2, 1]}             | false
                      {cpu: "0.5"}    | {cpu: 500m}             | true
                      {cpu: "1"}      | {cpu: 500m}             | false
                      {size: 1024Mi}  | {size: 1Gi}             | true
                      {name: a}       | {name: b}               | false
                    """)
    void serverMayAddButNotChange(String wanted, String actual, boolean covered) throws Exception {
        YAMLMapper yaml = new YAMLMapper();
        assertThat(Drift.covers(yaml.readTree(actual), yaml.readTree(wanted))).isEqualTo(covered);
    }
}
