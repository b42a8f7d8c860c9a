package io.multiraft.node.raft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupIdsTest {

    @Test
    void groupIdIsMadeFromTheNamesAlone() {
        // Part of the data directory's layout: must never change.
        assertThat(GroupIds.groupId("sample", 1).getUuid())
                .hasToString("11af8c59-24e5-39b8-972c-96a0db46eee9");
        assertThat(GroupIds.groupId("sample", 2)).isNotEqualTo(GroupIds.groupId("sample", 1));
        assertThat(GroupIds.groupId("other", 1)).isNotEqualTo(GroupIds.groupId("sample", 1));
    }
}
