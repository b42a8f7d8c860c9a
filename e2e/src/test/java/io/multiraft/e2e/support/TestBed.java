package io.multiraft.e2e.support;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Everything at hand: a cluster with the operator installed and the samples of {@code deploy}. */
public final class TestBed implements AutoCloseable {

    public static final String NAMESPACE = "default";
    public static final int PARTITIONS = 3;

    /** Of the client key in the kubeconfig, which does not say it; the default is RSA. */
    private static final String KEY_ALGORITHM = "EC";

    private final LocalCluster cluster;
    private final KubernetesClient kubernetes;
    private final Kubectl kubectl;
    private final Objects objects;
    private final Operator operator;
    private final RaftCluster sample;

    private TestBed(LocalCluster cluster) {
        this.cluster = cluster;
        Config config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        config.setClientKeyAlgo(KEY_ALGORITHM);
        this.kubernetes = new KubernetesClientBuilder().withConfig(config).build();
        this.kubectl = new Kubectl(cluster.command());
        this.objects = new Objects(kubernetes);
        this.operator = new Operator(cluster, kubectl, kubernetes);
        this.sample = raftCluster(NAMESPACE, "sample");
    }

    /** A cluster with nothing of ours in it yet. */
    public static TestBed bare() {
        return new TestBed(LocalCluster.start());
    }

    /**
     * With the operator and the sample cluster up, and the sample sessions open. Every lead is
     * where it belongs, so that none is moved before a test breaks something.
     */
    public static TestBed start() {
        TestBed bed = bare();
        try {
            bed.operator.loadImages();
            bed.installOperator();
            bed.applySamples();
            bed.awaitWell();
            bed.sample.awaitPreferredLeaders();
            return bed;
        } catch (RuntimeException | Error e) {
            bed.dump("start");
            bed.close();
            throw e;
        }
    }

    /** As the tests want it: a lead that was lost comes back soon. */
    public void installOperator() {
        operator.install(
                "test.cluster=sample", "test.namespace=" + NAMESPACE, "leaderBalanceAfter=5s");
    }

    public void applySamples() {
        kubectl.run(
                "apply",
                "-n",
                NAMESPACE,
                "-f",
                cluster.project().resolve("deploy/samples").toString());
    }

    /** Waits until all is as every test may expect it. */
    public void awaitWell() {
        operator.awaitReady();
        sample.awaitReady();
        for (String name : new String[] {"orders", "settings", "worker"}) {
            awaitOpened(NAMESPACE, name);
        }
    }

    public void awaitOpened(String namespace, String session) {
        Await.soon("session " + session + " OPENED")
                .until(
                        () ->
                                objects.session(namespace, session)
                                        .map(Objects::state)
                                        .filter("OPENED"::equals)
                                        .isPresent());
    }

    public void createNamespace(String name) {
        kubernetes
                .namespaces()
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
    }

    /** A session in the sample cluster that only ends when it is deleted. */
    public void applySession(String name) {
        kubectl.apply(
                NAMESPACE,
                """
                apiVersion: runtime.atomix.io/v1
                kind: Session
                metadata: {name: %s}
                spec: {cluster: sample, liveness: {type: None}}
                """
                        .formatted(name));
    }

    /** Which sessions of clients the sample cluster shows as objects: None, Named or All. */
    public void mirrorSessions(String mode) {
        kubectl.run(
                "patch",
                "multiraftcluster",
                "sample",
                "-n",
                NAMESPACE,
                "--type=merge",
                "--patch={\"spec\":{\"sessionMirroring\":\"%s\"}}".formatted(mode));
    }

    public RaftCluster raftCluster(String namespace, String name) {
        return new RaftCluster(kubernetes, objects, namespace, name);
    }

    public SessionHistory sessionHistory() {
        return new SessionHistory(kubernetes, NAMESPACE);
    }

    /** The cluster that all tests share. */
    public RaftCluster sample() {
        return sample;
    }

    public LocalCluster cluster() {
        return cluster;
    }

    public KubernetesClient kubernetes() {
        return kubernetes;
    }

    public Kubectl kubectl() {
        return kubectl;
    }

    public Objects objects() {
        return objects;
    }

    public Operator operator() {
        return operator;
    }

    public Faults faults() {
        return new Faults(cluster, kubernetes);
    }

    public AuditLog auditLog() {
        return new AuditLog(cluster.auditLog());
    }

    void dump(String test) {
        new Diagnostics(kubectl, kubernetes).dump(test);
    }

    @Override
    public void close() {
        sample.close();
        kubernetes.close();
        cluster.close();
    }
}
