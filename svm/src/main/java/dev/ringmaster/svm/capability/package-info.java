/**
 * What a processor's SVM can do, as CPUID tells it, and what some that exist can do ({@link
 * dev.ringmaster.svm.capability.AmdProcessor}). Knows no processor of the model; whoever has one
 * fills in a {@link dev.ringmaster.svm.capability.SvmCapabilities}.
 */
package dev.ringmaster.svm.capability;
