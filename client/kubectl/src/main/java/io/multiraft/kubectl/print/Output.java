package io.multiraft.kubectl.print;

/** How rows are printed. */
public enum Output {
    TABLE,
    JSON,
    YAML
}
