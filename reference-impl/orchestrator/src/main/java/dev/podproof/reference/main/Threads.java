package dev.podproof.reference.main;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Where a program's threads come from, and with them what later means to it. */
interface Threads {
    Threads REAL = Executors::newScheduledThreadPool;

    ScheduledExecutorService scheduled(int size, ThreadFactory named);
}
