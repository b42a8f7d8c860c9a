package io.multiraft.bench.report;

import io.multiraft.bench.Load;
import io.multiraft.bench.Measurement;
import io.multiraft.bench.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All measurements of a run, by what they are of. */
public record Figures(List<Measurement> measurements) {

    /** In the order in which they were measured. */
    public List<Workload> workloads() {
        return measurements.stream().map(Measurement::workload).distinct().toList();
    }

    List<Load> loads(Workload workload) {
        return measurements.stream()
                .filter(one -> one.workload() == workload)
                .map(Measurement::load)
                .distinct()
                .toList();
    }

    List<String> systems(Workload workload) {
        return measurements.stream()
                .filter(one -> one.workload() == workload && one.round() == 0)
                .map(Measurement::system)
                .distinct()
                .toList();
    }

    /** Of one system under one load, by round. */
    List<Measurement> rounds(String system, Workload workload, Load load) {
        return measurements.stream()
                .filter(
                        one ->
                                one.system().equals(system)
                                        && one.workload() == workload
                                        && one.load().equals(load))
                .sorted(Comparator.comparingInt(Measurement::round))
                .toList();
    }

    static Spread spread(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        return Spread.of(values(rounds, figure));
    }

    private static List<Double> values(
            List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        return rounds.stream().mapToDouble(figure).boxed().toList();
    }

    /** How many times as many operations per second a system does as another. */
    public Spread ratio(String system, String peer, Workload workload, Load load) {
        return ratio(system, peer, workload, load, Figures::rate);
    }

    Spread ratio(
            String system,
            String peer,
            Workload workload,
            Load load,
            ToDoubleFunction<Measurement> figure) {
        return Spread.ofRatios(
                values(rounds(system, workload, load), figure),
                values(rounds(peer, workload, load), figure));
    }

    static double rate(Measurement measurement) {
        return measurement.result().rate();
    }

    static double perOperation(Measurement measurement, double used) {
        return used / measurement.result().done();
    }
}
