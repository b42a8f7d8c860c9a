package io.multiraft.fsm.script;

import java.util.ArrayList;
import java.util.List;

/**
 * A story: blocks with an empty line between them, each with comments, commands, a line of four
 * dashes, and what came of the commands.
 */
final class Script {

    private static final String SEPARATOR = "----";

    private final List<Block> blocks;

    private Script(List<Block> blocks) {
        this.blocks = blocks;
    }

    /**
     * One step of a story.
     *
     * @param lines comments and commands, as they are written
     * @param outcome what came of the commands
     */
    private record Block(List<String> lines, List<String> outcome) {}

    static Script parse(String text) {
        List<Block> blocks = new ArrayList<>();
        for (String part : text.strip().split("\n\n+")) {
            List<String> lines = List.of(part.split("\n"));
            int separator = lines.indexOf(SEPARATOR);
            blocks.add(
                    separator < 0
                            ? new Block(lines, null)
                            : new Block(
                                    lines.subList(0, separator),
                                    lines.subList(separator + 1, lines.size())));
        }
        return new Script(blocks);
    }

    /** The same story with what comes of it now. */
    Script play() {
        ScriptRunner runner = new ScriptRunner();
        List<Block> played = new ArrayList<>();
        for (Block block : blocks) {
            played.add(
                    block.outcome() == null
                            ? block
                            : new Block(block.lines(), runner.run(commandsOf(block))));
        }
        return new Script(played);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Block block : blocks) {
            text.append(text.isEmpty() ? "" : "\n");
            block.lines().forEach(line -> text.append(line).append('\n'));
            if (block.outcome() != null) {
                text.append(SEPARATOR).append('\n');
                block.outcome().forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }

    private static List<String> commandsOf(Block block) {
        return block.lines().stream().filter(line -> !line.startsWith("#")).toList();
    }
}
