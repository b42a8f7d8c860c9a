package io.multiraft.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.multiraft.operator.resources.Hash;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells transitions as events. The name of an event follows from the object, the reason and the
 * note, so that the same thing happening again counts up instead of piling up.
 */
public final class EventRecorder {

    private static final String CONTROLLER = "multiraft.atomix.io/operator";
    private static final int NAME_MAX = 200;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    private final KubernetesClient client;
    private final String instance;
    private final Clock clock;

    /**
     * @param instance name of this operator's pod
     */
    public EventRecorder(KubernetesClient client, String instance, Clock clock) {
        this.client = client;
        this.instance = instance;
        this.clock = clock;
    }

    void normal(HasMetadata object, String reason, String action, String note) {
        record(object, "Normal", reason, action, note);
    }

    void warning(HasMetadata object, String reason, String action, String note) {
        record(object, "Warning", reason, action, note);
    }

    /** Never fails: what happened matters more than the news of it. */
    private void record(
            HasMetadata object, String type, String reason, String action, String note) {
        try {
            write(event(object, type, reason, action, note));
        } catch (KubernetesClientException e) {
            LOG.debug(
                    "cannot record event {} of {}: {}",
                    reason,
                    object.getMetadata().getName(),
                    e.getMessage());
        }
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            countUp(event);
        }
    }

    private void countUp(Event event) {
        Event before = client.resource(event).get();
        int count =
                Optional.ofNullable(before)
                        .map(Event::getSeries)
                        .map(EventSeries::getCount)
                        .orElse(1);
        Event patch =
                new EventBuilder()
                        .withNewMetadata()
                        .withName(event.getMetadata().getName())
                        .withNamespace(event.getMetadata().getNamespace())
                        .endMetadata()
                        .withNewSeries()
                        .withCount(count + 1)
                        .withLastObservedTime(event.getEventTime())
                        .endSeries()
                        .build();
        client.resource(event).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private Event event(
            HasMetadata object, String type, String reason, String action, String note) {
        ObjectReference regarding =
                new ObjectReferenceBuilder()
                        .withApiVersion(object.getApiVersion())
                        .withKind(object.getKind())
                        .withName(object.getMetadata().getName())
                        .withNamespace(object.getMetadata().getNamespace())
                        .withUid(object.getMetadata().getUid())
                        .build();
        String name = object.getMetadata().getName();
        String identity = object.getMetadata().getUid() + reason + note;
        return new EventBuilder()
                .withNewMetadata()
                .withName(
                        name.substring(0, Math.min(NAME_MAX, name.length()))
                                + "."
                                + Hash.of(identity))
                .withNamespace(object.getMetadata().getNamespace())
                .endMetadata()
                .withType(type)
                .withReason(reason)
                .withAction(action)
                .withNote(note)
                .withRegarding(regarding)
                .withEventTime(now())
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .build();
    }

    private MicroTime now() {
        return new MicroTime(MICROS.format(clock.instant().atZone(ZoneOffset.UTC)));
    }
}
