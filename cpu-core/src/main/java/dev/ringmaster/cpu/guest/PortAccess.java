package dev.ringmaster.cpu.guest;

/**
 * An access to an I/O port that a guest is about to make.
 *
 * @param port 0 to FFFFH
 * @param size 1, 2 or 4 bytes
 * @param in whether it reads the port
 * @param string INS or OUTS
 * @param repeated a REP prefix
 * @param immediate the port number is an immediate operand
 * @param addressSize 2, 4 or 8, for INS and OUTS
 * @param segment the segment of the memory operand of INS (ES) or OUTS
 * @param linear the linear address of the memory operand of INS or OUTS; else 0
 */
public record PortAccess(
        int port,
        int size,
        boolean in,
        boolean string,
        boolean repeated,
        boolean immediate,
        int addressSize,
        int segment,
        long linear) {}
