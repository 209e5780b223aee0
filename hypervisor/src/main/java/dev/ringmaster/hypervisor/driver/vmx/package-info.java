/**
 * The driver for Intel VT-x. It programs VMCSs through the instructions only; its twin is {@code
 * driver.svm}. It knows what a neutral machine wants and nothing of guests, images or policies.
 */
package dev.ringmaster.hypervisor.driver.vmx;
