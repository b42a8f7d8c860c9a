package io.multiraft.client;

/** The same with nodes that do not know the stream of many calls. */
class SingleCallsTest extends MultiRaftClientTest {

    @Override
    FakeCluster cluster() {
        return FakeCluster.withoutStreams(3);
    }
}
