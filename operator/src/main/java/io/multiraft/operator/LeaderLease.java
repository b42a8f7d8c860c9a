package io.multiraft.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Lease by which several operators agree on one that acts. */
final class LeaderLease {

    /** After a crash another operator takes over this much later. */
    private static final Duration DURATION = Duration.ofSeconds(10);

    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(7);
    private static final Duration RENEW_PERIOD = Duration.ofSeconds(2);
    private static final String RELEASED =
            "{\"spec\":{\"holderIdentity\":null,\"leaseDurationSeconds\":1}}";
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);

    private final OperatorConfig config;
    private final KubernetesClient client;
    private final Runnable onLost;
    private volatile boolean releasing;

    /**
     * @param onLost called when another operator may lead by now
     */
    LeaderLease(OperatorConfig config, KubernetesClient client, Runnable onLost) {
        this.config = config;
        this.client = client;
        this.onLost = onLost;
    }

    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(config.leaseName())
                .withLeaseNamespace(config.namespace())
                .withIdentity(config.name())
                .withLeaseDuration(DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RENEW_PERIOD)
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(
                        new LeaderCallbacks(() -> {}, this::stoppedLeading, leader -> {}))
                .build();
    }

    private void stoppedLeading() {
        if (!releasing) {
            onLost.run();
        }
    }

    /** The end of leading is wanted from now on. */
    void expectEnd() {
        releasing = true;
    }

    /** Lets another operator take over at once; the framework just stops renewing. */
    void release() {
        try {
            Resource<Lease> lease =
                    client.leases().inNamespace(config.namespace()).withName(config.leaseName());
            Lease current = lease.get();
            if (current != null && config.name().equals(current.getSpec().getHolderIdentity())) {
                lease.patch(PatchContext.of(PatchType.JSON_MERGE), RELEASED);
            }
        } catch (KubernetesClientException e) {
            LOG.warn("cannot release the Lease, which runs out by itself: {}", e.getMessage());
        }
    }
}
