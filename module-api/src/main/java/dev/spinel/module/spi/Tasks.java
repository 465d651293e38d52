package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.api.ThreadApi;

/** The way from any thread back to the data. Good as long as the module is loaded; what a task throws is logged. */
public final class Tasks {
    private final Functions functions;

    Tasks(Functions functions) {
        this.functions = functions;
    }

    /** Runs a task soon on the thread that holds all data. Any thread. */
    public void run(Callback task) {
        JavaFunction[] own = new JavaFunction[1];
        own[0] = functions.plain("task", (data, b, c) -> {
            functions.close(own[0]);
            functions.run("task", task);
            return 0;
        });
        ThreadApi.eventLoopAddOneShot(functions.module(), own[0].address(), 0);
    }
}
