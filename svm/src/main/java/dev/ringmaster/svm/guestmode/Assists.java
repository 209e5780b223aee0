package dev.ringmaster.svm.guestmode;

/**
 * What a processor tells of an exit beyond what every processor does.
 *
 * @param nextRip it saves nRIP
 * @param decode it gives decode assists
 * @apm Vol. 2, nRIP; Decode Assists
 */
public record Assists(boolean nextRip, boolean decode) {}
