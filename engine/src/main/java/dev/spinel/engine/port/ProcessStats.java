package dev.spinel.engine.port;

import java.util.Map;

/** What the operating system knows of the process. Read for reports only, never on the hot path. */
public interface ProcessStats {
    long pid();

    /** Resident bytes. */
    long residentBytes();

    /**
     * Resident bytes by what they are for, which add up to {@code total}, the first of them. Has the kernel go through
     * the page tables: milliseconds for every gigabyte.
     */
    Map<String, Long> residentParts();

    /** Bytes of the JVM's heap in use. */
    long heapBytes();

    /** Bytes of class metadata, compiled code and the JVM's other areas. */
    long nonHeapBytes();

    /** Physical memory of the machine. */
    long systemBytes();

    /** CPU time of the process in the kernel, in microseconds. */
    long systemCpuMicros();

    /** CPU time of the process outside the kernel, in microseconds. */
    long userCpuMicros();

    /** Kernel name, release and machine, as {@code uname -srm}. */
    String operatingSystem();

    /** The program that runs. */
    String executable();

    /** The program that waits for this one and watches over it, {@code no} when none does. */
    String supervisor();

    /** The configuration file, empty when there is none. */
    String configFile();
}
