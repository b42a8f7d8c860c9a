package io.multiraft.e2e.support;

/** One line per step, so that nobody wonders what is waited for. */
public final class Progress {

    private Progress() {}

    public static void say(String line) {
        System.out.println("e2e: " + line);
    }
}
