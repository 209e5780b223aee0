/**
 * What a processor's SVM can do, as CPUID tells it. Knows neither the processor nor its profiles;
 * whoever has one fills in a {@link dev.ringmaster.svm.capability.SvmCapabilities}.
 */
package dev.ringmaster.svm.capability;
